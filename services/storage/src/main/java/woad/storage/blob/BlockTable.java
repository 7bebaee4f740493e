package woad.storage.blob;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The rows of {@code storage.staged_block}: blocks that were put and not yet committed. */
final class BlockTable {
    private static final String PUT = """
            with put as (
                insert into storage.staged_block as s (container, name, block, length, extent, sealed, staged_at)
                select c.id, :name, :block, :length, :extent, :sealed, :now from storage.container c
                where c.account = :account and c.name = :containerName and c.deleted_at is null
                    and not exists (select from storage.staged_block o where o.container = c.id and o.name = :name and length(o.block) <> length(:block))
                    and :lease::text is not distinct from (
                        select b.lease_id from storage.blob b where b.container = c.id and b.current and b.name = :name and b.lease_id is not null
                            and (b.lease_break_at > :now or b.lease_break_at is null and (b.lease_until is null or b.lease_until > :now)))
                    and not exists (
                        select from storage.blob b where b.container = c.id and b.current and b.name = :name and b.type <> 'BlockBlob')
                on conflict (container, name, block) do update set length = excluded.length, extent = excluded.extent, sealed = excluded.sealed, staged_at = excluded.staged_at
                returning old.extent as replaced, old.extent is not null and old.sealed is null as had_extent),
            garbage as (
                insert into storage.garbage_extent (extent, due_at) select replaced, :garbageDue from put where had_extent on conflict do nothing)
            select count(*) from put""";

    private BlockTable() {}

    /** A block without its bytes. */
    record Staged(String block, long length) {}

    /** @return whether it was stored; where not, {@link Blocks} finds out why */
    static boolean put(Handle handle, UUID account, String container, String name, String block, UUID lease, Piece piece, Instant now) {
        return handle.createQuery(PUT).bind("account", account).bind("containerName", container).bind("name", name).bind("block", block)
                .bind("length", piece.length()).bind("extent", piece.id()).bind("sealed", piece.sealed()).bind("now", Rows.time(now))
                .bind("lease", lease == null ? null : lease.toString()).bind("garbageDue", Rows.time(now.plus(BlobWriter.GRACE))).mapTo(Integer.class).one() == 1;
    }

    /** All blocks of a blob, in the order of their ids. */
    static List<Staged> list(Handle handle, UUID container, String name) {
        return handle.createQuery("select block, length from storage.staged_block where container = :container and name = :name order by block")
                .bind("container", container).bind("name", name).map((row, context) -> new Staged(row.getString(1), row.getLong(2))).list();
    }

    /** Gives a content staged blocks as runs; both lists are in the same order. */
    static void commit(Handle handle, UUID content, UUID container, String name, List<String> blocks, List<Long> starts) {
        handle.createUpdate("""
                insert into storage.blob_extent (content, start, length, extent, whole, sealed, block)
                select :content, wanted.start, s.length, s.extent, s.length, s.sealed, s.block from unnest(:blocks, :starts) as wanted (block, start)
                join storage.staged_block s on s.container = :container and s.name = :name and s.block = wanted.block""")
                .bind("content", content).bind("container", container).bind("name", name)
                .bindArray("blocks", String.class, blocks).bindArray("starts", Long.class, starts).execute();
    }

    /** Gives a content runs of another; both lists are in the same order. @param from where the runs start in the other */
    static void keep(Handle handle, UUID content, UUID other, List<Long> from, List<Long> starts) {
        handle.createUpdate("""
                insert into storage.blob_extent (content, start, length, extent, skip, whole, sealed, block)
                select :content, wanted.start, e.length, e.extent, e.skip, e.whole, e.sealed, e.block from unnest(:from, :starts) as wanted (source, start)
                join storage.blob_extent e on e.content = :other and e.start = wanted.source""")
                .bind("content", content).bind("other", other).bindArray("from", Long.class, from).bindArray("starts", Long.class, starts).execute();
    }

    /** Forgets all blocks of a blob; the bytes of those that no content has go when due. */
    static void discard(Handle handle, UUID container, String name, Instant due) {
        handle.createUpdate("""
                with gone as (
                    delete from storage.staged_block where container = :container and name = :name returning extent, sealed is null as stored)
                insert into storage.garbage_extent (extent, due_at)
                select extent, :due from gone where stored and not exists (select from storage.blob_extent e where e.extent = gone.extent and e.sealed is null)
                on conflict do nothing""")
                .bind("container", container).bind("name", name).bind("due", Rows.time(due)).execute();
    }
}
