package woad.identity.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Secrets;
import woad.platform.core.Ids;

/** Authorisation codes: random, stored as digests, good once and for a short time. */
public final class AuthorizationCodes {
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Ids ids;
    private final InstantSource clock;

    /**
     * What a code stands for.
     *
     * @param nonce         for the id token, or null
     * @param codeChallenge S256 of the verifier (RFC 7636), or null for a confidential client that sent none
     */
    public record Code(UUID tenant, UUID user, String clientId, String redirectUri, String scope, String nonce, String codeChallenge) {}

    /** A stored code. @param grant the family that it was redeemed for, or null */
    record Stored(Code code, Instant expiresAt, boolean used, UUID grant) {}

    public AuthorizationCodes(Ids ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** Stores a new code and tells its text. */
    public String add(Handle handle, Code code) {
        String text = "1." + ids.secret(48);
        handle.createUpdate("""
                insert into identity.authorization_codes (hash, tenant_id, user_id, client_id, redirect_uri, scope, nonce, code_challenge, expires_at)
                values (:hash, :tenant, :user, :clientId, :redirectUri, :scope, :nonce, :challenge, :expires)
                """)
                .bind("hash", Secrets.sha256(text)).bind("tenant", code.tenant()).bind("user", code.user()).bind("clientId", code.clientId())
                .bind("redirectUri", code.redirectUri()).bind("scope", code.scope()).bind("nonce", code.nonce())
                .bind("challenge", code.codeChallenge()).bind("expires", clock.instant().plus(LIFE)).execute();
        return text;
    }

    /** A code, locked until the transaction ends. */
    Optional<Stored> lock(Handle handle, String text) {
        return handle.createQuery("""
                select tenant_id, user_id, client_id, redirect_uri, scope, nonce, code_challenge, expires_at, used_at is not null as used, grant_id
                from identity.authorization_codes where hash = :hash for update
                """)
                .bind("hash", Secrets.sha256(text))
                .map((row, context) -> new Stored(new Code(row.getObject("tenant_id", UUID.class), row.getObject("user_id", UUID.class),
                        row.getString("client_id"), row.getString("redirect_uri"), row.getString("scope"), row.getString("nonce"),
                        row.getString("code_challenge")), row.getTimestamp("expires_at").toInstant(), row.getBoolean("used"),
                        row.getObject("grant_id", UUID.class))).findOne();
    }

    void use(Handle handle, String text, UUID grant) {
        handle.createUpdate("update identity.authorization_codes set used_at = :now, grant_id = :grant where hash = :hash")
                .bind("now", clock.instant()).bind("grant", grant).bind("hash", Secrets.sha256(text)).execute();
    }
}
