package woad.platform.web;

import java.io.ByteArrayOutputStream;
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
import woad.platform.core.UnavailableException;

/**
 * The way of every request: host name → endpoint → authenticate → authorise → bounded read → handle → log. Request ids are
 * those of Azure ({@code x-ms-request-id}, {@code x-ms-correlation-request-id}, {@code x-ms-client-request-id}).
 */
final class Pipeline {
    private static final Logger LOG = System.getLogger("woad.requests");
    /** Most bytes that are read and ignored where an operation takes no body. */
    private static final int IGNORED_BODY = 64 << 10;
    private static final String RETRY_SECONDS = "10";

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
        if (answer.headers().stream().noneMatch(h -> h.name().equalsIgnoreCase("x-ms-client-request-id"))) {
            answer = echo(answer, incoming);
        }
        answer = answer.header("x-ms-request-id", requestId.toString())
                .header("x-ms-correlation-request-id", correlationId.toString())
                .header("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
                .header("X-Content-Type-Options", "nosniff");
        log(incoming, requestId, trace, answer.status(), Duration.between(start, clock.instant()));
        return answer;
    }

    private static WebResponse echo(WebResponse answer, Incoming incoming) {
        String clientRequestId = incoming.headers().get("x-ms-client-request-id");
        return clientRequestId != null && clientRequestId.length() <= 128 && "true".equalsIgnoreCase(incoming.headers().get("x-ms-return-client-request-id"))
                ? answer.header("x-ms-client-request-id", clientRequestId) : answer;
    }

    /** What the log says of a request beyond its answer. */
    private static final class Trace {
        private String service = "-";
        private String endpoint = "-";
        private Caller caller;
    }

    private WebResponse route(Incoming incoming, UUID requestId, UUID correlationId, Trace trace) {
        WebRequest request = new WebRequest(Method.of(incoming.method()).orElse(Method.GET), incoming.host(), incoming.rawPath(), incoming.rawPath(), incoming.rawQuery(), Map.of(), Map.of(),
                incoming.headers(), new byte[0], InputStream.nullInputStream(), null, incoming.clientAddress(), incoming.clientCertificate(), requestId, correlationId);
        for (Map.Entry<WebService, Router> entry : services.entrySet()) {
            WebService service = entry.getKey();
            if (service.hosts().stream().anyMatch(h -> h.matches(incoming.host()))) {
                trace.service = service.name();
                return service.finish().finish(request, serve(service, entry.getValue(), incoming, request, trace));
            }
        }
        return Finish.PRIVATE.finish(request, ErrorFormat.ODATA.render(new CloudException(CommonError.MISDIRECTED_REQUEST,
                "No service answers to the host name of this request on this connection. Open a connection of its own to that name."), request));
    }

    private WebResponse serve(WebService service, Router router, Incoming incoming, WebRequest request, Trace trace) {
        try {
            Method method = Method.of(incoming.method()).orElseThrow(() -> new CloudException(CommonError.METHOD_NOT_ALLOWED, "The method is not supported."));
            List<String> path = PathPattern.split(incoming.rawPath()).stream().map(s -> WebRequest.decode(s.replace("+", "%2B"))).toList();
            WebRequest parsed = new WebRequest(method, incoming.host(), "/" + String.join("/", path), incoming.rawPath(), incoming.rawQuery(), Map.of(),
                    lowerCaseNames(WebRequest.parseQuery(incoming.rawQuery())), request.headers(), request.body(), request.stream(), null,
                    request.clientAddress(), request.clientCertificate(), request.requestId(), request.correlationId());
            Router.Found found = router.find(method, path, incoming.rawPath(), parsed.query(), parsed.headers());
            if (method == Method.HEAD && !(found instanceof Router.Found.Match)) {
                Router.Found asGet = router.find(Method.GET, path, incoming.rawPath(), parsed.query(), parsed.headers());
                found = asGet instanceof Router.Found.Match ? asGet : found;
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
        } catch (UnavailableException failure) {
            LOG.log(Level.WARNING, "request " + request.requestId() + " could not be served: " + failure.getMessage());
            return service.errors().render(new CloudException(CommonError.SERVICE_UNAVAILABLE,
                    "The service is not available at the moment. Try again in a few seconds; if it stays so, tell the operator this request id: " + request.requestId() + "."), request)
                    .header("Retry-After", RETRY_SECONDS);
        } catch (Exception failure) {
            LOG.log(Level.ERROR, "request " + request.requestId() + " failed", failure);
            return service.errors().render(new CloudException(CommonError.INTERNAL_SERVER_ERROR,
                    "The request failed unexpectedly. Try again; if it fails again, tell the operator this request id: " + request.requestId() + "."), request);
        }
    }

    private WebResponse run(WebService service, Router.Found.Match match, WebRequest parsed, InputStream body, Trace trace) throws Exception {
        Endpoint endpoint = match.endpoint();
        WebRequest request = parsed.at(match.values());
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
        checkLength(endpoint.bodyLimit(), request);
        return endpoint.handler().handle(endpoint.streams() ? request.with(new BodyStream(body, endpoint.bodyLimit())) : request.with(read(body, endpoint.bodyLimit())));
    }

    private WebResponse refuse(WebService service, CloudException refusal, WebRequest request) {
        WebResponse answer = service.errors().render(refusal, request);
        if (answer.status() == 401 && service.authenticator() != null) {
            String challenge = service.authenticator().challenge(request);
            return challenge == null ? answer : answer.header("WWW-Authenticate", challenge);
        }
        return answer;
    }

    private static void checkLength(long limit, WebRequest request) {
        String declared = request.header("content-length").orElse("0");
        if (!declared.matches("\\d{1,18}")) {
            throw new CloudException(CommonError.BAD_REQUEST, "The Content-Length header is not a number.");
        }
        if (Long.parseLong(declared) > limit && limit > 0) {
            throw BodyStream.tooLarge(limit);
        }
    }

    private static byte[] read(InputStream body, long limit) {
        BodyStream bounded = new BodyStream(body, Math.max(limit, IGNORED_BODY));
        var read = new ByteArrayOutputStream();
        byte[] chunk = new byte[16 * 1024];
        for (int count = bounded.read(chunk, 0, chunk.length); count >= 0; count = bounded.read(chunk, 0, chunk.length)) {
            read.write(chunk, 0, count);
        }
        return limit == 0 ? new byte[0] : read.toByteArray();
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
