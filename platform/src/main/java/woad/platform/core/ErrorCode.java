package woad.platform.core;

/**
 * An error that clients know. Every room lists its own in an enum, so that the catalogue is closed; the service's
 * {@code ErrorFormat} is the one place that maps it to the wire.
 */
public interface ErrorCode {

    /** The HTTP status that clients of this interface expect: 400 to 599, or 304 where the condition of a read does not hold. */
    int status();

    /** The code string of the public contract, for example {@code ResourceGroupNotFound}. */
    String code();
}
