package woad.storage.blob;

import static woad.storage.StorageError.LEASE_ID_MISMATCH_WITH_BLOB_OPERATION;
import static woad.storage.StorageError.LEASE_ID_MISMATCH_WITH_CONTAINER_OPERATION;
import static woad.storage.StorageError.LEASE_ID_MISSING;
import static woad.storage.StorageError.LEASE_LOST;
import static woad.storage.StorageError.LEASE_NOT_PRESENT_WITH_BLOB_OPERATION;
import static woad.storage.StorageError.LEASE_NOT_PRESENT_WITH_CONTAINER_OPERATION;

import java.time.Instant;
import java.util.UUID;
import woad.storage.StorageError;

/**
 * Whether a lease lets an operation through that names a lease id ({@code x-ms-lease-id}), or none. Source: the tables "Outcomes of use
 * attempts" of Lease Blob and Lease Container.
 */
enum LeaseGuard {
    /** On blobs. */
    BLOB(LEASE_ID_MISMATCH_WITH_BLOB_OPERATION, LEASE_NOT_PRESENT_WITH_BLOB_OPERATION),
    /** On containers. */
    CONTAINER(LEASE_ID_MISMATCH_WITH_CONTAINER_OPERATION, LEASE_NOT_PRESENT_WITH_CONTAINER_OPERATION);

    private final StorageError mismatch;
    private final StorageError notPresent;

    LeaseGuard(StorageError mismatch, StorageError notPresent) {
        this.mismatch = mismatch;
        this.notPresent = notPresent;
    }

    /** An operation that an active lease keeps back from everybody but its holder. @param named the id that the request names, or null */
    void write(Lease lease, UUID named, Instant now) {
        if (named == null && lease.isActive(now)) {
            throw LEASE_ID_MISSING.refusal();
        }
        read(lease, named, now);
    }

    /** An operation that anybody may do, but that fails where it names a lease that is not there. */
    void read(Lease lease, UUID named, Instant now) {
        if (named == null) {
            return;
        }
        switch (lease.state(now)) {
            case AVAILABLE -> throw notPresent.refusal();
            case LEASED, BREAKING -> {
                if (!named.equals(lease.id())) {
                    throw mismatch.refusal();
                }
            }
            case EXPIRED, BROKEN -> throw (named.equals(lease.id()) ? LEASE_LOST : mismatch).refusal();
        }
    }
}
