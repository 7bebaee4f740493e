package woad.identity.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Secrets;
import woad.platform.core.Ids;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;

/**
 * Refresh tokens: random, stored as digests, each good once. A grant is the family of those that came from one sign-in; a token
 * that comes back after it was used shows that somebody else has it, and revokes the family (RFC 9700, section 4.14).
 */
public final class RefreshTokens {
    private static final Duration IDLE = Duration.ofDays(30);
    private static final Duration LIFE = Duration.ofDays(90);
    /** Programs that share one token cache may refresh at the same moment; that long, a used token is taken again. */
    private static final Duration SAME_MOMENT = Duration.ofSeconds(10);

    private final Ids ids;
    private final InstantSource clock;

    /** What redeeming a token came to. */
    public sealed interface Redeemed {
        record Good(UUID grant, TenantId tenant, PrincipalId user, String scope) implements Redeemed {}

        record Unknown() implements Redeemed {}

        record Expired() implements Redeemed {}

        record Revoked() implements Redeemed {}
    }

    private record Row(UUID grant, UUID tenant, UUID user, String clientId, String scope, Instant expiresAt, Instant usedAt, boolean revoked) {}

    public RefreshTokens(Ids ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** Begins a family. @param scope what was asked for at the sign-in */
    public UUID open(Handle handle, TenantId tenant, PrincipalId user, String clientId, String scope) {
        UUID grant = ids.guid();
        Instant now = clock.instant();
        handle.createUpdate("""
                insert into identity.grants (id, tenant_id, user_id, client_id, scope, created_at, expires_at)
                values (:id, :tenant, :user, :clientId, :scope, :now, :expires)
                """)
                .bind("id", grant).bind("tenant", tenant.value()).bind("user", user.value()).bind("clientId", clientId).bind("scope", scope)
                .bind("now", now).bind("expires", now.plus(LIFE)).execute();
        return grant;
    }

    /** A new token of a family. */
    String add(Handle handle, UUID grant) {
        String token = "1." + ids.secret(48);
        handle.createUpdate("insert into identity.refresh_tokens (hash, grant_id, expires_at) values (:hash, :grant, :expires)")
                .bind("hash", Secrets.sha256(token)).bind("grant", grant).bind("expires", clock.instant().plus(IDLE)).execute();
        return token;
    }

    /** Uses a token up. Commit what it did whatever it came to: a revocation must stay. */
    public Redeemed redeem(Handle handle, String token, String clientId) {
        Instant now = clock.instant();
        Row row = handle.createQuery("""
                select g.id, g.tenant_id, g.user_id, g.client_id, g.scope, least(r.expires_at, g.expires_at) as expires_at, r.used_at,
                       g.revoked_at is not null as revoked
                from identity.refresh_tokens r join identity.grants g on g.id = r.grant_id where r.hash = :hash for update of g
                """)
                .bind("hash", Secrets.sha256(token))
                .map((found, context) -> new Row(found.getObject("id", UUID.class), found.getObject("tenant_id", UUID.class),
                        found.getObject("user_id", UUID.class), found.getString("client_id"), found.getString("scope"),
                        found.getTimestamp("expires_at").toInstant(), found.getTimestamp("used_at") == null ? null : found.getTimestamp("used_at").toInstant(),
                        found.getBoolean("revoked"))).findOne().orElse(null);
        if (row == null || !row.clientId().equals(clientId)) {
            return new Redeemed.Unknown();
        }
        if (row.revoked()) {
            return new Redeemed.Revoked();
        }
        if (!now.isBefore(row.expiresAt())) {
            return new Redeemed.Expired();
        }
        if (row.usedAt() != null && row.usedAt().plus(SAME_MOMENT).isBefore(now)) {
            revoke(handle, row.grant());
            return new Redeemed.Revoked();
        }
        handle.createUpdate("update identity.refresh_tokens set used_at = coalesce(used_at, :now) where hash = :hash")
                .bind("now", now).bind("hash", Secrets.sha256(token)).execute();
        return new Redeemed.Good(row.grant(), new TenantId(row.tenant()), new PrincipalId(row.user()), row.scope());
    }

    /** Ends a family. */
    public void revoke(Handle handle, UUID grant) {
        handle.createUpdate("update identity.grants set revoked_at = :now where id = :grant and revoked_at is null")
                .bind("now", clock.instant()).bind("grant", grant).execute();
    }
}
