package woad.storage.blob;

import static woad.storage.StorageError.AUTHORIZATION_FAILURE;
import static woad.storage.StorageError.BLOB_ALREADY_EXISTS;
import static woad.storage.StorageError.BLOB_ARCHIVED;
import static woad.storage.StorageError.BLOB_NOT_FOUND;
import static woad.storage.StorageError.BLOB_SNAPSHOT_NOT_SOFT_DELETED;
import static woad.storage.StorageError.CONDITION_NOT_MET;
import static woad.storage.StorageError.CONTAINER_NOT_FOUND;
import static woad.storage.StorageError.INVALID_BLOB_TYPE;
import static woad.storage.StorageError.INVALID_INPUT;
import static woad.storage.StorageError.OPERATION_NOT_ALLOWED_ON_ROOT_BLOB;
import static woad.storage.StorageError.SERVER_BUSY;
import static woad.storage.StorageError.SNAPSHOTS_PRESENT;
import static woad.storage.StorageError.UNAUTHORIZED_BLOB_OVERWRITE;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.storage.account.Account;

/** The blobs of accounts. Methods refuse with the errors of the blob service; what they return as stored is durable. */
final class Blobs {
    private static final int ATTEMPTS = 20;

    private final Database database;
    private final Ids ids;
    private final Moments moments;

    Blobs(Database database, Ids ids, Moments moments) {
        this.database = database;
        this.ids = ids;
        this.moments = moments;
    }

    /** Work on a blob whose present state, if there is one, is locked. */
    @FunctionalInterface
    interface Work<T> {
        T run(Locked locked);
    }

    /** A blob whose present state, if there is one, is locked until the end of the transaction. */
    record Locked(Handle handle, Account account, UUID container, String name, Optional<Blob> present, BlobWriter writer, Instant now) {

        /** The present state, if it meets what the request demands. */
        Blob require(Demand demand) {
            Blob blob = present.orElseThrow(BLOB_NOT_FOUND::refusal);
            check(blob, demand);
            return blob;
        }

        /** Refuses where the request demands something else of the present state, be there one or not. */
        void requireForWrite(Demand demand, boolean mayOverwrite) {
            if (present.isEmpty()) {
                if (demand.mustExist()) {
                    throw CONDITION_NOT_MET.refusal();
                }
                LeaseGuard.BLOB.write(Lease.NONE, demand.lease(), now);
                return;
            }
            if (demand.conditions().mustNotExist()) {
                throw BLOB_ALREADY_EXISTS.refusal();
            }
            if (!mayOverwrite) {
                throw UNAUTHORIZED_BLOB_OVERWRITE.refusal();
            }
            check(present.get(), demand);
        }

        private void check(Blob blob, Demand demand) {
            demand.checkWrite(blob);
            LeaseGuard.BLOB.write(blob.lease(), demand.lease(), now);
        }
    }

    /** A state of a blob that meets the conditions of a read. */
    Blob get(Account account, BlobReference reference, Demand demand) {
        Names.blob(reference.container(), reference.name());
        Blob blob = switch (database.with(handle -> BlobTable.find(handle, account.id(), reference))) {
            case BlobTable.Found.There there -> there.blob();
            case BlobTable.Found.NoBlob none -> throw BLOB_NOT_FOUND.refusal();
            case BlobTable.Found.NoContainer none -> throw CONTAINER_NOT_FOUND.refusal();
        };
        LeaseGuard.BLOB.read(blob.lease(), demand.lease(), moments.now());
        demand.checkRead(blob);
        return blob;
    }

    /**
     * Stores a block blob of one piece.
     *
     * @param mayOverwrite whether the caller may replace a blob that is there
     */
    Blob put(Account account, String container, String name, Demand demand, Supplier<Boolean> mayOverwrite, NewBlob said, Piece piece) {
        Names.blob(container, name);
        Instant now = moments.next();
        boolean replace = !demand.conditions().mustNotExist() && mayOverwrite.get();
        Content content = new Content(piece.id(), piece.length(), piece.sealed());
        if (isPlain(account, demand, said)) {
            Blob blob = fresh(new UUID(0, 0), name, said, content, now);
            if (database.with(handle -> BlobTable.put(handle, account.id(), container, blob, replace, piece.extent(), now.plus(BlobWriter.GRACE)))) {
                return blob;
            }
        }
        return change(account, container, name, locked -> {
            locked.requireForWrite(demand, replace);
            Blob stored = locked.writer().overwrite(locked.present(), next(locked, said, content));
            if (piece.extent() != null) {
                ExtentTable.insert(locked.handle(), content.id(), ExtentTable.Run.of(0, piece, null));
            }
            return stored;
        });
    }

    /** Stores an append blob without blocks, or a page blob without pages. */
    Blob putEmpty(Account account, String container, String name, Demand demand, Supplier<Boolean> mayOverwrite, NewBlob said, long length, long sequenceNumber) {
        boolean replace = !demand.conditions().mustNotExist() && mayOverwrite.get();
        return change(account, container, name, locked -> {
            locked.requireForWrite(demand, replace);
            Blob next = next(locked, said, new Content(locked.writer().newContent(), length, null));
            return locked.writer().overwrite(locked.present(), said.type() == BlobType.PAGE ? next.withSequenceNumber(sequenceNumber) : next);
        });
    }

    /** Changes the length or the sequence number of a page blob. @param http null to leave them; likewise {@code length} and {@code sequence} */
    Blob resize(Account account, String container, String name, Demand demand, HttpProperties http, Long length, SequenceAction sequence) {
        return change(account, container, name, locked -> {
            Blob blob = locked.require(demand);
            blob.immutability().requireMutable(locked.now());
            if (blob.type() != BlobType.PAGE) {
                throw INVALID_BLOB_TYPE.refusal();
            }
            Blob next = http == null ? blob : blob.with(http);
            if (length != null) {
                PageTable.clear(locked.handle(), blob.content().id(), length, Math.max(length, blob.content().length()), locked.now().plus(BlobWriter.GRACE));
                next = next.with(new Content(blob.content().id(), length, null));
            }
            next = sequence == null ? next : next.withSequenceNumber(sequence.applyTo(blob.sequenceNumber()));
            return locked.writer().touch(blob, next.changed(locked.now()));
        });
    }

    /** The state that follows the present one, with all that the client says anew. */
    Blob next(Locked locked, NewBlob said, Content content) {
        Blob fresh = fresh(locked.container(), locked.name(), said, content, locked.now());
        return locked.present().map(before -> new Blob(fresh.container(), fresh.name(), true, null, fresh.type(), before.changed(locked.now()).etag(), before.createdAt(),
                fresh.lastModified(), content, fresh.http(), fresh.metadata(), fresh.tags(), fresh.tiering(), fresh.sequenceNumber(), fresh.blockCount(),
                fresh.appendSealed(), null, before.lease().afterChange(locked.now()), fresh.kept(), fresh.immutability())).orElse(fresh);
    }

    /** One statement can store it: nothing of what was there matters but that it may be replaced. */
    private static boolean isPlain(Account account, Demand demand, NewBlob said) {
        var conditions = demand.conditions();
        return demand.lease() == null && demand.tags() == null && (conditions.isEmpty() || conditions.mustNotExist()) && conditions.ifMatch() == null && conditions.ifUnmodifiedSince() == null
                && conditions.ifModifiedSince() == null && said.tags().isEmpty() && !BlobWriter.keepsPast(account);
    }

    private static Blob fresh(UUID container, String name, NewBlob said, Content content, Instant now) {
        boolean append = said.type() == BlobType.APPEND;
        return new Blob(container, name, true, null, said.type(), Moments.tag(now), now, now, content, said.http(), said.metadata(), new TreeMap<>(said.tags()),
                Tiering.of(said.tier(), now), said.type() == BlobType.PAGE ? 0L : null, append ? 0 : null, append ? false : null, null, Lease.NONE, Kept.PRESENT,
                said.immutability());
    }

    /** Changes something of the present state that the next version has too. @param change of it, at the present moment */
    Blob amend(Account account, String container, String name, Demand demand, BiFunction<Blob, Instant, Blob> change) {
        return change(account, container, name, locked -> {
            Blob before = locked.require(demand);
            if (before.tiering().isArchived()) {
                throw BLOB_ARCHIVED.refusal();
            }
            return locked.writer().amend(before, change.apply(before, locked.now()).changed(locked.now()));
        });
    }

    /** Changes the lease; neither the tag nor the time of the last change does. */
    Blob lease(Account account, String container, String name, Demand demand, BiFunction<Lease, Instant, Lease> change) {
        return change(account, container, name, locked -> {
            Blob before = locked.present().orElseThrow(BLOB_NOT_FOUND::refusal);
            demand.checkWrite(before);
            return locked.writer().touch(before, before.with(change.apply(before.lease(), locked.now())));
        });
    }

    /** Runs work in one transaction. */
    <T> T change(Account account, String container, String name, Work<T> work) {
        Names.blob(container, name);
        for (int attempt = 1; ; attempt++) {
            try {
                return database.transaction(handle -> {
                    UUID id = ContainerTable.id(handle, account.id(), container).orElseThrow(CONTAINER_NOT_FOUND::refusal);
                    Optional<Blob> present = BlobTable.lock(handle, id, name);
                    Instant now = moments.next();
                    return work.run(new Locked(handle, account, id, name, present, new BlobWriter(handle, account, ids, now), now));
                });
            } catch (BlobWriter.Raced e) {
                if (attempt == ATTEMPTS) {
                    throw SERVER_BUSY.refusal();
                }
            }
        }
    }

    /** What is to become of the snapshots of a blob that is deleted. */
    enum Snapshots { INCLUDE, ONLY }

    /**
     * Deletes a blob, its snapshots, or one of its states; kept for a while where the account wants that.
     *
     * @param snapshots null where the client says nothing of them
     * @param forGood   whether a state that was soft-deleted before is to go now
     */
    void delete(Account account, BlobReference reference, Demand demand, Snapshots snapshots, boolean forGood) {
        if (!reference.isPresent() && snapshots != null) {
            throw INVALID_INPUT.refusal();
        }
        change(account, reference.container(), reference.name(), locked -> {
            if (reference.isPresent()) {
                deletePresent(locked, demand, snapshots);
            } else {
                deletePast(locked, reference.state(), demand, forGood);
            }
            return null;
        });
    }

    private static void deletePresent(Locked locked, Demand demand, Snapshots snapshots) {
        Blob blob = locked.require(demand);
        List<Blob> taken = BlobTable.lockPast(locked.handle(), locked.container(), locked.name()).stream().filter(state -> state.isSnapshot() && !state.isDeleted()).toList();
        if (!taken.isEmpty() && snapshots == null) {
            throw SNAPSHOTS_PRESENT.refusal();
        }
        taken.forEach(snapshot -> locked.writer().deletePast(snapshot, false));
        if (snapshots != Snapshots.ONLY) {
            locked.writer().delete(blob);
        }
    }

    private static void deletePast(Locked locked, BlobReference.State state, Demand demand, boolean forGood) {
        boolean version = state instanceof BlobReference.Version;
        if (version && locked.present().isPresent() && state.at().equals(locked.present().get().kept().version())) {
            throw OPERATION_NOT_ALLOWED_ON_ROOT_BLOB.refusal();
        }
        Blob found = BlobTable.lockPast(locked.handle(), locked.container(), locked.name()).stream()
                .filter(past -> state.at().equals(past.moment()) && (version ? past.kept().version() != null : past.isSnapshot()) && past.isDeleted() == forGood)
                .findFirst().orElseThrow((forGood ? BLOB_SNAPSHOT_NOT_SOFT_DELETED : BLOB_NOT_FOUND)::refusal);
        if (forGood && !locked.account().services().blob().deleteRetention().allowPermanentDelete()) {
            throw AUTHORIZATION_FAILURE.refusal();
        }
        demand.checkWrite(found);
        locked.writer().deletePast(found, forGood);
    }
}
