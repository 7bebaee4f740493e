package woad.platform.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import woad.platform.core.UnavailableException;

/**
 * Runs reconcilers on the work queue: looks when woken and at least once a second. What a process that was killed had taken is free
 * again soon: leases are short, and renewed for as long as the work lasts.
 */
public final class Reconcilers implements AutoCloseable {
    private static final Logger LOG = System.getLogger("woad.reconcilers");
    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration RENEWAL = LEASE.dividedBy(3);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int AT_ONCE = 8;

    private final Database database;
    private final WorkQueue queue;
    private final ExecutorService executor;
    private final Set<WorkQueue.Item> held = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** @param executor gives each task a thread (of virtual threads) */
    public Reconcilers(Database database, WorkQueue queue, ExecutorService executor) {
        this.database = database;
        this.queue = queue;
        this.executor = executor;
    }

    /** Starts serving; returns at once. */
    public void start(List<? extends Reconciler> reconcilers) {
        executor.submit(this::renewLeases);
        for (Reconciler reconciler : reconcilers) {
            Semaphore signal = new Semaphore(0);
            queue.onWake(reconciler.queue(), signal::release);
            executor.submit(() -> serve(reconciler, signal));
        }
    }

    private void serve(Reconciler reconciler, Semaphore signal) {
        Semaphore slots = new Semaphore(AT_ONCE);
        while (open.get()) {
            try {
                List<WorkQueue.Item> items = database.with(handle -> queue.take(handle, reconciler.queue(), AT_ONCE, LEASE));
                held.addAll(items);
                for (WorkQueue.Item item : items) {
                    slots.acquire();
                    executor.submit(() -> {
                        Duration rest = Duration.ZERO;
                        try {
                            rest = work(reconciler, item);
                        } finally {
                            slots.release();
                            signalAfter(rest, signal);
                        }
                    });
                }
                if (items.isEmpty() && signal.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (UnavailableException e) {
                LOG.log(Level.WARNING, "queue " + reconciler.queue() + " cannot be read; trying again: " + e.getMessage());
                pause();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "queue " + reconciler.queue() + " cannot be read; trying again", e);
                pause();
            }
        }
    }

    /** Has the queue looked at when an item is due again, where that is before the next look anyway. */
    private static void signalAfter(Duration rest, Semaphore signal) {
        try {
            if (rest.compareTo(POLL) < 0) {
                TimeUnit.NANOSECONDS.sleep(rest.toNanos());
                signal.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewLeases() {
        while (open.get()) {
            try {
                TimeUnit.NANOSECONDS.sleep(RENEWAL.toNanos());
                List<WorkQueue.Item> items = List.copyOf(held);
                if (!items.isEmpty()) {
                    database.with(handle -> {
                        queue.renew(handle, items, LEASE);
                        return null;
                    });
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (UnavailableException e) {
                LOG.log(Level.WARNING, "leases cannot be renewed; trying again: " + e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "leases cannot be renewed; trying again", e);
            }
        }
    }

    /** @return after what time the item is due again; nothing where it is done, since it may have been enqueued anew meanwhile */
    private Duration work(Reconciler reconciler, WorkQueue.Item item) {
        Reconciler.Outcome outcome;
        boolean failed = false;
        try {
            outcome = reconciler.reconcile(item.key());
        } catch (Exception e) {
            Duration delay = Duration.ofMillis(Math.min(30_000, 100L << Math.min(item.attempts(), 9)));
            LOG.log(Level.WARNING, "%s %s failed (attempt %d); again in %d ms".formatted(item.queue(), item.key(), item.attempts(), delay.toMillis()), e);
            outcome = new Reconciler.Outcome.Again(delay);
            failed = true;
        }
        // From here on no renewal: it would hold on to what is given back now.
        held.remove(item);
        Reconciler.Outcome ended = outcome;
        boolean threw = failed;
        try {
            database.with(handle -> {
                switch (ended) {
                    case Reconciler.Outcome.Done done -> queue.done(handle, item);
                    case Reconciler.Outcome.Again again -> queue.again(handle, item, again.after(), threw);
                }
                return null;
            });
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, item.queue() + " " + item.key() + " stays leased until its lease ends", e);
        }
        return switch (ended) {
            case Reconciler.Outcome.Done done -> Duration.ZERO;
            case Reconciler.Outcome.Again again -> again.after();
        };
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open.set(false);
        executor.shutdownNow();
    }
}
