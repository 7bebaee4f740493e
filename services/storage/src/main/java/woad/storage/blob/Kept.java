package woad.storage.blob;

import java.time.Instant;

/**
 * What a state of a blob is beside present; each null where it does not apply.
 *
 * @param snapshot  when the snapshot was taken
 * @param version   its version id; the present state has one too where versions are kept
 * @param deletedAt when it was soft-deleted
 * @param purgeAt   when it goes for good
 */
record Kept(Instant snapshot, Instant version, Instant deletedAt, Instant purgeAt) {
    /** Nothing of these. */
    static final Kept PRESENT = new Kept(null, null, null, null);
}
