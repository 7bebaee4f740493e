package woad.identity.graph;

import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryRole;
import woad.identity.directory.DirectoryRoles;
import woad.identity.directory.Memberships;
import woad.identity.directory.ObjectKind;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.store.Database;
import woad.platform.web.Authoriser;
import woad.platform.web.Caller;

/**
 * Who may do what in a directory, in the caller's own tenant only. Members read; owners keep their groups and applications;
 * everybody reads themselves; all else needs a role. An object that itself holds a role, or stands for one that does, is changed
 * by Global Administrators alone, so that no lesser role can climb. Applications register nothing unless they hold a role.
 */
final class GraphAuthoriser implements Authoriser {
    private final Database database;

    GraphAuthoriser(Database database) {
        this.database = database;
    }

    /** @param scope the id or principal name of the object that is meant, or {@code /} for the whole directory */
    @Override
    public void authorise(Caller caller, String permission, String scope) {
        GraphAction action = GraphAction.of(permission).orElseThrow(() -> new IllegalStateException("no such permission: " + permission));
        boolean allowed = database.with(handle -> {
            Set<DirectoryRole> roles = DirectoryRoles.of(handle, caller.tenant(), caller.principal());
            Optional<DirectoryObject> target = scope.equals("/") ? Optional.empty() : Objects.find(handle, caller.tenant(), scope);
            if (action == GraphAction.READ) {
                return !roles.isEmpty() || isMember(handle, caller) || target.filter(object -> object.id().equals(caller.principal())).isPresent();
            }
            boolean byRole = action.roles().stream().anyMatch(roles::contains);
            boolean byOwnership = target.filter(object -> object.kind() != ObjectKind.USER && Memberships.owns(handle, caller.principal(), object.id().value())).isPresent();
            boolean guarded = target.filter(object -> holdsRole(handle, object)).isPresent();
            return (byRole || byOwnership) && (!guarded || roles.contains(DirectoryRole.GLOBAL_ADMINISTRATOR));
        });
        if (!allowed) {
            throw new CloudException(DirectoryError.DENIED, "Insufficient privileges to complete the operation.");
        }
    }

    private static boolean isMember(Handle handle, Caller caller) {
        return caller.kind() == Caller.Kind.USER && Objects.find(handle, caller.tenant(), caller.principal().toString())
                .filter(user -> !"Guest".equals(user.text("userType"))).isPresent();
    }

    private static boolean holdsRole(Handle handle, DirectoryObject object) {
        boolean itself = !DirectoryRoles.of(handle, object.tenant(), object.id()).isEmpty();
        return itself || object.kind() == ObjectKind.APPLICATION
                && woad.identity.directory.DirectoryObjects.findByAppId(handle, object.tenant(), ObjectKind.SERVICE_PRINCIPAL, object.appId())
                .filter(principal -> !DirectoryRoles.of(handle, object.tenant(), new PrincipalId(principal.id().value())).isEmpty()).isPresent();
    }
}
