package woad.platform.bytes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads everything that a store keeps through, slice by slice, and says what is no longer as it was written. */
public final class Scrubber {
    private static final Logger LOG = System.getLogger("woad.scrub");
    private static final int SLICE = 256;
    /** How many damaged extents a report names; a broken device may have millions. */
    static final int NAMED = 1000;

    private final ObjectBytes bytes;
    private final Pace pace;
    private final InstantSource clock;
    private volatile Optional<Pass> latest = Optional.empty();

    /**
     * What one walk over the whole store found.
     *
     * @param extents how many were read through
     * @param bytes how many bytes were read
     * @param damagedExtents how many of the extents are damaged
     * @param damaged the first of those, at most 1,000
     */
    public record Pass(Instant started, Instant ended, long extents, long bytes, long damagedExtents, List<ScrubReport.Damage> damaged) {
        public Pass {
            damaged = List.copyOf(damaged);
        }
    }

    /** @param pace bounds how fast it reads */
    public Scrubber(ObjectBytes bytes, Pace pace, InstantSource clock) {
        this.bytes = bytes;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Walks over the whole store once, and logs each damaged extent as it is found.
     *
     * @throws InterruptedException where the thread is to end; the walk begins anew next time
     */
    public Pass pass() throws InterruptedException {
        Instant started = clock.instant();
        long extents = 0;
        long read = 0;
        long damagedExtents = 0;
        List<ScrubReport.Damage> named = new ArrayList<>();
        Optional<ExtentId> after = Optional.empty();
        do {
            ScrubReport slice = bytes.scrub(after, SLICE, pace);
            extents += slice.extents();
            read += slice.bytes();
            damagedExtents += slice.damaged().size();
            for (ScrubReport.Damage damage : slice.damaged()) {
                LOG.log(Level.ERROR, "extent " + damage.id() + " is damaged: " + damage.finding());
                if (named.size() < NAMED) {
                    named.add(damage);
                }
            }
            after = slice.last();
        } while (after.isPresent());
        Pass pass = new Pass(started, clock.instant(), extents, read, damagedExtents, named);
        latest = Optional.of(pass);
        LOG.log(damagedExtents == 0 ? Level.INFO : Level.ERROR,
                "scrubbed " + extents + " extents, " + read + " bytes: " + damagedExtents + " damaged");
        return pass;
    }

    /** The latest walk that came to its end; empty before the first. */
    public Optional<Pass> latest() {
        return latest;
    }
}
