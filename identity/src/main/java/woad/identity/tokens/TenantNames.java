package woad.identity.tokens;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Names;
import woad.identity.directory.Tenant;
import woad.identity.directory.Tenants;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;

/** The {@code {tenant}} of a sign-in path: a GUID, a domain, or a word for "whichever the person is of". */
public final class TenantNames {
    private static final Set<String> ANY = Set.of("common", "organizations");

    private TenantNames() {}

    /** Whether the name leaves the tenant open until the person is known. */
    public static boolean isAny(String name) {
        return ANY.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The tenant that is named; empty for {@code common} and {@code organizations}. @throws CloudException {@code AADSTS90002}, {@code AADSTS900023} */
    public static Optional<Tenant> find(Handle handle, Caller.Realm realm, String name) {
        if (isAny(name)) {
            return Optional.empty();
        }
        Optional<Tenant> tenant;
        if (Guid.matches(name)) {
            tenant = Tenants.find(handle, realm, TenantId.parse(name));
        } else if (name.contains(".") && name.length() <= 253 && Names.isPlain(name)) {
            tenant = Tenants.findByDomain(handle, realm, name);
        } else {
            throw new CloudException(LoginError.TENANT_FORM, "Specified tenant identifier '" + Names.printable(name)
                    + "' is neither a valid DNS name, nor a valid external domain.");
        }
        Tenant found = tenant.orElseThrow(() -> new CloudException(LoginError.UNKNOWN_TENANT, "Tenant '" + Names.printable(name)
                + "' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. "
                + "Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."));
        return Optional.of(enabled(found));
    }

    /** @throws CloudException {@code AADSTS50180} where the tenant is disabled */
    public static Tenant enabled(Tenant tenant) {
        if (!tenant.enabled()) {
            throw new CloudException(LoginError.DISABLED_TENANT, "The tenant '" + tenant.id() + "' is disabled. Ask the operator of this cloud.");
        }
        return tenant;
    }

    /** The tenant that is named, where one is needed. @throws CloudException {@code AADSTS50059} for {@code common} and {@code organizations} */
    public static Tenant require(Handle handle, Caller.Realm realm, String name) {
        return find(handle, realm, name).orElseThrow(() -> new CloudException(LoginError.NO_TENANT, "No tenant-identifying information found in "
                + "either the request or implied by any provided credentials. Use the tenant's id or domain in the path."));
    }
}
