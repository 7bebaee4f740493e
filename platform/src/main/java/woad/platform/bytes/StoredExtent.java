package woad.platform.bytes;

import java.time.Instant;
import java.util.Objects;

/**
 * An extent as a store lists it; not necessarily a sound one.
 *
 * @param storedBytes what it takes in the store, with what sealing adds
 * @param stored when its last byte was written, by the store's clock, in whole milliseconds
 */
public record StoredExtent(ExtentId id, long storedBytes, Instant stored) {
    public StoredExtent {
        Objects.requireNonNull(id);
        Objects.requireNonNull(stored);
    }
}
