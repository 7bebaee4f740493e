package woad.storage.blob;

import java.time.Instant;

/**
 * The tier of a blob.
 *
 * @param tier        null where it is the account's own
 * @param changedAt   null where it was never set
 * @param rehydrateTo the tier to which it is being brought back from the archive; null where it is not
 * @param priority    of that
 * @param rehydrateAt when it will be there
 */
record Tiering(Tier tier, Instant changedAt, Tier rehydrateTo, String priority, Instant rehydrateAt) {
    /** The account's own. */
    static final Tiering INFERRED = new Tiering(null, null, null, null, null);

    static Tiering of(Tier tier, Instant now) {
        return tier == null ? INFERRED : new Tiering(tier, now, null, null, null);
    }

    boolean isArchived() {
        return tier == Tier.ARCHIVE;
    }
}
