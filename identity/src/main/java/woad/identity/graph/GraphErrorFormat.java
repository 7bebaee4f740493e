package woad.identity.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import woad.identity.tokens.TokenError;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Json;
import woad.platform.web.ErrorFormat;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** Errors as Microsoft Graph writes them: {@code {"error":{"code","message","innerError":{"date","request-id","client-request-id"}}}}. */
final class GraphErrorFormat implements ErrorFormat {
    private final InstantSource clock;

    GraphErrorFormat(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public WebResponse render(CloudException refusal, WebRequest request) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("code", code(refusal)).put("message", message(refusal, request));
        String clientRequest = request.header("client-request-id").filter(text -> text.matches("[0-9a-fA-F-]{1,64}")).orElse(request.requestId().toString());
        error.putObject("innerError").put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""))
                .put("request-id", request.requestId().toString()).put("client-request-id", clientRequest);
        int status = refusal.error() == CommonError.NOT_FOUND ? 400 : refusal.error().status();
        return WebResponse.json(status, body).header("request-id", request.requestId().toString()).header("client-request-id", clientRequest);
    }

    private static String code(CloudException refusal) {
        if (refusal.error() instanceof TokenError) {
            return "InvalidAuthenticationToken";
        }
        if (refusal.error() instanceof CommonError common) {
            return switch (common) {
                case NOT_FOUND, METHOD_NOT_ALLOWED, BAD_REQUEST, INVALID_JSON, REQUEST_TOO_LARGE, REQUEST_TIMEOUT -> "BadRequest";
                case INTERNAL_SERVER_ERROR -> "Service_InternalServerError";
                case SERVICE_UNAVAILABLE -> "Directory_ServiceUnavailable";
                case TOO_MANY_REQUESTS -> "TooManyRequests";
                case AUTHENTICATION_FAILED, INVALID_AUTHENTICATION_TOKEN, EXPIRED_AUTHENTICATION_TOKEN -> "InvalidAuthenticationToken";
                case AUTHORIZATION_FAILED -> "Authorization_RequestDenied";
                case CONFLICT, PRECONDITION_FAILED, UNSUPPORTED_MEDIA_TYPE, MISDIRECTED_REQUEST -> common.code();
            };
        }
        return refusal.error().code();
    }

    private static String message(CloudException refusal, WebRequest request) {
        if (refusal.error() == CommonError.NOT_FOUND) {
            String path = woad.identity.directory.Names.printable(request.path());
            return "Resource not found for the segment '" + path.substring(path.lastIndexOf('/') + 1) + "'.";
        }
        return refusal.getMessage();
    }
}
