package woad.platform.bytes;

import java.util.Objects;

/**
 * An immutable run of bytes that a store keeps.
 *
 * @param length the number of its bytes as the caller gave them, from 0
 */
public record Extent(ExtentId id, long length) {
    public Extent {
        Objects.requireNonNull(id);
        if (length < 0) {
            throw new IllegalArgumentException("an extent has no negative length: " + length);
        }
    }
}
