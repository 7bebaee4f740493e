package woad.storage.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DueHintsTest {
    private static final UUID ACCOUNT = new UUID(1, 2);
    private static final QueueName QUEUE = new QueueName("orders");
    private static final Instant DUE = Instant.parse("2026-11-26T10:00:00Z");

    private final AtomicLong now = new AtomicLong(-7);
    private final DueHints hints = new DueHints(now::get);

    @Test
    void aLookBeginsWhereTheLastOneEnded() {
        assertThat(hints.from(ACCOUNT, QUEUE)).isEqualTo(Instant.EPOCH);
        hints.looked(ACCOUNT, QUEUE, Instant.EPOCH, DUE);
        assertThat(hints.from(ACCOUNT, QUEUE)).isBetween(DUE.minusSeconds(2), DUE.minusNanos(1));
        assertThat(hints.from(ACCOUNT, new QueueName("others"))).isEqualTo(Instant.EPOCH);
        assertThat(hints.from(new UUID(3, 4), QUEUE)).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aLookFromTheStartComesAgainHoweverManyOthersThereAre() {
        hints.looked(ACCOUNT, QUEUE, Instant.EPOCH, DUE);
        for (int second = 1; second < DueHints.WHOLE_EVERY.toSeconds(); second++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            Instant from = hints.from(ACCOUNT, QUEUE);
            assertThat(from).isAfter(Instant.EPOCH);
            hints.looked(ACCOUNT, QUEUE, from, DUE.plusSeconds(second));
        }
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(hints.from(ACCOUNT, QUEUE)).isEqualTo(Instant.EPOCH);
    }
}
