package woad.platform.bytes;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

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

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void nanoseconds(long duration) throws InterruptedException;
    }

    /** At most so many bytes per second, however long a pause there was. For one piece of work at a time. */
    static Pace bytesPerSecond(long rate) {
        return bytesPerSecond(rate, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /** @param nanoTime a clock that never goes back, in nanoseconds */
    static Pace bytesPerSecond(long rate, LongSupplier nanoTime, Pause pause) {
        if (rate < 1) {
            throw new IllegalArgumentException("at least a byte per second, not " + rate);
        }
        return new Pace() {
            private long due = nanoTime.getAsLong();

            @Override
            public void worked(long bytes) throws InterruptedException {
                long now = nanoTime.getAsLong();
                due = Math.max(due, now - TimeUnit.SECONDS.toNanos(1)) + (long) (bytes * 1e9 / rate);
                if (due > now) {
                    pause.nanoseconds(due - now);
                }
            }
        };
    }
}
