package woad.storage.blob;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import woad.storage.wire.ETag;

/**
 * One state of a blob: the present one, a snapshot, a version, or a soft-deleted one.
 *
 * @param current        whether it is the present one
 * @param moment         what tells it from other states that are not present; null for the present one, and for the last of a deleted blob
 * @param sequenceNumber of a page blob, otherwise null
 * @param blockCount     of an append blob, otherwise null
 * @param appendSealed   whether nothing more may be appended; null unless it is an append blob
 * @param copy           null where it is not the destination of a copy
 */
record Blob(UUID container, String name, boolean current, Instant moment, BlobType type, ETag etag, Instant createdAt, Instant lastModified, Content content,
            HttpProperties http, SortedMap<String, String> metadata, SortedMap<String, String> tags, Tiering tiering, Long sequenceNumber, Integer blockCount,
            Boolean appendSealed, Copying copy, Lease lease, Kept kept, Immutability immutability) {

    /** The same, changed at a moment: with a new tag and time. */
    Blob changed(Instant now) {
        ETag tag = new ETag(Math.max(Moments.tag(now).value(), etag.value() + 1));
        return new Blob(container, name, current, moment, type, tag, createdAt, now, content, http, metadata, tags, tiering, sequenceNumber, blockCount,
                appendSealed, copy, lease.afterChange(now), kept, immutability);
    }

    Blob with(HttpProperties other) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, other, metadata, tags, tiering, sequenceNumber, blockCount,
                appendSealed, copy, lease, kept, immutability);
    }

    Blob with(Content other) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, other, http, metadata, tags, tiering, sequenceNumber, blockCount,
                appendSealed, copy, lease, kept, immutability);
    }

    Blob withMetadata(SortedMap<String, String> other) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, http, other, tags, tiering, sequenceNumber, blockCount,
                appendSealed, copy, lease, kept, immutability);
    }

    Blob withTags(SortedMap<String, String> other) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, http, metadata, other, tiering, sequenceNumber, blockCount,
                appendSealed, copy, lease, kept, immutability);
    }

    Blob with(Tiering other) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, http, metadata, tags, other, sequenceNumber, blockCount,
                appendSealed, copy, lease, kept, immutability);
    }

    Blob withSequenceNumber(long number) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, http, metadata, tags, tiering, number, blockCount,
                appendSealed, copy, lease, kept, immutability);
    }

    Blob withBlocks(int count, boolean closed) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, http, metadata, tags, tiering, sequenceNumber, count,
                closed, copy, lease, kept, immutability);
    }

    Blob with(Copying other) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, http, metadata, tags, tiering, sequenceNumber, blockCount,
                appendSealed, other, lease, kept, immutability);
    }

    Blob with(Lease other) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, http, metadata, tags, tiering, sequenceNumber, blockCount,
                appendSealed, copy, other, kept, immutability);
    }

    Blob with(Immutability other) {
        return new Blob(container, name, current, moment, type, etag, createdAt, lastModified, content, http, metadata, tags, tiering, sequenceNumber, blockCount,
                appendSealed, copy, lease, kept, other);
    }

    /** The same as a state that is not present. @param at what tells it from others; null for the last state of a deleted blob */
    Blob past(Instant at, Kept as) {
        return new Blob(container, name, false, at, type, etag, createdAt, lastModified, content, http, metadata, tags, tiering, sequenceNumber, blockCount,
                appendSealed, copy, Lease.NONE, as, immutability);
    }

    /** The same as the present state. */
    Blob present(Kept as) {
        return new Blob(container, name, true, null, type, etag, createdAt, lastModified, content, http, metadata, tags, tiering, sequenceNumber, blockCount,
                appendSealed, copy, lease, as, immutability);
    }

    boolean isSnapshot() {
        return kept.snapshot() != null;
    }

    boolean isDeleted() {
        return kept.deletedAt() != null;
    }
}
