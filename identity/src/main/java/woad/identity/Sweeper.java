package woad.identity;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import woad.platform.store.Database;

/** Removes what has expired: codes, sessions, refresh tokens, counts of guesses, and sign-in records older than ninety days. */
final class Sweeper {
    private static final Logger LOG = System.getLogger("woad.identity");
    private static final Duration KEPT_LOG = Duration.ofDays(90);
    private static final Duration KEPT_GUESSES = Duration.ofHours(24);
    private static final Duration KEPT_CODES = Duration.ofDays(1);

    private final Database database;
    private final InstantSource clock;

    Sweeper(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @return how many rows went */
    int sweep() {
        Instant now = clock.instant();
        int gone = delete("authorization_codes where expires_at < ?", now.minus(KEPT_CODES)) + delete("device_codes where expires_at < ?", now.minus(KEPT_CODES))
                + delete("browser_sessions where expires_at < ?", now) + delete("refresh_tokens where expires_at < ?", now)
                + delete("grants where expires_at < ?", now) + delete("guesses where last_at < ?", now.minus(KEPT_GUESSES))
                + delete("sign_ins where at < ?", now.minus(KEPT_LOG));
        LOG.log(Level.DEBUG, "removed {0} expired rows", gone);
        return gone;
    }

    private int delete(String what, Instant before) {
        return database.with(handle -> handle.execute("delete from identity." + what, before));
    }
}
