package woad.identity.tokens;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Tenant;
import woad.identity.directory.Tenants;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;

/** Finds a person with their tenant, in one realm. */
public final class PersonLookup {
    private final Caller.Realm realm;

    /** A person of a tenant of this realm. */
    public record Person(Tenant tenant, DirectoryObject user) {}

    public PersonLookup(Caller.Realm realm) {
        this.realm = realm;
    }

    /** By object id. */
    public Optional<Person> find(Handle handle, PrincipalId user) {
        return handle.createQuery("select tenant_id from identity.objects where id = :id and kind = 'user'").bind("id", user.value())
                .mapTo(UUID.class).findOne()
                .flatMap(id -> Tenants.find(handle, realm, new TenantId(id)))
                .flatMap(tenant -> DirectoryObjects.find(handle, tenant.id(), user.value()).map(object -> new Person(tenant, object)));
    }

    /** By the name that people type; the part after the {@code @} is the tenant's domain. */
    public Optional<Person> find(Handle handle, String userPrincipalName) {
        int at = userPrincipalName.lastIndexOf('@');
        return at < 0 ? Optional.empty() : Tenants.findByDomain(handle, realm, userPrincipalName.substring(at + 1))
                .flatMap(tenant -> DirectoryObjects.findUser(handle, tenant.id(), userPrincipalName).map(user -> new Person(tenant, user)));
    }

    /** @throws CloudException an {@code AADSTS} where the person or tenant is gone or disabled */
    public Person require(Handle handle, PrincipalId user) {
        Person person = find(handle, user).orElseThrow(() -> new CloudException(LoginError.INVALID_GRANT,
                "Provided grant is invalid or malformed. Sign in again."));
        TenantNames.enabled(person.tenant());
        UserTokens.checkEnabled(person.user());
        return person;
    }
}
