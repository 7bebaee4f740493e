package woad.storage.blob;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes pages out of the runs of a page blob, whose runs may have gaps. */
final class PageTable {
    private PageTable() {}

    /** Takes the bytes from {@code start} to before {@code end} out of a content; what of its runs is beside stays. @param due when the bytes may go */
    static void clear(Handle handle, UUID content, long start, long end, Instant due) {
        List<ExtentTable.Run> touched = handle.createQuery("""
                delete from storage.blob_extent where content = :content and start < :end and start + length > :start
                    and start >= coalesce((select max(start) from storage.blob_extent where content = :content and start <= :start), 0)
                returning start, length, extent, skip, whole, sealed, block""")
                .bind("content", content).bind("start", start).bind("end", end).map((row, context) -> ExtentTable.run(row)).list();
        for (ExtentTable.Run run : touched) {
            if (run.start() < start) {
                ExtentTable.insert(handle, content, new ExtentTable.Run(run.start(), start - run.start(), run.extent(), run.skip(), run.whole(), run.sealed(), null));
            }
            if (run.end() > end) {
                ExtentTable.insert(handle, content,
                        new ExtentTable.Run(end, run.end() - end, run.extent(), run.skip() + end - run.start(), run.whole(), run.sealed(), null));
            }
            if (run.sealed() == null) {
                handle.createUpdate("insert into storage.garbage_extent (extent, due_at) values (:extent, :due) on conflict do nothing")
                        .bind("extent", run.extent()).bind("due", Rows.time(due)).execute();
            }
        }
    }
}
