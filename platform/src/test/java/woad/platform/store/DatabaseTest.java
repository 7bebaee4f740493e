package woad.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    @Test
    void runsATransactionAgainThatLostADeadlock() throws Exception {
        try (Database database = TestDatabase.create(); ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            database.with(handle -> handle.execute("create table public.pair (id int primary key, value int); insert into public.pair values (1, 0), (2, 0)"));
            CountDownLatch bothHoldOne = new CountDownLatch(2);
            Future<?> forward = executor.submit(() -> both(database, 1, 2, bothHoldOne));
            Future<?> backward = executor.submit(() -> both(database, 2, 1, bothHoldOne));
            forward.get(30, TimeUnit.SECONDS);
            backward.get(30, TimeUnit.SECONDS);
            int sum = database.with(handle -> handle.createQuery("select sum(value) from public.pair").mapTo(Integer.class).one());
            assertThat(sum).isEqualTo(4);
        }
    }

    @Test
    void saysNothingOfWhatAFailedStatementWasGiven() {
        try (Database database = TestDatabase.create()) {
            assertThatThrownBy(() -> database.with(handle -> handle.createUpdate("insert into public.nowhere values (:secret)").bind("secret", "hunter2").execute()))
                    .hasMessageContaining("nowhere").extracting(DatabaseTest::said).asString().doesNotContain("hunter2");
        }
    }

    private static String said(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static Object both(Database database, int first, int second, CountDownLatch bothHoldOne) {
        return database.transaction(handle -> {
            add(handle, first);
            bothHoldOne.countDown();
            try {
                assertThat(bothHoldOne.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return add(handle, second);
        });
    }

    private static int add(Handle handle, int id) {
        return handle.createUpdate("update public.pair set value = value + 1 where id = :id").bind("id", id).execute();
    }
}
