package woad.storage.blob;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import woad.platform.web.WebResponse;
import woad.storage.access.PublicAccess;
import woad.storage.account.Account;
import woad.storage.account.AccountKind;
import woad.storage.wire.ETag;
import woad.storage.wire.HttpDates;
import woad.storage.wire.MetadataHeaders;

/** Writes what answers of the blob service have in common. */
final class Answers {
    private Answers() {}

    /** With the tag and the time of a state. */
    static WebResponse tagged(WebResponse answer, ETag etag, Instant lastModified) {
        return answer.header("ETag", etag.toString()).header("Last-Modified", HttpDates.format(lastModified));
    }

    /** After a write of a blob. */
    static WebResponse written(int status, Blob blob) {
        WebResponse answer = tagged(WebResponse.empty(status), blob.etag(), blob.lastModified()).header("x-ms-request-server-encrypted", "true");
        return blob.kept().version() == null ? answer : answer.header("x-ms-version-id", BlobReference.format(blob.kept().version()));
    }

    /** The properties of a container. */
    static WebResponse container(Container container, Instant now) {
        WebResponse answer = lease(tagged(WebResponse.empty(200), container.etag(), container.lastModified()), container.lease(), now)
                .header("x-ms-has-immutability-policy", "false").header("x-ms-has-legal-hold", "false")
                .header("x-ms-immutable-storage-with-versioning-enabled", "false")
                .header("x-ms-default-encryption-scope", "$account-encryption-key").header("x-ms-deny-encryption-scope-override", "false");
        return MetadataHeaders.write(openness(answer, container), container.metadata());
    }

    /** How far a container is open to anybody, where it is. */
    static WebResponse openness(WebResponse answer, Container container) {
        return container.publicAccess() == PublicAccess.NONE ? answer : answer.header("x-ms-blob-public-access", text(container.publicAccess()));
    }

    static String text(PublicAccess access) {
        return access.name().toLowerCase(Locale.ROOT);
    }

    private static WebResponse lease(WebResponse answer, Lease lease, Instant now) {
        WebResponse more = answer.header("x-ms-lease-status", status(lease, now)).header("x-ms-lease-state", state(lease, now));
        String duration = duration(lease, now);
        return duration == null ? more : more.header("x-ms-lease-duration", duration);
    }

    static String status(Lease lease, Instant now) {
        return lease.isActive(now) ? "locked" : "unlocked";
    }

    static String state(Lease lease, Instant now) {
        return lease.state(now).name().toLowerCase(Locale.ROOT);
    }

    /** Only shown while the lease is held. */
    static String duration(Lease lease, Instant now) {
        return lease.state(now) == Lease.State.LEASED ? lease.seconds() == null ? "infinite" : "fixed" : null;
    }

    /** What a read of a blob says beside its bytes and their type. @param overrides headers that the caller's signature demands */
    static WebResponse blob(WebResponse start, Blob blob, Instant now, Map<String, String> overrides) {
        HttpProperties http = blob.http();
        WebResponse answer = tagged(start, blob.etag(), blob.lastModified()).header("Accept-Ranges", "bytes")
                .header("x-ms-creation-time", HttpDates.format(blob.createdAt())).header("x-ms-blob-type", blob.type().text())
                .header("x-ms-server-encrypted", "true");
        answer = optional(answer, "Content-Encoding", overrides.getOrDefault("Content-Encoding", http.encoding()));
        answer = optional(answer, "Content-Language", overrides.getOrDefault("Content-Language", http.language()));
        answer = optional(answer, "Content-Disposition", overrides.getOrDefault("Content-Disposition", http.disposition()));
        answer = optional(answer, "Cache-Control", overrides.getOrDefault("Cache-Control", http.cacheControl()));
        if (!blob.isSnapshot() && (blob.current() || blob.kept().version() == null)) {
            answer = lease(answer, blob.lease(), now);
        }
        if (blob.kept().version() != null) {
            answer = answer.header("x-ms-version-id", BlobReference.format(blob.kept().version()));
            answer = blob.current() ? answer.header("x-ms-is-current-version", "true") : answer;
        }
        answer = optional(answer, "x-ms-tag-count", blob.tags().isEmpty() ? null : blob.tags().size());
        answer = optional(answer, "x-ms-blob-sequence-number", blob.sequenceNumber());
        answer = optional(answer, "x-ms-blob-committed-block-count", blob.blockCount());
        answer = Boolean.TRUE.equals(blob.appendSealed()) ? answer.header("x-ms-blob-sealed", "true") : answer;
        return MetadataHeaders.write(immutability(copy(answer, blob.copy()), blob.immutability()), blob.metadata());
    }

    private static WebResponse copy(WebResponse answer, Copying copy) {
        if (copy == null) {
            return answer;
        }
        WebResponse more = answer.header("x-ms-copy-id", copy.id()).header("x-ms-copy-source", copy.source()).header("x-ms-copy-status", copy.status())
                .header("x-ms-copy-progress", copy.copied() + "/" + copy.total());
        return copy.completedAt() == null ? more : more.header("x-ms-copy-completion-time", HttpDates.format(copy.completedAt()));
    }

    private static WebResponse immutability(WebResponse answer, Immutability immutability) {
        WebResponse more = immutability.until() == null ? answer : answer.header("x-ms-immutability-policy-until-date", HttpDates.format(immutability.until()))
                .header("x-ms-immutability-policy-mode", immutability.mode().name().toLowerCase(Locale.ROOT));
        return immutability.legalHold() ? more.header("x-ms-legal-hold", "true") : more;
    }

    /** The tier of a block blob, as Get Blob Properties says it. */
    static WebResponse tier(WebResponse answer, Account account, Blob blob) {
        if (blob.type() != BlobType.BLOCK || account.kind() == AccountKind.STORAGE) {
            return answer;
        }
        Tiering tiering = blob.tiering();
        WebResponse more = answer.header("x-ms-access-tier", tiering.tier() == null ? accountTier(account) : tiering.tier().text());
        more = tiering.tier() == null ? more.header("x-ms-access-tier-inferred", "true") : more;
        more = tiering.changedAt() == null ? more : more.header("x-ms-access-tier-change-time", HttpDates.format(tiering.changedAt()));
        return tiering.rehydrateTo() == null ? more : more.header("x-ms-archive-status", archiveStatus(tiering)).header("x-ms-rehydrate-priority", tiering.priority());
    }

    static String archiveStatus(Tiering tiering) {
        return "rehydrate-pending-to-" + tiering.rehydrateTo().text().toLowerCase(Locale.ROOT);
    }

    /** The tier of blobs that were given none. */
    static String accountTier(Account account) {
        var tier = account.settings().accessTier();
        return tier == null ? Tier.HOT.text() : tier.name().charAt(0) + tier.name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** Whole days until what was soft-deleted goes for good. */
    static long remainingDays(Instant purgeAt, Instant now) {
        return Math.max(0, Duration.between(now, purgeAt).toDays());
    }

    /** With the checksum of what was sent: the one that the client sent, or else the CRC-64. */
    static WebResponse summed(WebResponse answer, Checksums.Found found) {
        return found.md5() != null ? answer.header("Content-MD5", BlobRequests.md5(found.md5())) : answer.header("x-ms-content-crc64", BlobRequests.crc64(found.crc64()));
    }

    static WebResponse optional(WebResponse answer, String name, Object value) {
        return value == null ? answer : answer.header(name, value.toString());
    }
}
