package woad.platform.bytes;

import java.time.Instant;
import java.util.Objects;

/**
 * An extent as a store lists it.
 *
 * @param stored when its last byte was written, by the store's clock, in whole milliseconds
 */
public record StoredExtent(Extent extent, Instant stored) {
    public StoredExtent {
        Objects.requireNonNull(extent);
        Objects.requireNonNull(stored);
    }
}
