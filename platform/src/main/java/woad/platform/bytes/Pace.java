package woad.platform.bytes;

/** Holds back work on bytes that nobody waits for. */
@FunctionalInterface
public interface Pace {
    /** As fast as it goes. */
    Pace UNBOUNDED = bytes -> {};

    /**
     * Called after {@code bytes} more were worked on; returns when the work may go on.
     *
     * @throws InterruptedException where the work shall end
     */
    void worked(long bytes) throws InterruptedException;
}
