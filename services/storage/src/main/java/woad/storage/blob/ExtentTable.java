package woad.storage.blob;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The rows of {@code storage.blob_extent}: the runs of bytes of contents. */
final class ExtentTable {
    private ExtentTable() {}

    /**
     * A run of a content's bytes.
     *
     * @param start  where it begins in the content
     * @param skip   where it begins in the extent
     * @param whole  the length of the extent
     * @param sealed null where the bytes are in the store
     * @param block  id of the block it was put as, or null
     */
    record Run(long start, long length, UUID extent, long skip, long whole, byte[] sealed, String block) {
        /** Where it ends in the content. */
        long end() {
            return start + length;
        }

        /** A run that is the whole of its extent. */
        static Run of(long start, Piece piece, String block) {
            return new Run(start, piece.length(), piece.id(), 0, piece.length(), piece.sealed(), block);
        }
    }

    /** The runs that have bytes from {@code from} on, in their order. */
    static List<Run> from(Handle handle, UUID content, long from, int most) {
        return handle.createQuery("""
                select start, length, extent, skip, whole, sealed, block from storage.blob_extent
                where content = :content and start >= coalesce((select max(start) from storage.blob_extent where content = :content and start <= :from), 0)
                order by start limit :most""")
                .bind("content", content).bind("from", from).bind("most", most)
                .map((row, context) -> run(row)).list();
    }

    /** The blocks of a content, without their bytes. */
    static List<Run> blocks(Handle handle, UUID content) {
        return handle.createQuery("select start, length, extent, skip, whole, null::bytea as sealed, block from storage.blob_extent where content = :content order by start")
                .bind("content", content)
                .map((row, context) -> run(row)).list();
    }

    static void insert(Handle handle, UUID content, Run run) {
        handle.createUpdate("insert into storage.blob_extent (content, start, length, extent, skip, whole, sealed, block) values (:content, :start, :length, :extent, :skip, :whole, :sealed, :block)")
                .bind("content", content).bind("start", run.start()).bind("length", run.length()).bind("extent", run.extent()).bind("skip", run.skip()).bind("whole", run.whole()).bind("sealed", run.sealed())
                .bind("block", run.block()).execute();
    }

    /** Gives another content the same runs; their bytes are not copied. */
    static void share(Handle handle, UUID content, UUID other) {
        handle.createUpdate("""
                insert into storage.blob_extent (content, start, length, extent, skip, whole, sealed, block)
                select :other, start, length, extent, skip, whole, sealed, block from storage.blob_extent where content = :content""")
                .bind("content", content).bind("other", other).execute();
    }

    static Run run(ResultSet row) throws SQLException {
        return new Run(row.getLong("start"), row.getLong("length"), row.getObject("extent", UUID.class), row.getLong("skip"), row.getLong("whole"),
                row.getBytes("sealed"), row.getString("block"));
    }

    /** A buried content that a blob is to have after all. @return whether it was still buried */
    static boolean exhume(Handle handle, UUID content) {
        return handle.createUpdate("delete from storage.dead_content where content = :content").bind("content", content).execute() == 1;
    }

    /** A content that no blob has any more. @param due when nobody reads it any more */
    static void bury(Handle handle, UUID content, Instant due) {
        handle.createUpdate("insert into storage.dead_content (content, due_at) values (:content, :due) on conflict (content) do update set due_at = excluded.due_at")
                .bind("content", content).bind("due", Rows.time(due)).execute();
    }
}
