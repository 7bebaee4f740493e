package woad.platform.bytes;

import java.time.Instant;
import java.util.Objects;

/**
 * An extent as a store lists it.
 *
 * @param stored when storing it began, by the store's clock, in whole milliseconds
 */
public record StoredExtent(ExtentId id, Instant stored) {
    public StoredExtent {
        Objects.requireNonNull(id);
        Objects.requireNonNull(stored);
    }
}
