package woad.storage.access;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.storage.account.Account;

/**
 * A key that a user gets to sign shared access signatures with. It is not stored: its value follows from what it is for and from a
 * secret of the account, so that renewing that secret revokes all keys of the account at once.
 *
 * @param user            whose rights its signatures have, at most
 * @param start           from when it holds; whole seconds
 * @param expiry          until when; at most {@link #LONGEST} after the start
 * @param service         letter of the service
 * @param version         of the service that issued it, as text
 * @param delegatedTenant tenant of those who alone may use its signatures; null for anybody
 */
public record UserDelegationKey(TenantId tenant, PrincipalId user, Instant start, Instant expiry, char service, ServiceVersion version, TenantId delegatedTenant) {
    /** How long a key may hold. */
    public static final Duration LONGEST = Duration.ofDays(7);

    public UserDelegationKey {
        start = start.truncatedTo(ChronoUnit.SECONDS);
        expiry = expiry.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The key itself, 32 bytes. */
    public byte[] value(Account account) {
        return Hmac.sign(account.delegationKey(), String.join("\n", "user delegation key", account.id().toString(), tenant.toString(), user.toString(),
                start.toString(), expiry.toString(), String.valueOf(service), version.text(), delegatedTenant == null ? "" : delegatedTenant.toString()));
    }

    /** The key in the form in which clients get it. */
    public String text(Account account) {
        return Base64.getEncoder().encodeToString(value(account));
    }
}
