package woad.identity.directory;

import java.util.EnumSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;

/** Who holds which directory role; groups do not hold roles. */
public final class DirectoryRoles {
    private DirectoryRoles() {}

    static void assign(Handle handle, TenantId tenant, PrincipalId principal, DirectoryRole role) {
        handle.createUpdate("""
                insert into identity.directory_roles (tenant_id, principal_id, role) values (:tenant, :principal, :role) on conflict do nothing
                """).bind("tenant", tenant.value()).bind("principal", principal.value()).bind("role", role.name()).execute();
    }

    static void remove(Handle handle, TenantId tenant, PrincipalId principal, DirectoryRole role) {
        handle.createUpdate("delete from identity.directory_roles where tenant_id = :tenant and principal_id = :principal and role = :role")
                .bind("tenant", tenant.value()).bind("principal", principal.value()).bind("role", role.name()).execute();
    }

    /** The roles of a principal. */
    public static Set<DirectoryRole> of(Handle handle, TenantId tenant, PrincipalId principal) {
        Set<DirectoryRole> roles = EnumSet.noneOf(DirectoryRole.class);
        handle.createQuery("select role from identity.directory_roles where tenant_id = :tenant and principal_id = :principal")
                .bind("tenant", tenant.value()).bind("principal", principal.value()).mapTo(String.class)
                .forEach(name -> roles.add(DirectoryRole.valueOf(name)));
        return roles;
    }
}
