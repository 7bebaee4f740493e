package woad.identity.signin;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Secrets;
import woad.platform.store.Database;

/**
 * Holds up guessing. Every attempt is counted before it is checked, so that many at once gain nothing; a success takes its
 * count back. From a limit on, further attempts are refused for a minute, then two, four, … up to an hour. Names that do not exist
 * are counted like those that do.
 */
public final class Guesses {
    private static final Duration FORGET = Duration.ofHours(24);

    private final Database database;
    private final InstantSource clock;

    /** Whose attempts are counted. */
    public enum Kind {
        /** One account, from wherever. */
        ACCOUNT(10),
        /** One address (of IPv6, one network of 64 bits), against whatever account or code: offices share one. */
        ADDRESS(50);

        private final int limit;

        Kind(int limit) {
            this.limit = limit;
        }
    }

    public Guesses(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Counts an attempt. @return false where it must be refused unseen */
    public boolean begin(Kind kind, String subject) {
        Instant now = clock.instant();
        return database.with(handle -> handle.createQuery("""
                with attempt as (
                    insert into identity.guesses as g (subject, failures, last_at, blocked_until) values (:subject, 1, :now, :now)
                    on conflict (subject) do update set
                        failures = case when g.last_at < :forget then 1 else g.failures + 1 end,
                        last_at = :now,
                        blocked_until = case when g.last_at >= :forget and g.failures + 1 >= :limit
                            then cast(:now as timestamptz) + least(interval '1 hour', interval '1 minute' * power(2, least(g.failures + 1 - :limit, 6)))
                            else cast(:now as timestamptz) end
                    where g.blocked_until <= :now
                    returning 1)
                select exists (select from attempt)
                """)
                .bind("subject", key(kind, subject)).bind("now", now).bind("forget", now.minus(FORGET)).bind("limit", kind.limit)
                .mapTo(Boolean.class).one());
    }

    /** Takes an attempt back that was right: an account starts afresh, an address has one failure fewer. */
    public void succeeded(Handle handle, Kind kind, String subject) {
        String statement = switch (kind) {
            case ACCOUNT -> "delete from identity.guesses where subject = :subject and :limit > 0";
            case ADDRESS -> """
                    update identity.guesses set failures = greatest(failures - 1, 0),
                        blocked_until = case when failures - 1 < :limit then last_at else blocked_until end
                    where subject = :subject
                    """;
        };
        handle.createUpdate(statement).bind("subject", key(kind, subject)).bind("limit", kind.limit).execute();
    }

    private static byte[] key(Kind kind, String subject) {
        return Secrets.sha256(kind + ":" + switch (kind) {
            case ACCOUNT -> subject.toLowerCase(Locale.ROOT);
            case ADDRESS -> network(subject);
        });
    }

    private static String network(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
