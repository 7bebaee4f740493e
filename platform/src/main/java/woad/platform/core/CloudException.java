package woad.platform.core;

import java.util.List;

/** A refusal or failure that goes to the client as it stands; the message says what is wrong and what to do, without secrets. */
public final class CloudException extends RuntimeException {
    private final ErrorCode error;
    private final String target;
    private final List<Detail> details;

    /** One of several causes. */
    public record Detail(String code, String target, String message) {}

    public CloudException(ErrorCode error, String message) {
        this(error, message, null, List.of());
    }

    public CloudException(ErrorCode error, String message, Throwable cause) {
        this(error, message, null, List.of());
        initCause(cause);
    }

    /** @param target the property or resource that is wrong, or null */
    public CloudException(ErrorCode error, String message, String target, List<Detail> details) {
        super(message);
        this.error = error;
        this.target = target;
        this.details = List.copyOf(details);
    }

    public ErrorCode error() {
        return error;
    }

    public String target() {
        return target;
    }

    public List<Detail> details() {
        return details;
    }
}
