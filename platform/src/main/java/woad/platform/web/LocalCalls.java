package woad.platform.web;

import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;

/**
 * Calls of a service's endpoints from inside the process, on behalf of a caller whose credential was proven before. Permissions are
 * checked as for a request from outside, so that there is no second way to change the world.
 */
public final class LocalCalls {
    private final WebService service;
    private final Router router;

    public LocalCalls(WebService service) {
        this.service = service;
        this.router = new Router(service.endpoints());
    }

    /** Whose call it is and what it belongs to. */
    public record Origin(Caller caller, String clientAddress, UUID requestId, UUID correlationId) {}

    /**
     * Calls an endpoint.
     *
     * @param path  decoded, without a query
     * @param query names in any letter case
     * @throws CloudException the endpoint's refusal
     */
    public WebResponse call(Origin origin, Method method, String path, Map<String, String> query, byte[] body) throws Exception {
        Router.Found.Match match = find(method, path);
        WebRequest request = request(match, origin, method, path, query, body);
        authorise(match.endpoint(), request);
        return match.endpoint().handler().handle(request);
    }

    /**
     * Checks whether a call would be allowed.
     *
     * @return whether the endpoint names a permission (which the caller then has); otherwise only calling it tells
     * @throws CloudException where it would be refused
     */
    public boolean permits(Origin origin, Method method, String path) {
        Router.Found.Match match = find(method, path);
        authorise(match.endpoint(), request(match, origin, method, path, Map.of(), new byte[0]));
        return match.endpoint().access() instanceof Access.Permission;
    }

    private Router.Found.Match find(Method method, String path) {
        return switch (router.find(method, PathPattern.split(path), path, Map.of(), Map.of())) {
            case Router.Found.Match match -> match;
            case Router.Found.OtherMethods others -> throw new CloudException(CommonError.METHOD_NOT_ALLOWED, "The method " + method + " is not supported at '" + path + "'.");
            case Router.Found.Nothing nothing -> throw new CloudException(CommonError.NOT_FOUND, "There is nothing at '" + path + "'.");
        };
    }

    private WebRequest request(Router.Found.Match match, Origin origin, Method method, String path, Map<String, String> query, byte[] body) {
        Map<String, String> lower = new TreeMap<>();
        query.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return new WebRequest(method, service.name(), "/" + String.join("/", PathPattern.split(path)), path, "", match.values(), lower, Map.of(), body,
                InputStream.nullInputStream(), origin.caller(), origin.clientAddress(), null, origin.requestId(), origin.correlationId());
    }

    private void authorise(Endpoint endpoint, WebRequest request) {
        switch (endpoint.access()) {
            case Access.Open open -> { }
            case Access.SignedIn signedIn -> { }
            case Access.Permission permission -> service.authoriser().authorise(request.caller(), permission.action(), permission.scope().apply(request));
        }
    }
}
