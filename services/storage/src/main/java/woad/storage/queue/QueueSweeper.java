package woad.storage.queue;

import java.time.Duration;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;

/** Removes what nobody can see any more: messages that expired, and messages of queues that were deleted or cleared. */
final class QueueSweeper implements Reconciler {
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** Rows of one statement: few enough that it ends within a fraction of a second. */
    private static final int STEP = 2000;

    private final Database database;

    QueueSweeper(Database database) {
        this.database = database;
    }

    @Override
    public String queue() {
        return "storage.queueSweep";
    }

    @Override
    public Outcome reconcile(String key) {
        return new Outcome.Again(sweep() == 0 ? PAUSE : Duration.ZERO);
    }

    /** One step. @return how many messages it removed */
    int sweep() {
        int expired = execute("""
                delete from storage.message where (contents, id) in (
                    select contents, id from storage.message where expires_at <= now() order by expires_at limit :step for update skip locked)""");
        int wasted = execute("""
                delete from storage.message where (contents, id) in (
                    select m.contents, m.id from storage.queue_waste w cross join lateral (
                        select contents, id from storage.message where contents = w.contents limit :step) m
                    limit :step)""");
        // A message that was being put while its queue was deleted comes late, but not as late as this.
        execute("""
                delete from storage.queue_waste w where since < now() - interval '10 minutes'
                and not exists (select from storage.message where contents = w.contents) and :step > 0""");
        return expired + wasted;
    }

    private int execute(String sql) {
        return database.with(handle -> handle.createUpdate(sql).bind("step", STEP).execute());
    }
}
