package woad.storage.blob;

import java.util.UUID;

/**
 * A run of bytes as it was taken in.
 *
 * @param id     of the extent in the store, where it is not sealed
 * @param sealed the bytes where they are few; null where they are in the store
 */
record Piece(UUID id, long length, byte[] sealed, Checksums.Found checksums) {
    /** The extent in the store, or null. */
    UUID extent() {
        return sealed == null ? id : null;
    }
}
