package woad.storage.blob;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import woad.storage.wire.ETag;

/** Moments in whole microseconds, of which no two that this process gives out are the same: what tags and snapshots are made of. */
public final class Moments {
    /** Ticks of 100 ns between the year 1 and the year 1970: tags are counted as Azure's are. */
    private static final long EPOCH_TICKS = 621_355_968_000_000_000L;

    private final InstantSource clock;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);

    public Moments(InstantSource clock) {
        this.clock = clock;
    }

    /** The present time, later than any that was given out before. */
    public Instant next() {
        Instant now = now();
        return last.updateAndGet(before -> now.isAfter(before) ? now : before.plus(1, ChronoUnit.MICROS));
    }

    /** The present time. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The tag of a state that came to be at a moment. */
    public static ETag tag(Instant moment) {
        return new ETag(Math.addExact(EPOCH_TICKS, ChronoUnit.MICROS.between(Instant.EPOCH, moment) * 10));
    }
}
