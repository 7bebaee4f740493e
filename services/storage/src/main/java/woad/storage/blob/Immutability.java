package woad.storage.blob;

import static woad.storage.StorageError.BLOB_IMMUTABLE_DUE_TO_LEGAL_HOLD;
import static woad.storage.StorageError.BLOB_IMMUTABLE_DUE_TO_POLICY;

import java.time.Instant;

/**
 * What keeps a blob from being changed and deleted.
 *
 * @param until null where there is no policy
 * @param mode  of the policy
 */
record Immutability(Instant until, Mode mode, boolean legalHold) {
    /** Nothing. */
    static final Immutability NONE = new Immutability(null, null, false);

    /** Whether a policy may still be shortened. */
    enum Mode { UNLOCKED, LOCKED }

    /** Refuses a change while a hold or a policy stands. */
    void requireMutable(Instant now) {
        if (legalHold) {
            throw BLOB_IMMUTABLE_DUE_TO_LEGAL_HOLD.refusal();
        }
        if (until != null && now.isBefore(until)) {
            throw BLOB_IMMUTABLE_DUE_TO_POLICY.refusal();
        }
    }
}
