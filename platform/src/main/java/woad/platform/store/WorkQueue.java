package woad.platform.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * The queue of what reconcilers still have to do: a row for each key, whatever the number of requests for it. A request for a
 * key that is being worked on makes it be worked on again. Rows outlive every crash; the lease of a
 * worker that no longer renews it ends by itself.
 */
public final class WorkQueue {
    /**
     * Enqueues the key {@code :workKey} on {@code :workQueue}; a statement of its own or a part ({@code with … as (…)}) of the
     * one statement that stores what is to be reconciled.
     */
    public static final String ENQUEUE = """
            insert into platform.work (queue, key) values (:workQueue, :workKey)
            on conflict (queue, key) do update set version = platform.work.version + 1, due_at = now(), attempts = 0""";

    private final Map<String, Runnable> wakers = new ConcurrentHashMap<>();

    /** A key taken for a while. */
    public record Item(String queue, String key, long version, int attempts) {}

    /** Enqueues inside the caller's transaction. Call {@link #wake} once it has committed. */
    public void enqueue(Handle handle, String queue, String key) {
        handle.createUpdate(ENQUEUE).bind("workQueue", queue).bind("workKey", key).execute();
    }

    /** Tells this process's workers to look now; others find the work by polling. */
    public void wake(String queue) {
        Runnable waker = wakers.get(queue);
        if (waker != null) {
            waker.run();
        }
    }

    void onWake(String queue, Runnable waker) {
        wakers.put(queue, waker);
    }

    List<Item> take(Handle handle, String queue, int most, Duration lease) {
        return handle.createQuery("""
                update platform.work w set lease_until = now() + :lease * interval '1 millisecond', attempts = w.attempts + 1
                from (select queue, key from platform.work
                      where queue = :queue and due_at <= now() and (lease_until is null or lease_until < now())
                      order by due_at limit :most for update skip locked) due
                where w.queue = due.queue and w.key = due.key
                returning w.queue, w.key, w.version, w.attempts""")
                .bind("queue", queue).bind("most", most).bind("lease", lease.toMillis())
                .map((row, context) -> new Item(row.getString(1), row.getString(2), row.getLong(3), row.getInt(4))).list();
    }

    /** Holds on to items that are still being worked on; those that are done or given back meanwhile stay so. */
    void renew(Handle handle, Collection<Item> items, Duration lease) {
        handle.createUpdate("""
                update platform.work w set lease_until = now() + :lease * interval '1 millisecond'
                from unnest(:queues, :keys) as held (queue, key)
                where w.queue = held.queue and w.key = held.key and w.lease_until is not null""")
                .bind("lease", lease.toMillis())
                .bindArray("queues", String.class, items.stream().map(Item::queue).toList())
                .bindArray("keys", String.class, items.stream().map(Item::key).toList()).execute();
    }

    /** Done, unless it was enqueued anew meanwhile: then it is due at once. */
    void done(Handle handle, Item item) {
        int gone = handle.createUpdate("delete from platform.work where queue = :queue and key = :key and version = :version")
                .bind("queue", item.queue()).bind("key", item.key()).bind("version", item.version()).execute();
        if (gone == 0) {
            // A statement of its own: one that enqueues at this moment is seen only by a snapshot that is taken after it.
            handle.createUpdate("update platform.work set lease_until = null where queue = :queue and key = :key and version <> :version")
                    .bind("queue", item.queue()).bind("key", item.key()).bind("version", item.version()).execute();
        }
    }

    /**
     * To be looked at again after a while, or at once where it was enqueued anew meanwhile. Attempts count failures in a row: a look
     * that did not fail starts them anew.
     */
    void again(Handle handle, Item item, Duration delay, boolean failed) {
        handle.createUpdate("""
                update platform.work set lease_until = null, attempts = case when :failed then attempts else 0 end,
                    due_at = case when version = :version then now() + :delay * interval '1 millisecond' else now() end
                where queue = :queue and key = :key""")
                .bind("queue", item.queue()).bind("key", item.key()).bind("version", item.version())
                .bind("delay", delay.toMillis()).bind("failed", failed).execute();
    }
}
