package woad.engines.localbytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupForceTest {
    private final AtomicInteger syncs = new AtomicInteger();

    @Test
    void whoComesWhileOneRunsSharesTheNext() throws Exception {
        Semaphore running = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        GroupForce group = new GroupForce(() -> {
            syncs.incrementAndGet();
            running.release();
            goOn.acquireUninterruptibly();
        });
        List<Thread> threads = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = executor.submit(() -> force(group));
            running.acquire();
            List<Future<?>> later = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                CountDownLatch started = new CountDownLatch(1);
                later.add(executor.submit(() -> {
                    threads.add(Thread.currentThread());
                    started.countDown();
                    return force(group);
                }));
                started.await();
                awaitWaiting(threads.getLast());
            }
            assertThat(syncs).hasValue(1);
            goOn.release();
            first.get();
            running.acquire();
            assertThat(later).noneMatch(Future::isDone);
            goOn.release();
            for (Future<?> done : later) {
                done.get();
            }
            assertThat(syncs).hasValue(2);
        }
    }

    @Test
    void noSyncCountsThatBeganBefore() throws Exception {
        AtomicLong changed = new AtomicLong();
        AtomicLong durable = new AtomicLong();
        GroupForce group = new GroupForce(() -> {
            long seen = changed.get();
            Thread.yield();
            durable.accumulateAndGet(seen, Math::max);
        });
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < 16; client++) {
                clients.add(executor.submit(() -> {
                    for (int i = 0; i < 2000; i++) {
                        long mine = changed.incrementAndGet();
                        group.force();
                        assertThat(durable.get()).isGreaterThanOrEqualTo(mine);
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
    }

    @Test
    void aSyncThatFailsFailsForAllWhoShareItAndForNobodyElse() throws Exception {
        Semaphore running = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        IOException broken = new IOException("the device is broken");
        GroupForce group = new GroupForce(() -> {
            int number = syncs.incrementAndGet();
            running.release();
            goOn.acquireUninterruptibly();
            if (number == 2) {
                throw broken;
            }
        });
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = executor.submit(() -> force(group));
            running.acquire();
            List<Thread> threads = new ArrayList<>();
            List<Future<?>> sharing = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                CountDownLatch started = new CountDownLatch(1);
                sharing.add(executor.submit(() -> {
                    threads.add(Thread.currentThread());
                    started.countDown();
                    return force(group);
                }));
                started.await();
                awaitWaiting(threads.getLast());
            }
            goOn.release(3);
            first.get();
            for (Future<?> failed : sharing) {
                assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class).hasRootCause(broken);
            }
            group.force();
            assertThat(syncs).hasValue(3);
        }
    }

    private static Void force(GroupForce group) throws IOException {
        group.force();
        return null;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
