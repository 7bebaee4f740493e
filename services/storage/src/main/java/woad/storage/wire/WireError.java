package woad.storage.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.ErrorCode;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;

/** An error before it takes the form of one service: what the platform refuses is put into the words of storage here. */
record WireError(int status, String code, String message) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** @param now written into the message, as Azure does, with the request's id */
    static WireError of(CloudException refusal, WebRequest request, Instant now) {
        ErrorCode error = refusal.error() instanceof CommonError common ? inStorage(common) : refusal.error();
        return new WireError(error.status(), error.code(), refusal.getMessage() + "\nRequestId:" + request.requestId() + "\nTime:" + TIME.format(now));
    }

    /** The answer without its body: for HEAD, and for 304, which has none. */
    WebResponse head() {
        return WebResponse.empty(status).header("x-ms-error-code", code);
    }

    /** Whether a body may go with the answer. */
    boolean hasBody(WebRequest request) {
        return request.method() != Method.HEAD && status != 304;
    }

    /** The whole answer. */
    WebResponse answer(WebRequest request, String contentType, byte[] body) {
        WebResponse head = head();
        return hasBody(request) ? new WebResponse(head.status(), head.headers(), contentType, body) : head;
    }

    private static ErrorCode inStorage(CommonError error) {
        return switch (error) {
            case AUTHENTICATION_FAILED -> StorageError.AUTHENTICATION_FAILED;
            case INVALID_AUTHENTICATION_TOKEN, EXPIRED_AUTHENTICATION_TOKEN -> StorageError.INVALID_AUTHENTICATION_TOKEN;
            case AUTHORIZATION_FAILED -> StorageError.AUTHORIZATION_PERMISSION_MISMATCH;
            case NOT_FOUND -> StorageError.INVALID_URI;
            case METHOD_NOT_ALLOWED -> StorageError.UNSUPPORTED_HTTP_VERB;
            case CONFLICT, MISDIRECTED_REQUEST, REQUEST_TIMEOUT -> error;
            case PRECONDITION_FAILED -> StorageError.CONDITION_NOT_MET;
            case REQUEST_TOO_LARGE -> StorageError.REQUEST_BODY_TOO_LARGE;
            case UNSUPPORTED_MEDIA_TYPE -> StorageError.MEDIA_TYPE_NOT_SUPPORTED;
            case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE -> StorageError.SERVER_BUSY;
            case BAD_REQUEST, INVALID_JSON -> StorageError.INVALID_INPUT;
            case INTERNAL_SERVER_ERROR -> StorageError.INTERNAL_ERROR;
        };
    }
}
