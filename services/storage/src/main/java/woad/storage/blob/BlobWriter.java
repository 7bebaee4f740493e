package woad.storage.blob;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Ids;
import woad.storage.account.Account;
import woad.storage.account.BlobServiceProperties;

/**
 * Stores a new present state of a blob inside a transaction that has locked the one before, and does with that what the account wants:
 * forget it, or keep it as a version or as a soft-deleted state.
 */
final class BlobWriter {
    /** How long the bytes of what was replaced or deleted are kept for those who still read them. */
    static final Duration GRACE = Duration.ofMinutes(15);

    private final Handle handle;
    private final Account account;
    private final Ids ids;
    private final Instant now;

    /** Another transaction stored the first state of the blob meanwhile: to be tried again. */
    static final class Raced extends RuntimeException {
        private Raced() {
            super(null, null, false, false);
        }
    }

    BlobWriter(Handle handle, Account account, Ids ids, Instant now) {
        this.handle = handle;
        this.account = account;
        this.ids = ids;
        this.now = now;
    }

    /** Whether a change of a present state keeps what was before. */
    static boolean keepsPast(Account account) {
        BlobServiceProperties properties = account.services().blob();
        return properties.versioning() || properties.deleteRetention().enabled();
    }

    /** Stores a state with new bytes. @return as it was stored */
    Blob overwrite(Optional<Blob> before, Blob next) {
        if (before.isPresent()) {
            if (!isVersioned(before.get())) {
                before.get().immutability().requireMutable(now);
            }
            retire(before.get(), true);
        }
        BlockTable.discard(handle, next.container(), next.name(), now.plus(GRACE));
        return store(before, next);
    }

    /** Stores a state with the same bytes and other metadata; what was before is kept where there are versions. */
    Blob amend(Blob before, Blob next) {
        if (!isVersioned(before)) {
            before.immutability().requireMutable(now);
        }
        Blob kept = next;
        if (isVersioned(before)) {
            Content own = before.content();
            if (own.hasExtents()) {
                own = new Content(ids.guid(), own.length(), null);
                ExtentTable.share(handle, before.content().id(), own.id());
            }
            retire(before, false);
            kept = next.with(own);
        }
        return store(Optional.of(before), kept);
    }

    /** Stores a state that is no new version: its lease, tier or tags changed, or bytes were added. */
    Blob touch(Blob before, Blob next) {
        BlobTable.replace(handle, next);
        if (next.current()) {
            retag(before.tags(), next);
        }
        return next;
    }

    /** Takes the present state away; it is kept where the account wants that. */
    void delete(Blob before) {
        if (!isVersioned(before)) {
            before.immutability().requireMutable(now);
        }
        untag(before);
        if (isVersioned(before)) {
            BlobTable.delete(handle, before);
            BlobTable.replace(handle, asVersion(before));
        } else if (retention().isPresent()) {
            makeRoomForDeleted(before);
            BlobTable.delete(handle, before);
            BlobTable.replace(handle, before.past(null, new Kept(null, null, now, now.plus(retention().get()))));
        } else {
            BlobTable.delete(handle, before);
            bury(before.content());
        }
    }

    /** Takes away a state that is not present; soft-deleted where the account wants that and it is not for good. */
    void deletePast(Blob state, boolean forGood) {
        state.immutability().requireMutable(now);
        if (!forGood && retention().isPresent()) {
            BlobTable.replace(handle, state.past(state.moment(), new Kept(state.kept().snapshot(), state.kept().version(), now, now.plus(retention().get()))));
        } else {
            BlobTable.delete(handle, state);
            bury(state.content());
        }
    }

    /** Brings back a soft-deleted state. @param hasPresent whether the blob has a present state, so that the last one of a deleted blob becomes a snapshot */
    void restore(Blob state, boolean hasPresent) {
        BlobTable.delete(handle, state);
        if (state.moment() == null && !hasPresent) {
            Blob present = state.present(new Kept(null, state.kept().version(), null, null));
            BlobTable.replace(handle, present);
            TagTable.insert(handle, account.id(), present.container(), present.name(), present.tags());
        } else {
            Instant at = state.moment() == null ? state.kept().deletedAt() : state.moment();
            BlobTable.replace(handle, state.past(at, new Kept(state.kept().version() == null ? at : null, state.kept().version(), null, null)));
        }
    }

    /** Stores a state that is not present, of bytes that another state has too. @return as it was stored */
    Blob copyPast(Blob of, Instant at, Kept as) {
        Content own = of.content();
        if (own.hasExtents()) {
            own = new Content(ids.guid(), own.length(), null);
            ExtentTable.share(handle, of.content().id(), own.id());
        }
        Blob past = of.with(own).past(at, as);
        if (!BlobTable.insert(handle, past)) {
            throw new Raced();
        }
        return past;
    }

    private Blob store(Optional<Blob> before, Blob next) {
        Blob stored = next.present(new Kept(null, account.services().blob().versioning() ? next.lastModified() : null, null, null));
        if (before.isPresent()) {
            BlobTable.replace(handle, stored);
        } else if (!BlobTable.insert(handle, stored)) {
            throw new Raced();
        }
        retag(before.map(Blob::tags).orElse(null), stored);
        return stored;
    }

    private void retire(Blob before, boolean bytesChange) {
        if (isVersioned(before)) {
            BlobTable.replace(handle, asVersion(before));
        } else if (bytesChange && retention().isPresent()) {
            BlobTable.replace(handle, before.past(now, new Kept(now, null, now, now.plus(retention().get()))));
        } else if (bytesChange) {
            bury(before.content());
        }
    }

    private static Blob asVersion(Blob before) {
        Instant version = before.kept().version() == null ? before.lastModified() : before.kept().version();
        return before.past(version, new Kept(null, version, null, null));
    }

    private boolean isVersioned(Blob before) {
        return account.services().blob().versioning() || before.kept().version() != null;
    }

    private Optional<Duration> retention() {
        var retention = account.services().blob().deleteRetention();
        return retention.enabled() ? Optional.of(Duration.ofDays(retention.days())) : Optional.empty();
    }

    /** A blob that was deleted, made and deleted again: what was deleted first becomes a snapshot. */
    private void makeRoomForDeleted(Blob blob) {
        handle.createUpdate("""
                update storage.blob set moment = deleted_at, snapshot = deleted_at
                where container = :container and not current and name = :name and moment = 'infinity'""")
                .bind("container", blob.container()).bind("name", blob.name()).execute();
    }

    private void bury(Content content) {
        if (content.hasExtents()) {
            ExtentTable.bury(handle, content.id(), now.plus(GRACE));
        }
    }

    private void retag(SortedMap<String, String> before, Blob next) {
        if (before != null && before.equals(next.tags())) {
            return;
        }
        if (before != null && !before.isEmpty()) {
            untag(next);
        }
        TagTable.insert(handle, account.id(), next.container(), next.name(), next.tags());
    }

    private void untag(Blob blob) {
        if (!blob.tags().isEmpty() || blob.current()) {
            TagTable.remove(handle, blob.container(), blob.name());
        }
    }

    /** An id for bytes that have none yet. */
    UUID newContent() {
        return ids.guid();
    }
}
