package woad.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconcilersTest {
    @Test
    void worksOnEachKeyUntilItIsDone() throws Exception {
        try (Database database = TestDatabase.create(); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            WorkQueue queue = new WorkQueue();
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            Reconciler reconciler = new Reconciler() {
                private int attempts;

                @Override
                public String queue() {
                    return "test";
                }

                @Override
                public Outcome reconcile(String key) {
                    seen.add(key);
                    return switch (attempts++) {
                        case 0 -> throw new IllegalStateException("the first attempt fails");
                        case 1 -> new Outcome.Again(Duration.ofMillis(10));
                        default -> new Outcome.Done();
                    };
                }
            };
            try (Reconcilers reconcilers = new Reconcilers(database, queue, executor)) {
                reconcilers.start(List.of(reconciler));
                database.transaction(handle -> {
                    queue.enqueue(handle, "test", "a");
                    return null;
                });
                queue.wake("test");
                for (int i = 0; i < 3; i++) {
                    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
                }
                long left = 1;
                for (int i = 0; i < 100 && left > 0; i++) {
                    TimeUnit.MILLISECONDS.sleep(20);
                    left = database.with(h -> h.createQuery("select count(*) from platform.work where queue = 'test'").mapTo(Long.class).one());
                }
                assertThat(left).isZero();
            }
        }
    }

    @Test
    void waitsLongOnlyAfterManyFailuresInARow() throws Exception {
        try (Database database = TestDatabase.create(); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            WorkQueue queue = new WorkQueue();
            BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
            Reconciler reconciler = new Reconciler() {
                private int looks;

                @Override
                public String queue() {
                    return "test";
                }

                @Override
                public Outcome reconcile(String key) {
                    seen.add(++looks);
                    if (looks == 12) {
                        throw new IllegalStateException("one failure after many looks");
                    }
                    return looks < 12 ? new Outcome.Again(Duration.ofMillis(1)) : new Outcome.Done();
                }
            };
            try (Reconcilers reconcilers = new Reconcilers(database, queue, executor)) {
                reconcilers.start(List.of(reconciler));
                database.transaction(handle -> {
                    queue.enqueue(handle, "test", "a");
                    return null;
                });
                queue.wake("test");
                for (int i = 1; i <= 13; i++) {
                    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void looksAgainAsSoonAsAsked() throws Exception {
        try (Database database = TestDatabase.create(); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            WorkQueue queue = new WorkQueue();
            BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
            Reconciler reconciler = new Reconciler() {
                @Override
                public String queue() {
                    return "test";
                }

                @Override
                public Outcome reconcile(String key) {
                    seen.add(System.nanoTime());
                    return new Outcome.Again(Duration.ofMillis(20));
                }
            };
            try (Reconcilers reconcilers = new Reconcilers(database, queue, executor)) {
                reconcilers.start(List.of(reconciler));
                database.transaction(handle -> {
                    queue.enqueue(handle, "test", "a");
                    return null;
                });
                long first = seen.poll(10, TimeUnit.SECONDS);
                long last = first;
                for (int i = 0; i < 10; i++) {
                    last = seen.poll(10, TimeUnit.SECONDS);
                }
                assertThat(Duration.ofNanos(last - first)).as("ten looks; polling alone takes ten seconds").isBetween(Duration.ofMillis(200), Duration.ofSeconds(7));
            }
        }
    }

    @Test
    void worksAgainOnAKeyEnqueuedMeanwhile() {
        try (Database database = TestDatabase.create()) {
            WorkQueue queue = new WorkQueue();
            database.with(handle -> {
                queue.enqueue(handle, "q", "k");
                WorkQueue.Item taken = queue.take(handle, "q", 8, Duration.ofMinutes(1)).getFirst();
                assertThat(queue.take(handle, "q", 8, Duration.ofMinutes(1))).isEmpty();
                queue.enqueue(handle, "q", "k");
                queue.done(handle, taken);
                assertThat(queue.take(handle, "q", 8, Duration.ofMinutes(1))).singleElement()
                        .satisfies(again -> assertThat(again.version()).isEqualTo(2));
                return null;
            });
        }
    }

    @Test
    void worksAtOnceOnAKeyThatIsBeingEnqueuedWhileItIsDone() throws Exception {
        try (Database database = TestDatabase.create(); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            WorkQueue queue = new WorkQueue();
            WorkQueue.Item taken = database.with(handle -> {
                queue.enqueue(handle, "q", "k");
                return queue.take(handle, "q", 8, Duration.ofMinutes(1)).getFirst();
            });
            CountDownLatch enqueued = new CountDownLatch(1);
            Future<?> enqueuing = executor.submit(() -> database.transaction(handle -> {
                queue.enqueue(handle, "q", "k");
                enqueued.countDown();
                return handle.execute("select pg_sleep(1)");
            }));
            enqueued.await();
            database.with(handle -> {
                queue.done(handle, taken);
                return null;
            });
            enqueuing.get(10, TimeUnit.SECONDS);
            List<WorkQueue.Item> again = database.with(handle -> queue.take(handle, "q", 8, Duration.ofMinutes(1)));
            assertThat(again).singleElement().satisfies(item -> assertThat(item.version()).isEqualTo(2));
        }
    }

    @Test
    void holdsOnToWhatItWorksOnAndTakesWhatADeadWorkerHad() throws Exception {
        try (Database database = TestDatabase.create(); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            WorkQueue queue = new WorkQueue();
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            CountDownLatch finish = new CountDownLatch(1);
            Reconciler slow = new Reconciler() {
                @Override
                public String queue() {
                    return "test";
                }

                @Override
                public Outcome reconcile(String key) throws InterruptedException {
                    seen.add(key);
                    if (key.equals("slow")) {
                        finish.await();
                    }
                    return new Outcome.Done();
                }
            };
            database.with(handle -> {
                queue.enqueue(handle, "test", "dead");
                return queue.take(handle, "test", 8, Duration.ofMillis(200));
            });
            try (Reconcilers reconcilers = new Reconcilers(database, queue, executor)) {
                database.with(handle -> {
                    queue.enqueue(handle, "test", "slow");
                    return null;
                });
                reconcilers.start(List.of(slow));
                assertThat(List.of(seen.poll(10, TimeUnit.SECONDS), seen.poll(10, TimeUnit.SECONDS))).containsExactlyInAnyOrder("slow", "dead");
                assertThat(seen.poll(8, TimeUnit.SECONDS)).as("a second look at what is still worked on, longer than a lease").isNull();
                finish.countDown();
            }
        }
    }

    @Test
    void leavesAloneWhatWasGivenBackBeforeItsLeaseIsRenewed() {
        try (Database database = TestDatabase.create()) {
            WorkQueue queue = new WorkQueue();
            database.with(handle -> {
                queue.enqueue(handle, "q", "k");
                WorkQueue.Item taken = queue.take(handle, "q", 8, Duration.ofMinutes(1)).getFirst();
                queue.again(handle, taken, Duration.ZERO, false);
                queue.renew(handle, List.of(taken), Duration.ofMinutes(1));
                assertThat(queue.take(handle, "q", 8, Duration.ofMinutes(1))).hasSize(1);
                return null;
            });
        }
    }
}
