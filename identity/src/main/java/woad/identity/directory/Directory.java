package woad.identity.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.web.Caller;

/** What the operator does in the directories of one realm: tenants and their first people and applications. */
public final class Directory {
    private final Database database;
    private final Caller.Realm realm;
    private final Ids ids;
    private final InstantSource clock;
    private final Passwords passwords;
    private final Secrets secrets;

    /** A new user with its generated password, which is told once. */
    public record NewUser(DirectoryObject user, String password) {
        @Override
        public String toString() {
            return "NewUser[" + user.id() + "]";
        }
    }

    /** A new application, its service principal and its secret, which is told once. */
    public record NewApplication(DirectoryObject application, DirectoryObject servicePrincipal, String secret) {
        /** The client id. */
        public UUID appId() {
            return application.appId();
        }

        @Override
        public String toString() {
            return "NewApplication[" + appId() + "]";
        }
    }

    public Directory(Database database, Caller.Realm realm, Ids ids, InstantSource clock, Passwords passwords, Secrets secrets) {
        this.database = database;
        this.realm = realm;
        this.ids = ids;
        this.clock = clock;
        this.passwords = passwords;
        this.secrets = secrets;
    }

    /**
     * Makes a tenant.
     *
     * @param defaultDomain what its users' names end with, for example {@code contoso.woad.test}
     * @throws CloudException {@code Request_BadRequest} for a malformed domain, {@code Conflict} for one that is taken
     */
    public Tenant createTenant(String displayName, String defaultDomain) {
        String domain = Names.domain(defaultDomain);
        Tenant tenant = new Tenant(new TenantId(ids.guid()), realm, Names.displayName(displayName, ObjectKind.GROUP), domain, true, false,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        return database.transaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtext('identity.tenants'))");
            boolean taken = handle.createQuery("select exists (select from identity.tenants where default_domain = :domain)")
                    .bind("domain", domain).mapTo(Boolean.class).one();
            if (taken) {
                throw new CloudException(CommonError.CONFLICT, "The domain " + domain + " belongs to a tenant already.");
            }
            Tenants.insert(handle, tenant);
            return tenant;
        });
    }

    public Optional<Tenant> tenant(TenantId id) {
        return database.with(handle -> Tenants.find(handle, realm, id));
    }

    public Optional<Tenant> tenantByDomain(String domain) {
        return database.with(handle -> Tenants.findByDomain(handle, realm, domain));
    }

    /** All tenants of the realm, oldest first. */
    public List<Tenant> tenants() {
        return database.with(handle -> Tenants.list(handle, realm));
    }

    /**
     * Enables or disables a tenant; disabled, none of its tokens is accepted any more, from the next request on.
     *
     * @param passwordGrant whether applications may send a person's password themselves
     */
    public void configureTenant(TenantId id, boolean enabled, boolean passwordGrant) {
        if (!database.with(handle -> Tenants.set(handle, realm, id, enabled, passwordGrant))) {
            throw unknownTenant(id);
        }
    }

    /** Makes a user with a generated password. @throws CloudException {@code Request_BadRequest} for a wrong or taken name */
    public NewUser createUser(TenantId tenantId, String userPrincipalName, String displayName) {
        String password = passwords.generate();
        return database.transaction(handle -> {
            Tenant tenant = Tenants.find(handle, realm, tenantId).orElseThrow(() -> unknownTenant(tenantId));
            Names.userPrincipalName(userPrincipalName, tenant);
            ObjectNode properties = Json.object().put("accountEnabled", true)
                    .put("displayName", Names.displayName(displayName, ObjectKind.USER)).put("userPrincipalName", userPrincipalName)
                    .put("mailNickname", userPrincipalName.substring(0, userPrincipalName.lastIndexOf('@'))).put("userType", "Member");
            DirectoryObject user = insert(handle, tenantId, ObjectKind.USER, properties);
            passwords.set(handle, user.id().value(), password, false, user.createdAt());
            return new NewUser(user, password);
        });
    }

    /** Gives a user a new generated password and ends all sessions. @return the password, which is told once */
    public String resetPassword(TenantId tenant, PrincipalId user) {
        String password = passwords.generate();
        return database.transaction(handle -> {
            DirectoryObject found = DirectoryObjects.lock(handle, tenant, ObjectKind.USER, user.value())
                    .orElseThrow(() -> new CloudException(DirectoryError.NOT_FOUND, "The tenant has no user " + user + "."));
            passwords.set(handle, user.value(), password, false, clock.instant());
            Users.endSessions(handle, found, clock.instant());
            return password;
        });
    }

    public Optional<DirectoryObject> user(TenantId tenant, String userPrincipalName) {
        return database.with(handle -> DirectoryObjects.findUser(handle, tenant, userPrincipalName));
    }

    /** Makes an application, its service principal in the same tenant, and a secret that holds two years. */
    public NewApplication createApplication(TenantId tenantId, String displayName) {
        return database.transaction(handle -> {
            Tenants.find(handle, realm, tenantId).orElseThrow(() -> unknownTenant(tenantId));
            DirectoryObject application = insert(handle, tenantId, ObjectKind.APPLICATION,
                    Applications.initial(ids.guid(), Names.displayName(displayName, ObjectKind.APPLICATION)));
            DirectoryObject servicePrincipal = insert(handle, tenantId, ObjectKind.SERVICE_PRINCIPAL, Applications.servicePrincipalOf(application));
            Secrets.Made secret = secrets.add(handle, application.id().value(), "created with the application",
                    application.createdAt(), application.createdAt().plus(Secrets.DEFAULT_LIFE));
            return new NewApplication(application, servicePrincipal, secret.text());
        });
    }

    /** Gives a user or service principal of the tenant a directory role. */
    public void assignRole(TenantId tenant, PrincipalId principal, DirectoryRole role) {
        database.transaction(handle -> {
            DirectoryObjects.find(handle, tenant, principal.value())
                    .filter(object -> object.kind() == ObjectKind.USER || object.kind() == ObjectKind.SERVICE_PRINCIPAL)
                    .orElseThrow(() -> new CloudException(DirectoryError.NOT_FOUND, "The tenant has no user or service principal " + principal + "."));
            DirectoryRoles.assign(handle, tenant, principal, role);
            return principal;
        });
    }

    /** Takes a directory role away, from the next request on. */
    public void removeRole(TenantId tenant, PrincipalId principal, DirectoryRole role) {
        database.transaction(handle -> {
            DirectoryRoles.remove(handle, tenant, principal, role);
            return principal;
        });
    }

    /** A user, group, application or service principal of the tenant. */
    public Optional<DirectoryObject> object(TenantId tenant, PrincipalId id) {
        return database.with(handle -> DirectoryObjects.find(handle, tenant, id.value()));
    }

    private DirectoryObject insert(Handle handle, TenantId tenant, ObjectKind kind, ObjectNode properties) {
        DirectoryObject object = new DirectoryObject(new PrincipalId(ids.guid()), tenant, kind, properties,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        DirectoryObjects.insert(handle, object);
        return object;
    }

    private static CloudException unknownTenant(TenantId id) {
        return new CloudException(DirectoryError.NOT_FOUND, "There is no tenant " + id + " in this realm.");
    }
}
