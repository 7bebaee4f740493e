package woad.platform.core;

/** Errors that any service may answer. Source: Azure Resource Manager's common error codes. */
public enum CommonError implements ErrorCode {
    AUTHENTICATION_FAILED(401, "AuthenticationFailed"),
    INVALID_AUTHENTICATION_TOKEN(401, "InvalidAuthenticationToken"),
    EXPIRED_AUTHENTICATION_TOKEN(401, "ExpiredAuthenticationToken"),
    AUTHORIZATION_FAILED(403, "AuthorizationFailed"),
    NOT_FOUND(404, "NotFound"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
    CONFLICT(409, "Conflict"),
    PRECONDITION_FAILED(412, "PreconditionFailed"),
    REQUEST_TOO_LARGE(413, "RequestEntityTooLarge"),
    UNSUPPORTED_MEDIA_TYPE(415, "UnsupportedMediaType"),
    MISDIRECTED_REQUEST(421, "MisdirectedRequest"),
    TOO_MANY_REQUESTS(429, "TooManyRequests"),
    BAD_REQUEST(400, "BadRequest"),
    INVALID_JSON(400, "InvalidRequestContent"),
    REQUEST_TIMEOUT(408, "RequestTimeout"),
    INTERNAL_SERVER_ERROR(500, "InternalServerError"),
    SERVICE_UNAVAILABLE(503, "ServiceUnavailable");

    private final int status;
    private final String code;

    CommonError(int status, String code) {
        this.status = status;
        this.code = code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return code;
    }
}
