package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.store.Reconciler;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.LocalCalls;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.Activities;
import woad.resources.ApiVersions;
import woad.resources.Call;
import woad.resources.ResourceId;
import woad.resources.ResourceManagerError;

/** The endpoints of {@code Microsoft.Resources/deployments} in a resource group. Source: Deployments, REST reference. */
public final class Deployments {
    private static final String TYPE = "Microsoft.Resources/deployments";
    private static final String BASE = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/" + TYPE;
    private static final Pattern NAME = Pattern.compile("[-\\w._()]{1,64}");

    private final DeploymentWorld world;
    private final DeploymentStore store;
    private final Planning planning;

    public Deployments(DeploymentWorld world) {
        this.world = world;
        this.store = new DeploymentStore(world.database(), world.queue());
        this.planning = new Planning(world, store);
    }

    /** What has to run on the work queue. */
    public Reconciler reconciler() {
        return new DeploymentRunner(store, planning, world.clock());
    }

    /** All endpoints. */
    public List<Endpoint> endpoints() {
        String one = BASE + "/{deploymentName}";
        Function<WebRequest, String> group = r -> "/subscriptions/" + r.pathValue("subscriptionId") + "/resourceGroups/" + r.pathValue("resourceGroupName");
        Function<WebRequest, String> scope = r -> id(r).toString();
        return List.of(
                Endpoint.of("Deployments_ListByResourceGroup", Method.GET, BASE, new Access.Permission(TYPE + "/read", group), this::list),
                Endpoint.withBody("Deployments_CreateOrUpdate", Method.PUT, one, new Access.Permission(TYPE + "/write", scope), this::put),
                Endpoint.of("Deployments_Get", Method.GET, one, new Access.Permission(TYPE + "/read", scope), this::get),
                Endpoint.of("Deployments_CheckExistence", Method.HEAD, one, new Access.Permission(TYPE + "/read", scope), this::head),
                Endpoint.of("Deployments_Delete", Method.DELETE, one, new Access.Permission(TYPE + "/delete", scope), this::delete),
                Endpoint.withBody("Deployments_Validate", Method.POST, one + "/validate", new Access.Permission(TYPE + "/validate/action", scope), this::validate),
                Endpoint.withBody("Deployments_WhatIf", Method.POST, one + "/whatIf", new Access.Permission(TYPE + "/whatIf/action", scope), this::whatIf),
                Endpoint.withBody("Deployments_Cancel", Method.POST, one + "/cancel", new Access.Permission(TYPE + "/cancel/action", scope), this::cancel),
                Endpoint.withBody("Deployments_ExportTemplate", Method.POST, one + "/exportTemplate", new Access.Permission(TYPE + "/exportTemplate/action", scope), this::export),
                Endpoint.of("DeploymentOperations_List", Method.GET, one + "/operations", new Access.Permission(TYPE + "/operations/read", scope), this::operations),
                Endpoint.of("DeploymentOperations_Get", Method.GET, one + "/operations/{operationId}", new Access.Permission(TYPE + "/operations/read", scope), this::operation),
                Endpoint.of("DeploymentOperationStatuses_Get", Method.GET, one + "/operationStatuses/{operationId}",
                        new Access.Permission(TYPE + "/operationstatuses/read", scope), this::status));
    }

    private static ResourceId id(WebRequest request) {
        return ResourceId.tryParse("/subscriptions/" + request.pathValue("subscriptionId") + "/resourceGroups/" + request.pathValue("resourceGroupName")
                + "/providers/" + TYPE + "/" + request.pathValue("deploymentName")).orElseThrow(() -> new CloudException(ResourceManagerError.INVALID_REQUEST_FORMAT,
                "The path '" + request.path() + "' is not a resource id."));
    }

    private static ResourceId named(WebRequest request) {
        ResourceId id = id(request);
        if (!NAME.matcher(id.name()).matches()) {
            throw new CloudException(DeploymentError.INVALID_DEPLOYMENT_NAME, "The deployment name '" + id.name() + "' is invalid: it has 1 to 64 letters, digits,"
                    + " hyphens, underscores, periods and parentheses.");
        }
        return id;
    }

    private Deployment find(WebRequest request) {
        ApiVersions.of(request);
        return store.find(id(request).key()).orElseThrow(() -> notFound(id(request)));
    }

    private static CloudException notFound(ResourceId id) {
        return new CloudException(DeploymentError.DEPLOYMENT_NOT_FOUND, "Deployment '" + id.name() + "' could not be found.");
    }

    private WebResponse put(WebRequest request) {
        Call call = Call.of(request);
        Planning.Made made = checked(request);
        Instant now = world.clock().instant();
        Deployment deployment = new Deployment(named(request), request.caller().tenant(), world.ids().guid(), request.caller(), request.clientAddress(), request.correlationId(),
                Deployment.State.ACCEPTED, false, made.plan().maskedParameters(), made.plan().templateHash(), null, null, now, null);
        List<Step> steps = planning.steps(made.plan());
        DeploymentStore.Started started = store.start(deployment, planning.seal(made.kept(), deployment.run()), steps, new Activities.Entry(world.ids().guid(), call,
                deployment.tenant(), deployment.id(), TYPE + "/write", "Accepted", deployment.run(), now));
        if (started == DeploymentStore.Started.STILL_ACTIVE) {
            throw active(deployment.id());
        }
        return WebResponse.json(started == DeploymentStore.Started.CREATED ? 201 : 200, DeploymentRendering.deployment(deployment, steps, now))
                .header("Azure-AsyncOperation", world.profile().managementUrl() + encoded(deployment.id() + "/operationStatuses/" + deployment.run()) + "?api-version="
                        + call.apiVersion())
                .header("Retry-After", "1");
    }

    /** A path as it stands in a header: percent-encoded ASCII. */
    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("every path can be encoded", e);
        }
    }

    private Planning.Made checked(WebRequest request) {
        ApiVersions.of(request);
        Planning.Made made = planning.plan(named(request), request.caller().tenant(), DeploymentRequest.read(request.body()));
        planning.check(made.plan(), resources(request));
        return made;
    }

    private LocalResources resources(WebRequest request) {
        return planning.resources(new LocalCalls.Origin(request.caller(), request.clientAddress(), request.requestId(), request.correlationId()));
    }

    private static CloudException active(ResourceId id) {
        return new CloudException(DeploymentError.DEPLOYMENT_ACTIVE, "Unable to edit or replace deployment '" + id.name()
                + "': the previous deployment of this name is still active. Wait for its end, or cancel it.");
    }

    private WebResponse get(WebRequest request) {
        Deployment deployment = find(request);
        return WebResponse.ok(DeploymentRendering.deployment(deployment, store.steps(deployment), world.clock().instant()));
    }

    private WebResponse head(WebRequest request) {
        ApiVersions.of(request);
        return WebResponse.empty(store.find(id(request).key()).isPresent() ? 204 : 404);
    }

    private WebResponse list(WebRequest request) {
        ApiVersions.of(request);
        ResourceId group = ResourceId.tryParse("/subscriptions/" + request.pathValue("subscriptionId") + "/resourceGroups/" + request.pathValue("resourceGroupName"))
                .flatMap(id -> world.resources().find(id)).orElseThrow(() -> new CloudException(ResourceManagerError.RESOURCE_GROUP_NOT_FOUND,
                        "Resource group '" + request.pathValue("resourceGroupName") + "' could not be found.")).id();
        ArrayNode values = Json.MAPPER.createArrayNode();
        Instant now = world.clock().instant();
        store.list(group).forEach(deployment -> values.add(DeploymentRendering.deployment(deployment, store.steps(deployment), now)));
        return WebResponse.ok(Json.object().set("value", values));
    }

    private WebResponse delete(WebRequest request) {
        ApiVersions.of(request);
        if (!store.delete(id(request)) && store.find(id(request).key()).isPresent()) {
            throw active(id(request));
        }
        return WebResponse.empty(204);
    }

    private WebResponse validate(WebRequest request) {
        Planning.Made made = checked(request);
        return WebResponse.ok(DeploymentRendering.validated(named(request), made.plan(), request.correlationId().toString(), world.clock().instant()));
    }

    private WebResponse whatIf(WebRequest request) {
        return WebResponse.ok(WhatIf.changes(checked(request).plan(), resources(request)));
    }

    private WebResponse cancel(WebRequest request) {
        Deployment deployment = find(request);
        if (!store.cancel(deployment.id())) {
            throw new CloudException(DeploymentError.CANNOT_BE_CANCELED, "The deployment '" + deployment.id().name() + "' cannot be canceled: it is in the state '"
                    + deployment.state().text() + "'.");
        }
        return WebResponse.empty(204);
    }

    private WebResponse export(WebRequest request) {
        return WebResponse.ok(Json.object().set("template", planning.open(find(request)).get("template")));
    }

    private WebResponse operations(WebRequest request) {
        Deployment deployment = find(request);
        ArrayNode values = Json.MAPPER.createArrayNode();
        store.steps(deployment).stream().filter(step -> step.state() != Step.State.WAITING).forEach(step -> values.add(DeploymentRendering.operation(deployment, step)));
        return WebResponse.ok(Json.object().set("value", values));
    }

    private WebResponse operation(WebRequest request) {
        Deployment deployment = find(request);
        String wanted = request.pathValue("operationId");
        return store.steps(deployment).stream().filter(step -> DeploymentRendering.operationId(step).equalsIgnoreCase(wanted)).findFirst()
                .map(step -> WebResponse.ok(DeploymentRendering.operation(deployment, step)))
                .orElseThrow(() -> new CloudException(DeploymentError.OPERATION_NOT_FOUND, "The deployment has no operation '" + wanted + "'."));
    }

    private WebResponse status(WebRequest request) {
        Deployment deployment = find(request);
        String wanted = request.pathValue("operationId");
        if (!deployment.run().toString().equalsIgnoreCase(wanted)) {
            throw new CloudException(DeploymentError.OPERATION_NOT_FOUND, "The deployment has no operation '" + wanted + "'; it may have been deployed anew.");
        }
        ObjectNode status = DeploymentRendering.status(deployment);
        return deployment.state().terminal() ? WebResponse.ok(status) : WebResponse.ok(status).header("Retry-After", "1");
    }
}
