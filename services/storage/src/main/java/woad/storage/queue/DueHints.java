package woad.storage.queue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Where in a queue messages are due. Whoever looks for due messages from the start passes over the index entries of all that were taken
 * since the database last cleaned up, which under load are hundreds of thousands; so a look starts where the last one ended. A message
 * whose statement took longer than {@link #SLACK} can come in before that point: it is found by the next look from the start, of which
 * there is one every {@link #WHOLE_EVERY}.
 */
final class DueHints {
    static final Duration WHOLE_EVERY = Duration.ofSeconds(5);
    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final int REMEMBERED = 100_000;

    private final Ticker ticker;
    private final Cache<Key, Hint> hints = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private record Key(UUID account, QueueName queue) {}

    /** @param wholeAt nanoseconds of the ticker, of the last look from the start */
    private record Hint(Instant from, long wholeAt) {}

    DueHints(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Where to begin a look. */
    Instant from(UUID account, QueueName queue) {
        Hint hint = hints.getIfPresent(new Key(account, queue));
        return hint == null || ticker.read() - hint.wholeAt() >= WHOLE_EVERY.toNanos() ? Instant.EPOCH : hint.from();
    }

    /** After a look. @param from where it began @param until up to when it found everything that was due */
    void looked(UUID account, QueueName queue, Instant from, Instant until) {
        hints.asMap().compute(new Key(account, queue), (key, hint) -> {
            long wholeAt = from.equals(Instant.EPOCH) ? ticker.read() : hint == null ? ticker.read() - WHOLE_EVERY.toNanos() : hint.wholeAt();
            return new Hint(until.minus(SLACK), wholeAt);
        });
    }
}
