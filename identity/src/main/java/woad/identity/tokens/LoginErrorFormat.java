package woad.identity.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Guid;
import woad.platform.core.Json;
import woad.platform.web.ErrorFormat;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** Errors of the sign-in service as Microsoft Entra writes them: {@code error}, {@code error_description: "AADSTS…"}, {@code error_codes}, ids. */
public final class LoginErrorFormat implements ErrorFormat {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final String loginUrl;
    private final InstantSource clock;

    public LoginErrorFormat(String loginUrl, InstantSource clock) {
        this.loginUrl = loginUrl;
        this.clock = clock;
    }

    @Override
    public WebResponse render(CloudException refusal, WebRequest request) {
        LoginError error = errorOf(refusal);
        return WebResponse.json(error.status(), body(error, refusal.getMessage(), request));
    }

    /** The body of an error; the description carries the ids that the operator's log has. */
    public ObjectNode body(LoginError error, String message, WebRequest request) {
        UUID correlation = correlation(request);
        String time = TIME.format(clock.instant());
        ObjectNode body = Json.object().put("error", error.code())
                .put("error_description", "AADSTS" + error.number() + ": " + message + " Trace ID: " + request.requestId()
                        + " Correlation ID: " + correlation + " Timestamp: " + time);
        body.putArray("error_codes").add(error.number());
        return body.put("timestamp", time).put("trace_id", request.requestId().toString()).put("correlation_id", correlation.toString())
                .put("error_uri", loginUrl + "/error?code=" + error.number());
    }

    /** The id that a client gave ({@code client-request-id}), else the request's own. */
    public static UUID correlation(WebRequest request) {
        String given = request.header("client-request-id").or(() -> request.queryValue("client-request-id")).orElse("");
        return Guid.matches(given) ? Guid.parse(given) : request.correlationId();
    }

    /** The sign-in error that a refusal is, or the nearest where the pipeline refused. */
    public static LoginError errorOf(CloudException refusal) {
        if (refusal.error() instanceof LoginError error) {
            return error;
        }
        if (refusal.error() instanceof CommonError common) {
            return switch (common) {
                case METHOD_NOT_ALLOWED -> LoginError.WRONG_METHOD;
                case NOT_FOUND -> LoginError.NOT_FOUND;
                case REQUEST_TOO_LARGE -> LoginError.TOO_LARGE;
                case INTERNAL_SERVER_ERROR, SERVICE_UNAVAILABLE -> LoginError.FAILED;
                case AUTHENTICATION_FAILED, INVALID_AUTHENTICATION_TOKEN, EXPIRED_AUTHENTICATION_TOKEN, AUTHORIZATION_FAILED, CONFLICT,
                     PRECONDITION_FAILED, UNSUPPORTED_MEDIA_TYPE, MISDIRECTED_REQUEST, TOO_MANY_REQUESTS, BAD_REQUEST, INVALID_JSON,
                     REQUEST_TIMEOUT -> LoginError.MALFORMED;
            };
        }
        return LoginError.MALFORMED;
    }
}
