package woad.platform.web;

import java.util.Set;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;

/**
 * Who makes a request, as proven by its credential.
 *
 * @param groups   object ids of the groups the principal is in, directly or through others, now (not when the token was issued)
 * @param clientId application through which it calls
 * @param name     for logs and people: a user principal name or an application's name
 * @param grant    what the credential itself allows; null where the caller's roles decide
 */
public record Caller(Realm realm, TenantId tenant, PrincipalId principal, Kind kind, Set<PrincipalId> groups,
                     String clientId, String name, Grant grant) {
    public Caller {
        groups = Set.copyOf(groups);
    }

    /** A caller whose roles decide. */
    public Caller(Realm realm, TenantId tenant, PrincipalId principal, Kind kind, Set<PrincipalId> groups, String clientId, String name) {
        this(realm, tenant, principal, kind, groups, clientId, name, null);
    }

    /** Customers and operators are two worlds. */
    public enum Realm { CUSTOMER, OPERATOR }

    /** What the principal is. */
    public enum Kind { USER, SERVICE_PRINCIPAL, ACCOUNT_KEY, SHARED_ACCESS_SIGNATURE, ANONYMOUS }
}
