package woad.resources.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Json;
import woad.platform.web.LocalCalls;
import woad.platform.web.Method;
import woad.platform.web.WebResponse;
import woad.resources.deployments.template.expression.RuntimeContext;

/** The resources as the deployment's caller may see and change them. */
final class LocalResources implements RuntimeContext {
    private static final int MISSING = 404;

    private final LocalCalls calls;
    private final LocalCalls.Origin origin;

    LocalResources(LocalCalls calls, LocalCalls.Origin origin) {
        this.calls = calls;
        this.origin = origin;
    }

    /** An answer's status, JSON body (or null) and the address at which its operation is polled. */
    record Answer(int status, JsonNode body, Optional<String> operation) {}

    Answer call(Method method, String path, Map<String, String> query, JsonNode body) {
        WebResponse response;
        try {
            response = calls.call(origin, method, path, query, body == null ? new byte[0] : Json.bytes(body));
        } catch (CloudException refusal) {
            throw refusal;
        } catch (Exception e) {
            throw new CloudException(CommonError.INTERNAL_SERVER_ERROR, "The request to '" + path + "' failed unexpectedly.", e);
        }
        JsonNode answer = response.body() == null || response.body().length == 0 ? null : Json.parse(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
        return new Answer(response.status(), answer, header(response, "Azure-AsyncOperation").or(() -> response.status() == 202 ? header(response, "Location") : Optional.empty()));
    }

    private static Optional<String> header(WebResponse response, String name) {
        return response.headers().stream().filter(h -> h.name().equalsIgnoreCase(name)).map(WebResponse.Header::value).findFirst();
    }

    @Override
    public JsonNode resource(String resourceId, String apiVersion) {
        return call(Method.GET, resourceId, Map.of("api-version", apiVersion), null).body();
    }

    /** The resource, or nothing where there is none. */
    Optional<JsonNode> find(String resourceId, String apiVersion) {
        try {
            return Optional.ofNullable(resource(resourceId, apiVersion));
        } catch (CloudException e) {
            if (e.error().status() == MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public JsonNode invoke(String resourceId, String action, String apiVersion, JsonNode body) {
        return call(Method.POST, resourceId + "/" + action, Map.of("api-version", apiVersion), body).body();
    }

    /** Refuses where the caller may not write a resource, or where there is no such type. */
    void checkWrite(String resourceId) {
        if (!calls.permits(origin, Method.PUT, resourceId)) {
            call(Method.PUT, resourceId, Map.of("api-version", "2024-01-01"), Json.object());
        }
    }
}
