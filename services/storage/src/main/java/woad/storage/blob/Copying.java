package woad.storage.blob;

import java.time.Instant;

/**
 * The latest copy of which a blob was the destination.
 *
 * @param status {@code success}, {@code pending}, {@code aborted} or {@code failed}
 * @param source URL, without its signature
 * @param total  bytes of the source
 */
record Copying(String id, String status, String source, long copied, long total, Instant completedAt) {}
