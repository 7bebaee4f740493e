package woad.storage.blob;

import static woad.storage.StorageError.CONDITION_NOT_MET;

import java.util.UUID;
import woad.storage.wire.Conditions;

/**
 * What a request demands of the state it meets, beside that there is one.
 *
 * @param lease the lease that the request names, or null
 * @param tags  what its tags must meet, or null
 */
record Demand(Conditions conditions, UUID lease, TagExpression tags) {
    /** Nothing. */
    static final Demand NONE = new Demand(Conditions.NONE, null, null);

    /** The same whatever the lease. */
    Demand withoutLease() {
        return new Demand(conditions, null, tags);
    }

    /** Whether a state must be there. */
    boolean mustExist() {
        return conditions.mustExist() || tags != null;
    }

    /** Refuses a read of a blob that does not meet the conditions. */
    void checkRead(Blob blob) {
        checkTags(blob);
        conditions.checkRead(blob.etag(), blob.lastModified());
    }

    /** Refuses a change of a blob that does not meet the conditions. */
    void checkWrite(Blob blob) {
        checkTags(blob);
        conditions.checkWrite(blob.etag(), blob.lastModified());
    }

    /** Refuses where the tags are others. */
    void checkTags(Blob blob) {
        if (tags != null && !tags.holds(blob.tags())) {
            throw CONDITION_NOT_MET.refusal();
        }
    }
}
