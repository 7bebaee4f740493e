package woad.storage.blob;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.ObjectBytes;
import woad.platform.bytes.StoredExtent;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;

/**
 * Gives back the space of what nobody has any more, some rows at a time: what was kept for a while and is due, what removed containers
 * held, blocks that were never committed, contents without a blob, and extents that nothing names. An extent is deleted from the store
 * only after the transactions that no longer name it have committed; those that no row ever named, because a process was killed between
 * the two, are found by walking along the store. Rows are picked by their place, so that no plan walks along whole tables.
 */
final class Reclaimer implements Reconciler {
    /** Uncommitted blocks are kept so long. Source: Put Block. */
    private static final Duration UNCOMMITTED = Duration.ofDays(7);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** Between walks along the whole store. */
    private static final Duration WALK = Duration.ofHours(6);
    /** A row that names an extent comes soon after it; not as late as this. */
    private static final Duration UNNAMED = Duration.ofHours(1);
    private static final int STEP = 1000;

    private final Database database;
    private final ObjectBytes bytes;
    private final InstantSource clock;
    private Optional<ExtentId> walked = Optional.empty();
    private Instant walkDue;

    Reclaimer(Database database, ObjectBytes bytes, InstantSource clock) {
        this.database = database;
        this.bytes = bytes;
        this.clock = clock;
        this.walkDue = clock.instant();
    }

    @Override
    public String queue() {
        return "storage.blobReclaim";
    }

    @Override
    public Outcome reconcile(String key) {
        return new Outcome.Again(step() == 0 ? PAUSE : Duration.ZERO);
    }

    /** One step of everything. @return how many things were removed */
    int step() {
        Instant now = clock.instant();
        int removed = database.with(handle -> ContainerTable.purge(handle, now));
        removed += database.transaction(handle -> purgeBlobs(handle, now));
        removed += database.with(handle -> rehydrate(handle, now));
        removed += database.transaction(handle -> emptyRemovedContainers(handle, now));
        removed += database.transaction(handle -> dropStagedBlocks(handle, now));
        removed += database.transaction(handle -> dropRuns(handle, now));
        return removed + deleteExtents(now) + walk(now);
    }

    /** Soft-deleted states whose time has come. */
    private static int purgeBlobs(Handle handle, Instant now) {
        return handle.createQuery("""
                with gone as (
                    delete from storage.blob where ctid = any(array(
                        select ctid from storage.blob where purge_at <= :now and not legal_hold
                            and (immutable_until is null or immutable_until <= :now) order by purge_at limit :step for update skip locked))
                    returning content, sealed),
                buried as (insert into storage.dead_content (content, due_at) select content, :now from gone where sealed is null on conflict do nothing)
                select count(*) from gone""").bind("now", Rows.time(now)).bind("step", STEP).mapTo(Integer.class).one();
    }

    /** Blobs that have come back from the archive. */
    private static int rehydrate(Handle handle, Instant now) {
        return handle.createUpdate("""
                update storage.blob set tier = rehydrate_to, tier_changed_at = :now, rehydrate_to = null, rehydrate_priority = null, rehydrate_at = null
                where rehydrate_at <= :now""").bind("now", Rows.time(now)).execute();
    }

    private static int emptyRemovedContainers(Handle handle, Instant now) {
        int removed = handle.createQuery("""
                with gone as (
                    delete from storage.blob where ctid = any(array(
                        select b.place from storage.removed_container r cross join lateral (
                            select ctid as place from storage.blob where container = r.id limit :step) b limit :step))
                    returning content, sealed),
                buried as (insert into storage.dead_content (content, due_at) select content, :due from gone where sealed is null on conflict do nothing)
                select count(*) from gone""").bind("due", Rows.time(now.plus(BlobWriter.GRACE))).bind("step", STEP).mapTo(Integer.class).one();
        removed += handle.createQuery("""
                with gone as (
                    delete from storage.staged_block where ctid = any(array(
                        select b.place from storage.removed_container r cross join lateral (
                            select ctid as place from storage.staged_block where container = r.id limit :step) b limit :step))
                    returning extent, sealed),
                garbage as (insert into storage.garbage_extent (extent, due_at) select extent, :now from gone where sealed is null on conflict do nothing)
                select count(*) from gone""").bind("now", Rows.time(now)).bind("step", STEP).mapTo(Integer.class).one();
        removed += handle.createUpdate("""
                delete from storage.blob_tag where ctid = any(array(
                    select b.place from storage.removed_container r cross join lateral (
                        select ctid as place from storage.blob_tag where container = r.id limit :step) b limit :step))""").bind("step", STEP).execute();
        if (removed == 0) {
            // A blob that was being put while its container was deleted comes late, but not as late as this.
            handle.execute("delete from storage.removed_container where removed_at < now() - interval '10 minutes'");
        }
        return removed;
    }

    private static int dropStagedBlocks(Handle handle, Instant now) {
        return handle.createQuery("""
                with gone as (
                    delete from storage.staged_block where ctid = any(array(
                        select ctid from storage.staged_block where staged_at < :before order by staged_at limit :step for update skip locked))
                    returning extent, sealed),
                garbage as (insert into storage.garbage_extent (extent, due_at) select extent, :now from gone where sealed is null on conflict do nothing)
                select count(*) from gone""").bind("before", Rows.time(now.minus(UNCOMMITTED))).bind("now", Rows.time(now)).bind("step", STEP).mapTo(Integer.class).one();
    }

    /** The runs of contents that no blob has; a content without runs is forgotten. */
    private static int dropRuns(Handle handle, Instant now) {
        List<UUID> due = handle.createQuery("select content from storage.dead_content where due_at <= :now order by due_at limit 64 for update skip locked")
                .bind("now", Rows.time(now)).mapTo(UUID.class).list();
        if (due.isEmpty()) {
            return 0;
        }
        int runs = handle.createQuery("""
                with gone as (
                    delete from storage.blob_extent where ctid = any(array(
                        select ctid from storage.blob_extent where content = any(:due) limit :step))
                    returning extent, sealed),
                garbage as (
                    insert into storage.garbage_extent (extent, due_at) select distinct extent, :now::timestamptz from gone where sealed is null on conflict do nothing)
                select count(*) from gone""").bindArray("due", UUID.class, due).bind("now", Rows.time(now)).bind("step", STEP).mapTo(Integer.class).one();
        int forgotten = handle.createUpdate("""
                delete from storage.dead_content d where content = any(:due) and not exists (select from storage.blob_extent e where e.content = d.content)""")
                .bindArray("due", UUID.class, due).execute();
        return runs + forgotten;
    }

    /** Extents that are due and that nothing names: nothing can name them any more, since runs are only copied from those that a locked blob has. */
    private int deleteExtents(Instant now) {
        List<UUID> due = database.with(handle -> handle.createQuery("""
                select g.extent from storage.garbage_extent g where g.due_at <= :now order by g.due_at limit :step""")
                .bind("now", Rows.time(now)).bind("step", STEP).mapTo(UUID.class).list());
        if (due.isEmpty()) {
            return 0;
        }
        bytes.delete(unnamed(due).stream().map(ExtentId::new).toList());
        return database.with(handle -> handle.createUpdate("delete from storage.garbage_extent where extent = any(:due)").bindArray("due", UUID.class, due).execute());
    }

    private List<UUID> unnamed(List<UUID> extents) {
        return database.with(handle -> handle.createQuery("""
                select c.extent from unnest(:extents) as c (extent)
                where not exists (select from storage.blob_extent e where e.extent = c.extent and e.sealed is null)
                    and not exists (select from storage.staged_block s where s.extent = c.extent and s.sealed is null)""")
                .bindArray("extents", UUID.class, extents).mapTo(UUID.class).list());
    }

    /** A page of the walk along the store. @return how many extents were deleted that no row names */
    private int walk(Instant now) {
        if (now.isBefore(walkDue)) {
            return 0;
        }
        List<StoredExtent> page = bytes.list(now.minus(UNNAMED), walked, STEP);
        if (page.isEmpty()) {
            walked = Optional.empty();
            walkDue = now.plus(WALK);
            return 0;
        }
        walked = Optional.of(page.getLast().id());
        List<UUID> orphans = unnamed(page.stream().map(stored -> stored.id().value()).toList());
        bytes.delete(orphans.stream().map(ExtentId::new).toList());
        return page.size();
    }
}
