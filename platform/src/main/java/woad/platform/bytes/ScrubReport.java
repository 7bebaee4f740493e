package woad.platform.bytes;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a scrub found.
 *
 * @param extents how many were read through, the damaged ones included
 * @param bytes how many bytes were read from the device
 * @param damaged those that are not as they were written
 * @param last the last extent looked at, after which the next slice begins; empty where there was none, which is the end
 */
public record ScrubReport(long extents, long bytes, List<Damage> damaged, Optional<ExtentId> last) {

    /** @param finding what is wrong, for an operator */
    public record Damage(ExtentId id, String finding) {}

    public ScrubReport {
        Objects.requireNonNull(last);
        damaged = List.copyOf(damaged);
    }
}
