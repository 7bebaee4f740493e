package woad.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import woad.fleet.spi.EngineException;

/** Does one thing over and over: when it is poked, when it asked to look again, and after a failure later and later. */
final class Worker implements AutoCloseable {
    private static final Logger LOG = System.getLogger("woad.agent");
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LAST_RETRY_MILLIS = 30_000;

    /** What a worker does; it can be repeated. */
    interface Step {
        /** @return when to look again without being poked, or null for never */
        Duration run() throws InterruptedException;

        /** The step failed and will be tried again; the message is fit for a customer. */
        void failed(String message);
    }

    private final String name;
    private final Step step;
    private final Semaphore signal = new Semaphore(1);
    private volatile boolean open = true;

    Worker(String name, Step step) {
        this.name = name;
        this.step = step;
    }

    /** Begins; the first step comes at once. */
    Worker start(ExecutorService executor) {
        executor.submit(this::work);
        return this;
    }

    /** Has the step done soon. */
    void poke() {
        signal.release();
    }

    private void work() {
        int failures = 0;
        Duration wait = null;
        try {
            while (open) {
                if (wait == null) {
                    signal.acquire();
                    signal.drainPermits();
                } else if (signal.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    signal.drainPermits();
                }
                if (!open) {
                    return;
                }
                try {
                    wait = step.run();
                    failures = 0;
                } catch (EngineException e) {
                    wait = backOff(failures++);
                    step.failed(e.getMessage());
                    LOG.log(Level.WARNING, name + ": " + e.getMessage() + "; again in " + wait.toMillis() + " ms");
                } catch (RuntimeException e) {
                    wait = backOff(failures++);
                    step.failed("The host met an unexpected failure; it tries again.");
                    LOG.log(Level.ERROR, name + " failed unexpectedly; again in " + wait.toMillis() + " ms", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration backOff(int failures) {
        return Duration.ofMillis(Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(failures, 10)));
    }

    @Override
    public void close() {
        open = false;
        poke();
    }
}
