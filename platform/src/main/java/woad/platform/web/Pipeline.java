package woad.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Guid;
import woad.platform.core.Ids;

/**
 * The way of every request: host name → endpoint → authenticate → authorise → bounded read → handle → log. Request ids are
 * those of Azure ({@code x-ms-request-id}, {@code x-ms-correlation-request-id}, {@code x-ms-client-request-id}).
 */
final class Pipeline {
    private static final Logger LOG = System.getLogger("woad.requests");
    private static final Duration BODY_DEADLINE = Duration.ofSeconds(60);

    private final Map<WebService, Router> services = new LinkedHashMap<>();
    private final Ids ids;
    private final InstantSource clock;

    /** A request as it came from the wire; {@code host} is in lower case and has no port. */
    record Incoming(String method, String host, String rawPath, String rawQuery, Map<String, String> headers,
                    String clientAddress, X509Certificate clientCertificate, InputStream body) {}

    Pipeline(Listener listener, Ids ids, InstantSource clock) {
        listener.services().forEach(service -> services.put(service, new Router(service.endpoints())));
        this.ids = ids;
        this.clock = clock;
    }

    WebResponse answer(Incoming incoming) {
        Instant start = clock.instant();
        UUID requestId = ids.guid();
        String correlation = incoming.headers().get("x-ms-correlation-request-id");
        UUID correlationId = Guid.matches(correlation) ? UUID.fromString(correlation) : requestId;
        Trace trace = new Trace();
        WebResponse answer = route(incoming, requestId, correlationId, trace);
        answer = answer.header("x-ms-request-id", requestId.toString())
                .header("x-ms-correlation-request-id", correlationId.toString())
                .header("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
                .header("X-Content-Type-Options", "nosniff");
        String clientRequestId = incoming.headers().get("x-ms-client-request-id");
        if (clientRequestId != null && clientRequestId.length() <= 128
                && "true".equalsIgnoreCase(incoming.headers().get("x-ms-return-client-request-id"))) {
            answer = answer.header("x-ms-client-request-id", clientRequestId);
        }
        if (answer.headers().stream().noneMatch(h -> h.name().equalsIgnoreCase("Cache-Control"))) {
            answer = answer.header("Cache-Control", "no-store");
        }
        log(incoming, requestId, trace, answer.status(), Duration.between(start, clock.instant()));
        return answer;
    }

    /** What the log says of a request beyond its answer. */
    private static final class Trace {
        private String service = "-";
        private String endpoint = "-";
        private Caller caller;
    }

    private WebResponse route(Incoming incoming, UUID requestId, UUID correlationId, Trace trace) {
        WebRequest request = new WebRequest(Method.GET, incoming.host(), incoming.rawPath(), Map.of(), Map.of(), incoming.headers(),
                new byte[0], null, incoming.clientAddress(), incoming.clientCertificate(), requestId, correlationId);
        for (Map.Entry<WebService, Router> entry : services.entrySet()) {
            WebService service = entry.getKey();
            if (service.hosts().stream().anyMatch(h -> h.matches(incoming.host()))) {
                trace.service = service.name();
                return serve(service, entry.getValue(), incoming, request, trace);
            }
        }
        return ErrorFormat.ODATA.render(new CloudException(CommonError.MISDIRECTED_REQUEST,
                "No service answers to the host name of this request on this connection. Open a connection of its own to that name."), request);
    }

    private WebResponse serve(WebService service, Router router, Incoming incoming, WebRequest request, Trace trace) {
        try {
            Method method = method(incoming.method());
            List<String> path = PathPattern.split(incoming.rawPath()).stream().map(s -> WebRequest.decode(s.replace("+", "%2B"))).toList();
            WebRequest parsed = new WebRequest(method, incoming.host(), "/" + String.join("/", path), Map.of(),
                    lowerCaseNames(WebRequest.parseQuery(incoming.rawQuery())), request.headers(), request.body(), null,
                    request.clientAddress(), request.clientCertificate(), request.requestId(), request.correlationId());
            Router.Found found = router.find(method, path);
            if (found instanceof Router.Found.Nothing && method == Method.HEAD) {
                found = router.find(Method.GET, path);
            }
            if (found instanceof Router.Found.OtherMethods other && method == Method.HEAD && other.allowed().contains(Method.GET)) {
                found = router.find(Method.GET, path);
            }
            return switch (found) {
                case Router.Found.Match match -> {
                    trace.endpoint = match.endpoint().name();
                    yield run(service, match, parsed, incoming.body(), trace);
                }
                case Router.Found.OtherMethods other -> service.errors().render(new CloudException(CommonError.METHOD_NOT_ALLOWED,
                        "The method " + method + " is not supported here."), parsed).header("Allow",
                        other.allowed().stream().map(Method::name).collect(Collectors.joining(", ")));
                case Router.Found.Nothing nothing -> service.errors().render(new CloudException(CommonError.NOT_FOUND,
                        "There is nothing at this path."), parsed);
            };
        } catch (CloudException refusal) {
            return refuse(service, refusal, request);
        } catch (Exception failure) {
            LOG.log(Level.ERROR, "request " + request.requestId() + " failed", failure);
            return service.errors().render(new CloudException(CommonError.INTERNAL_SERVER_ERROR,
                    "The request failed unexpectedly. Try again; if it fails again, tell the operator this request id: " + request.requestId() + "."), request);
        }
    }

    private WebResponse run(WebService service, Router.Found.Match match, WebRequest parsed, InputStream body, Trace trace) throws Exception {
        Endpoint endpoint = match.endpoint();
        WebRequest request = new WebRequest(parsed.method(), parsed.host(), parsed.path(), match.values(), parsed.query(), parsed.headers(),
                parsed.body(), null, parsed.clientAddress(), parsed.clientCertificate(), parsed.requestId(), parsed.correlationId());
        switch (endpoint.access()) {
            case Access.Open open -> { }
            case Access.SignedIn signedIn -> request = request.with(service.authenticator().authenticate(request));
            case Access.Permission permission -> {
                request = request.with(service.authenticator().authenticate(request));
                trace.caller = request.caller();
                service.authoriser().authorise(request.caller(), permission.action(), permission.scope().apply(request));
            }
        }
        trace.caller = request.caller();
        return endpoint.handler().handle(request.with(read(body, endpoint.bodyLimit(), request)));
    }

    private WebResponse refuse(WebService service, CloudException refusal, WebRequest request) {
        WebResponse answer = service.errors().render(refusal, request);
        if (answer.status() == 401 && service.authenticator() != null) {
            String challenge = service.authenticator().challenge(request);
            return challenge == null ? answer : answer.header("WWW-Authenticate", challenge);
        }
        return answer;
    }

    private byte[] read(InputStream body, long limit, WebRequest request) throws IOException {
        String declared = request.header("content-length").orElse("0");
        if (!declared.matches("\\d{1,18}")) {
            throw new CloudException(CommonError.BAD_REQUEST, "The Content-Length header is not a number.");
        }
        if (Long.parseLong(declared) > limit && limit > 0) {
            throw tooLarge(limit);
        }
        Instant deadline = clock.instant().plus(BODY_DEADLINE);
        var read = new java.io.ByteArrayOutputStream();
        byte[] chunk = new byte[16 * 1024];
        while (true) {
            int count;
            try {
                count = body.read(chunk);
            } catch (java.io.UncheckedIOException | java.net.SocketTimeoutException e) {
                throw new CloudException(CommonError.REQUEST_TIMEOUT, "The request body did not arrive in time.", e);
            }
            if (count < 0) {
                break;
            }
            read.write(chunk, 0, count);
            if (read.size() > Math.max(limit, 64 * 1024)) {
                throw tooLarge(limit);
            }
            if (clock.instant().isAfter(deadline)) {
                throw new CloudException(CommonError.REQUEST_TIMEOUT, "The request body did not arrive within " + BODY_DEADLINE.toSeconds() + " seconds.");
            }
        }
        return limit == 0 ? new byte[0] : read.toByteArray();
    }

    private static CloudException tooLarge(long limit) {
        return new CloudException(CommonError.REQUEST_TOO_LARGE, "The request body is larger than " + limit + " bytes.");
    }

    private static Method method(String text) {
        try {
            return Method.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new CloudException(CommonError.METHOD_NOT_ALLOWED, "The method is not supported.", e);
        }
    }

    private static Map<String, String> lowerCaseNames(Map<String, String> query) {
        Map<String, String> lower = new HashMap<>();
        query.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private void log(Incoming incoming, UUID requestId, Trace trace, int status, Duration took) {
        if (LOG.isLoggable(Level.INFO)) {
            Caller caller = trace.caller;
            LOG.log(Level.INFO, "%s %s %s %d %dms from=%s tenant=%s principal=%s id=%s".formatted(trace.service, incoming.method(),
                    trace.endpoint.equals("-") ? "-" : trace.endpoint + " " + safe(incoming.rawPath()), status, took.toMillis(),
                    incoming.clientAddress(), caller == null ? "-" : caller.tenant(), caller == null ? "-" : caller.principal(), requestId));
        }
    }

    private static String safe(String path) {
        return path.length() > 300 ? path.substring(0, 300) + "…" : path;
    }
}
