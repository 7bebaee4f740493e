package woad.platform.core;

/** Something that the cloud itself stands on is not there at the moment, such as its database or room in it. Who waits and tries again may have more luck. */
public final class UnavailableException extends RuntimeException {
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
