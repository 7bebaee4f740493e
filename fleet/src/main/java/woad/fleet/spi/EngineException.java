package woad.fleet.spi;

/** An engine could not do what it was asked; the message says what and why, without secrets. Trying again is safe. */
public final class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
