package woad.storage.blob;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import woad.storage.access.PublicAccess;
import woad.storage.wire.ETag;
import woad.storage.wire.SignedIdentifier;

/**
 * A container at one moment.
 *
 * @param account the id of its account
 * @param deleted null where it is not soft-deleted
 */
public record Container(UUID id, UUID account, String name, ETag etag, Instant lastModified, SortedMap<String, String> metadata, PublicAccess publicAccess,
                        List<SignedIdentifier> policies, Lease lease, Deleted deleted) {
    public Container {
        policies = List.copyOf(policies);
    }

    /**
     * That a container was soft-deleted.
     *
     * @param version tells it from others of its name
     * @param purgeAt when it goes for good
     */
    public record Deleted(Instant at, String version, Instant purgeAt) {}

    /** The same in a new state. */
    Container changed(Instant moment) {
        ETag tag = new ETag(Math.max(Moments.tag(moment).value(), etag.value() + 1));
        return new Container(id, account, name, tag, moment, metadata, publicAccess, policies, lease, deleted);
    }

    Container with(SortedMap<String, String> other) {
        return new Container(id, account, name, etag, lastModified, other, publicAccess, policies, lease, deleted);
    }

    Container with(PublicAccess access, List<SignedIdentifier> stored) {
        return new Container(id, account, name, etag, lastModified, metadata, access, stored, lease, deleted);
    }

    Container with(Lease other) {
        return new Container(id, account, name, etag, lastModified, metadata, publicAccess, policies, other, deleted);
    }
}
