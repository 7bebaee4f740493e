package woad.fleet.hosts;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import woad.fleet.spec.HostId;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;

/** Notices hosts that have fallen silent: they are down until they report again, and whoever has something on them is told. */
public final class HostWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger("woad.fleet.watch");
    /** Agents report every five seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(16);
    private static final long LOOK_MILLIS = 1000;

    private final Database database;
    private final WorkQueue queue;
    private final InstantSource clock;
    private final Instant start;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** Hosts get as long as they may be silent after this is made: nobody could report while there was no control plane. */
    public HostWatch(Database database, WorkQueue queue, InstantSource clock) {
        this.database = database;
        this.queue = queue;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Watches until closed; returns at once. */
    public void start(ExecutorService executor) {
        executor.submit(() -> {
            while (open.get()) {
                try {
                    check();
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "the hosts cannot be watched; trying again", e);
                    pause();
                }
            }
        });
    }

    /** Marks the hosts that are silent now. @return those that were up until now */
    List<HostId> check() {
        Instant now = clock.instant();
        if (now.isBefore(start.plus(SILENCE))) {
            return List.of();
        }
        Set<String> queues = new HashSet<>();
        List<HostId> silent = database.transaction(handle -> {
            List<HostId> down = handle.createQuery("update fleet.host set state = 'DOWN' where state = 'UP' and last_seen < :oldest returning id")
                    .bind("oldest", now.minus(SILENCE)).mapTo(String.class).map(HostId::new).list();
            down.forEach(host -> queues.addAll(ReportIntake.enqueueAll(handle, host)));
            return down;
        });
        queues.forEach(queue::wake);
        silent.forEach(host -> LOG.log(Level.WARNING, "host " + host + " has not reported for " + SILENCE.toSeconds() + " s: it is down"));
        return silent;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open.set(false);
    }
}
