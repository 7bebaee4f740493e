package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.ErrorCode;
import woad.platform.core.Guid;
import woad.platform.core.Json;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.provider.Resources;
import woad.resources.provider.View;

/** Long-running operations and the addresses at which clients poll them, by {@code Azure-AsyncOperation} or by {@code Location}. */
final class Operations {
    private final ResourceStore store;
    private final Resources resources;
    private final Rendering rendering;
    private final CloudProfile profile;

    Operations(ResourceStore store, Resources resources, Rendering rendering, CloudProfile profile) {
        this.store = store;
        this.resources = resources;
        this.rendering = rendering;
        this.profile = profile;
    }

    private record Operation(UUID id, ResourceId resource, String kind, String status, ObjectNode failure, OffsetDateTime startedAt, OffsetDateTime endedAt) {}

    List<Endpoint> endpoints() {
        Access access = new Access.SignedIn("whoever was handed the operation's address may poll it, within its tenant");
        String base = "/subscriptions/{subscriptionId}/providers/{namespace}/locations/{location}/";
        return List.of(Endpoint.of("Operations_Get", Method.GET, base + "operations/{operationId}", access, this::status),
                Endpoint.of("OperationResults_Get", Method.GET, base + "operationResults/{operationId}", access, this::result),
                Endpoint.of("ResourceGroupOperationResults_Get", Method.GET, "/subscriptions/{subscriptionId}/operationresults/{operationId}", access, this::result));
    }

    /** The answer with the headers that tell where to poll. */
    WebResponse polled(WebResponse answer, Resource resource, UUID operation, String apiVersion) {
        return answer.header("Azure-AsyncOperation", address(resource, "operations", operation, apiVersion))
                .header("Location", location(resource, operation, apiVersion)).header("Retry-After", "1");
    }

    /** As {@link #polled}, by the {@code Azure-AsyncOperation} header alone, as clients expect after a PUT. */
    WebResponse polledByStatus(WebResponse answer, Resource resource, UUID operation, String apiVersion) {
        return answer.header("Azure-AsyncOperation", address(resource, "operations", operation, apiVersion)).header("Retry-After", "1");
    }

    private String location(Resource resource, UUID operation, String apiVersion) {
        return resource.id().namespace() == null
                ? profile.managementUrl() + "/subscriptions/" + resource.id().subscription() + "/operationresults/" + operation + "?api-version=" + apiVersion
                : address(resource, "operationResults", operation, apiVersion);
    }

    private String address(Resource resource, String what, UUID operation, String apiVersion) {
        String namespace = resource.id().namespace() == null ? "Microsoft.Resources" : resource.id().namespace();
        String location = resource.desired().location() == null ? "global" : resource.desired().location();
        return profile.managementUrl() + "/subscriptions/" + resource.id().subscription() + "/providers/" + namespace + "/locations/" + location + "/" + what + "/"
                + operation + "?api-version=" + apiVersion;
    }

    private WebResponse status(WebRequest request) {
        ApiVersions.of(request);
        Operation operation = find(request);
        ObjectNode body = Json.object().put("id", request.path()).put("name", operation.id().toString()).put("status", operation.status())
                .put("startTime", operation.startedAt().toInstant().toString());
        if (operation.endedAt() != null) {
            body.put("endTime", operation.endedAt().toInstant().toString());
        }
        if (operation.failure() != null) {
            body.set("error", operation.failure());
        }
        WebResponse answer = WebResponse.ok(body);
        return operation.status().equals("InProgress") ? answer.header("Retry-After", "1") : answer;
    }

    private WebResponse result(WebRequest request) {
        String apiVersion = ApiVersions.of(request);
        Operation operation = find(request);
        return switch (operation.status()) {
            case "InProgress" -> WebResponse.empty(202).header("Location", profile.managementUrl() + request.path() + "?api-version=" + apiVersion)
                    .header("Retry-After", "1");
            case "Failed" -> throw new CloudException(new OperationFailure(operation.failure().path("code").asText()), operation.failure().path("message").asText());
            default -> {
                Optional<Resource> resource = operation.kind().equals("PUT") ? store.find(operation.resource()) : Optional.empty();
                yield resource.map(r -> WebResponse.ok(rendering.render(r, new View(resources, apiVersion, "")))).orElseGet(() -> WebResponse.empty(200));
            }
        };
    }

    /** The code with which an operation failed after it was accepted. */
    private record OperationFailure(String code) implements ErrorCode {
        @Override
        public int status() {
            return 409;
        }
    }

    private Operation find(WebRequest request) {
        String text = request.pathValue("operationId");
        Optional<Operation> found = !Guid.matches(text) || !Guid.matches(request.pathValue("subscriptionId")) ? Optional.empty() : store.database().with(handle -> handle.createQuery("""
                select id, resource_id, kind, status, failure, started_at, ended_at from resources.operation
                where id = :id and subscription = :subscription and tenant = :tenant""")
                .bind("id", UUID.fromString(text)).bind("subscription", UUID.fromString(request.pathValue("subscriptionId")))
                .bind("tenant", request.caller().tenant().value())
                .map((row, context) -> new Operation(row.getObject("id", UUID.class), ResourceId.tryParse(row.getString("resource_id")).orElseThrow(),
                        row.getString("kind"), row.getString("status"), row.getString("failure") == null ? null : (ObjectNode) Json.parse(row.getString("failure")),
                        row.getObject("started_at", OffsetDateTime.class), row.getObject("ended_at", OffsetDateTime.class))).findOne());
        return found.orElseThrow(() -> new CloudException(ResourceManagerError.OPERATION_NOT_FOUND, "There is no operation '" + text + "' in this subscription."));
    }
}
