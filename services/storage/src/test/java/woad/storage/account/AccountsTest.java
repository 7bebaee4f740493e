package woad.storage.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is kept in memory of accounts is never older than it may be. */
class AccountsTest {
    private static AccountCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new AccountCloud();
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    /** As another process has them, with a clock of its own. */
    private static Accounts elsewhere(AtomicLong nanoseconds) {
        return new Accounts(cloud.cloud.database, new AccountTable(cloud.cloud.keys, cloud.cloud.queue, cloud.cloud.ids, InstantSource.system()), nanoseconds::get);
    }

    @Test
    void anotherProcessNoticesAChangeOnceItsTimeIsOver() {
        String name = AccountCloud.name();
        cloud.make(name);
        AtomicLong clock = new AtomicLong();
        Accounts elsewhere = elsewhere(clock);
        Account first = elsewhere.find(name).orElseThrow();
        clock.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(elsewhere.find(name).orElseThrow()).as("the same object while nothing changed").isSameAs(first);
        cloud.patch(name, "{'allowSharedKeyAccess':false}");
        clock.addAndGet(Accounts.CHECKED_EVERY.toNanos() - 1);
        assertThat(elsewhere.find(name).orElseThrow()).isSameAs(first);
        clock.incrementAndGet();
        assertThat(elsewhere.find(name).orElseThrow().settings().allowSharedKeyAccess()).isFalse();
        cloud.owner().delete(cloud.url(name));
        clock.addAndGet(Accounts.CHECKED_EVERY.toNanos());
        assertThat(elsewhere.find(name)).isEmpty();
    }

    @Test
    void aNameThatPassedToAnotherAccountIsNotTakenForTheOldOne() {
        String name = AccountCloud.name();
        cloud.make(name);
        AtomicLong clock = new AtomicLong();
        Accounts elsewhere = elsewhere(clock);
        Account first = elsewhere.find(name).orElseThrow();
        cloud.owner().delete(cloud.url(name));
        cloud.make(name);
        clock.addAndGet(Accounts.CHECKED_EVERY.toNanos());
        assertThat(elsewhere.find(name).orElseThrow().id()).isNotEqualTo(first.id());
    }

    @Test
    void whoReadsDuringAChangeKeepsNothingOld() throws Exception {
        String name = AccountCloud.name();
        cloud.make(name);
        AtomicBoolean done = new AtomicBoolean();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = List.of(executor.submit(() -> read(name, done)), executor.submit(() -> read(name, done)));
            for (int i = 0; i < 40; i++) {
                boolean allowed = i % 2 == 1;
                assertThat(cloud.patch(name, "{'allowSharedKeyAccess':" + allowed + "}").status()).isEqualTo(200);
                assertThat(cloud.accounts().find(name).orElseThrow().settings().allowSharedKeyAccess()).isEqualTo(allowed);
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    private static void read(String name, AtomicBoolean done) {
        while (!done.get()) {
            assertThat(cloud.accounts().find(name)).isPresent();
            Thread.yield();
        }
    }
}
