package woad.storage.blob;

import java.util.UUID;

/**
 * The bytes of a blob.
 *
 * @param sealed the bytes as they are kept in the blob's own row; null where they are in {@code storage.blob_extent}
 */
record Content(UUID id, long length, byte[] sealed) {
    boolean hasExtents() {
        return sealed == null;
    }
}
