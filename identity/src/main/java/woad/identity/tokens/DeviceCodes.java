package woad.identity.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Secrets;
import woad.platform.core.Ids;

/** Device codes (RFC 8628): one for the program to ask with, a short one for the person to type. */
public final class DeviceCodes {
    static final Duration LIFE = Duration.ofMinutes(15);
    static final int POLL_SECONDS = 5;
    /** Letters and digits that do not look alike; nine of them are 43 bits, guessed online only, for fifteen minutes. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final Ids ids;
    private final InstantSource clock;

    /** What the person has said. */
    public enum State { PENDING, APPROVED, DENIED, REDEEMED }

    /** A new code with both texts. */
    record Made(String deviceCode, String userCode) {
        @Override
        public String toString() {
            return "Made[]";
        }
    }

    /**
     * A stored code.
     *
     * @param tenant the tenant that the program named, or null for any
     * @param user   who approved it, or null
     */
    public record Stored(String userCode, String clientId, UUID tenant, String scope, String clientAddress, State state, UUID user,
                         Instant expiresAt, Instant polledAt, int pollSeconds) {}

    public DeviceCodes(Ids ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    Made add(Handle handle, String clientId, UUID tenant, String scope, String clientAddress) {
        StringBuilder userCode = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            userCode.append(ALPHABET.charAt(ids.below(ALPHABET.length())));
        }
        Made made = new Made(ids.secret(48), userCode.toString());
        handle.createUpdate("""
                insert into identity.device_codes (hash, user_code, client_id, tenant_id, scope, client_address, expires_at, poll_seconds)
                values (:hash, :userCode, :clientId, :tenant, :scope, :address, :expires, :poll)
                """)
                .bind("hash", Secrets.sha256(made.deviceCode())).bind("userCode", made.userCode()).bind("clientId", clientId).bind("tenant", tenant)
                .bind("scope", scope).bind("address", clientAddress).bind("expires", clock.instant().plus(LIFE)).bind("poll", POLL_SECONDS).execute();
        return made;
    }

    /** A code that a person may still answer, by what they typed: case, spaces and dashes do not matter. */
    public Optional<Stored> findPending(Handle handle, String typed) {
        String userCode = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return find(handle, "user_code = :key and state = 'PENDING' and expires_at > :now", userCode);
    }

    Optional<Stored> lock(Handle handle, String deviceCode) {
        return find(handle, "hash = :key and cast(:now as timestamptz) is not null for update", Secrets.sha256(deviceCode));
    }

    private Optional<Stored> find(Handle handle, String condition, Object key) {
        return handle.createQuery("select user_code, client_id, tenant_id, scope, client_address, state, user_id, expires_at, polled_at, poll_seconds "
                        + "from identity.device_codes where " + condition)
                .bind("key", key).bind("now", clock.instant())
                .map((row, context) -> new Stored(row.getString("user_code"), row.getString("client_id"), row.getObject("tenant_id", UUID.class),
                        row.getString("scope"), row.getString("client_address"), State.valueOf(row.getString("state")), row.getObject("user_id", UUID.class),
                        row.getTimestamp("expires_at").toInstant(), row.getTimestamp("polled_at") == null ? null : row.getTimestamp("polled_at").toInstant(),
                        row.getInt("poll_seconds"))).findOne();
    }

    /** Records a person's answer. @return whether the code still waited for one */
    public boolean answer(Handle handle, String userCode, UUID user, boolean approved) {
        return handle.createUpdate("""
                update identity.device_codes set state = :state, user_id = :user where user_code = :userCode and state = 'PENDING' and expires_at > :now
                """)
                .bind("state", approved ? State.APPROVED.name() : State.DENIED.name()).bind("user", user).bind("userCode", userCode)
                .bind("now", clock.instant()).execute() > 0;
    }

    void polled(Handle handle, Stored code, int pollSeconds) {
        handle.createUpdate("update identity.device_codes set polled_at = :now, poll_seconds = :poll where user_code = :userCode")
                .bind("now", clock.instant()).bind("poll", pollSeconds).bind("userCode", code.userCode()).execute();
    }

    void redeemed(Handle handle, Stored code) {
        handle.createUpdate("update identity.device_codes set state = 'REDEEMED' where user_code = :userCode")
                .bind("userCode", code.userCode()).execute();
    }
}
