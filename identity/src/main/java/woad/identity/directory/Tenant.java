package woad.identity.directory;

import java.time.Instant;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;

/**
 * A directory of its own: people and applications of one tenant are unknown in every other.
 *
 * @param defaultDomain what its users' names end with, in lower case
 * @param passwordGrant whether applications may send a person's password themselves (off unless the tenant asks for it)
 */
public record Tenant(TenantId id, Caller.Realm realm, String displayName, String defaultDomain, boolean enabled,
                     boolean passwordGrant, Instant createdAt) {}
