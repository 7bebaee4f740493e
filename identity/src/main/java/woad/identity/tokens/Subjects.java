package woad.identity.tokens;

import java.util.EnumSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryRole;
import woad.identity.directory.Tenant;

/** Reads what a token says of its principal beyond the principal itself: its directory roles and the version of its sessions. */
final class Subjects {
    private Subjects() {}

    static TokenIssuer.Subject read(Handle handle, Tenant tenant, DirectoryObject principal) {
        return handle.createQuery("""
                select o.session_version, array(select role from identity.directory_roles where principal_id = o.id) as roles
                from identity.objects o where o.id = :id
                """)
                .bind("id", principal.id().value())
                .map((row, context) -> {
                    Set<DirectoryRole> roles = EnumSet.noneOf(DirectoryRole.class);
                    for (String role : (String[]) row.getArray("roles").getArray()) {
                        roles.add(DirectoryRole.valueOf(role));
                    }
                    return new TokenIssuer.Subject(tenant, principal, roles, row.getLong("session_version"));
                }).one();
    }
}
