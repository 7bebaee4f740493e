package woad.storage.blob;

import static woad.storage.StorageError.ACCESS_TIER_NOT_SUPPORTED_FOR_BLOB_TYPE;
import static woad.storage.StorageError.BLOB_ARCHIVED;
import static woad.storage.StorageError.BLOB_BEING_REHYDRATED;
import static woad.storage.StorageError.BLOB_NOT_FOUND;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import woad.storage.account.Account;

/** Snapshots of blobs, deleted blobs that come back, and the tiers of their states. */
final class BlobStates {
    private final Blobs blobs;

    BlobStates(Blobs blobs) {
        this.blobs = blobs;
    }

    /** How soon a blob comes back from the archive. The archive is as near as all else here: a client is to see that it takes a while, and no more. */
    enum Priority {
        HIGH("High", Duration.ofSeconds(10)), STANDARD("Standard", Duration.ofMinutes(1));

        private final String text;
        private final Duration wait;

        Priority(String text, Duration wait) {
            this.text = text;
            this.wait = wait;
        }

        static Optional<Priority> of(String text) {
            return Arrays.stream(values()).filter(priority -> priority.text.equalsIgnoreCase(text)).findFirst();
        }
    }

    /** Takes a snapshot. @param metadata of the snapshot; empty for the blob's own */
    Blob snapshot(Account account, String container, String name, Demand demand, SortedMap<String, String> metadata) {
        return blobs.change(account, container, name, locked -> {
            Blob blob = locked.present().orElseThrow(BLOB_NOT_FOUND::refusal);
            demand.checkWrite(blob);
            LeaseGuard.BLOB.read(blob.lease(), demand.lease(), locked.now());
            if (blob.tiering().isArchived()) {
                throw BLOB_ARCHIVED.refusal();
            }
            Blob state = metadata.isEmpty() ? blob : blob.withMetadata(metadata).changed(locked.now());
            return locked.writer().copyPast(state, locked.now(), new Kept(locked.now(), null, null, null));
        });
    }

    /** Brings back what was soft-deleted of a blob: its last state where it has no present one, its snapshots and its versions. */
    void undelete(Account account, String container, String name) {
        blobs.change(account, container, name, locked -> {
            List<Blob> past = BlobTable.lockPast(locked.handle(), locked.container(), name);
            if (locked.present().isEmpty() && past.isEmpty()) {
                throw BLOB_NOT_FOUND.refusal();
            }
            past.stream().filter(Blob::isDeleted).forEach(state -> locked.writer().restore(state, locked.present().isPresent()));
            return null;
        });
    }

    /** Moves a state to a tier. @return when it will be there; null where it is there already */
    Instant setTier(Account account, BlobReference reference, Demand demand, Tier tier, Priority priority) {
        return change(account, reference, (locked, state) -> {
            demand.checkTags(state);
            LeaseGuard.BLOB.read(state.lease(), demand.lease(), locked.now());
            if (state.type() != BlobType.BLOCK) {
                throw ACCESS_TIER_NOT_SUPPORTED_FOR_BLOB_TYPE.refusal();
            }
            return state.with(moved(state.tiering(), tier, priority, locked.now()));
        }).tiering().rehydrateAt();
    }

    private static Tiering moved(Tiering before, Tier tier, Priority priority, Instant now) {
        if (before.rehydrateTo() != null) {
            if (tier != before.rehydrateTo()) {
                throw BLOB_BEING_REHYDRATED.refusal();
            }
            return priority == Priority.HIGH && before.priority().equals(Priority.STANDARD.text)
                    ? new Tiering(before.tier(), before.changedAt(), tier, priority.text, now.plus(priority.wait)) : before;
        }
        return before.isArchived() && tier != Tier.ARCHIVE ? new Tiering(Tier.ARCHIVE, before.changedAt(), tier, priority.text, now.plus(priority.wait))
                : Tiering.of(tier, now);
    }

    /** Replaces the tags of a state. */
    void setTags(Account account, BlobReference reference, Demand demand, SortedMap<String, String> tags) {
        change(account, reference, (locked, state) -> {
            demand.checkTags(state);
            if (state.current()) {
                LeaseGuard.BLOB.write(state.lease(), demand.lease(), locked.now());
            }
            return state.withTags(tags);
        });
    }

    /** Changes the policy and the hold of a state. */
    Blob setImmutability(Account account, BlobReference reference, Demand demand, UnaryOperator<Immutability> change) {
        return change(account, reference, (locked, state) -> {
            demand.checkWrite(state);
            return state.with(change.apply(state.immutability()));
        });
    }

    /** What a state becomes. */
    private interface Change {
        Blob of(Blobs.Locked locked, Blob state);
    }

    /** Changes a state without making another of it. */
    private Blob change(Account account, BlobReference reference, Change change) {
        return blobs.change(account, reference.container(), reference.name(), locked -> {
            Blob state = state(locked, reference);
            return locked.writer().touch(state, change.of(locked, state));
        });
    }

    private static Blob state(Blobs.Locked locked, BlobReference reference) {
        if (reference.isPresent()) {
            return locked.present().orElseThrow(BLOB_NOT_FOUND::refusal);
        }
        boolean version = reference.state() instanceof BlobReference.Version;
        Instant at = reference.state().at();
        return locked.present().filter(present -> version && at.equals(present.kept().version()))
                .or(() -> BlobTable.lockPast(locked.handle(), locked.container(), locked.name()).stream().filter(past -> !past.isDeleted() && at.equals(past.moment())
                        && (version ? past.kept().version() != null : past.isSnapshot())).findFirst())
                .orElseThrow(BLOB_NOT_FOUND::refusal);
    }
}
