package woad.identity.graph;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import woad.identity.directory.DirectoryRole;

/** What may be done in a directory, and by which roles. Source: Microsoft Entra built-in roles, whose permission names these are. */
enum GraphAction {
    READ("microsoft.directory/standard/read", EnumSet.allOf(DirectoryRole.class)),
    USERS_CREATE("microsoft.directory/users/create", people()),
    USERS_UPDATE("microsoft.directory/users/basic/update", people()),
    USERS_DELETE("microsoft.directory/users/delete", people()),
    USERS_END_SESSIONS("microsoft.directory/users/invalidateAllRefreshTokens", people()),
    GROUPS_CREATE("microsoft.directory/groups/create", groups()),
    GROUPS_UPDATE("microsoft.directory/groups/basic/update", groups()),
    GROUPS_DELETE("microsoft.directory/groups/delete", groups()),
    APPLICATIONS_CREATE("microsoft.directory/applications/create", applications()),
    APPLICATIONS_UPDATE("microsoft.directory/applications/basic/update", applications()),
    APPLICATIONS_DELETE("microsoft.directory/applications/delete", applications());

    private final String permission;
    private final Set<DirectoryRole> roles;

    GraphAction(String permission, Set<DirectoryRole> roles) {
        this.permission = permission;
        this.roles = roles;
    }

    /** The permission's name in Microsoft Entra. */
    String permission() {
        return permission;
    }

    /** The roles that have it. */
    Set<DirectoryRole> roles() {
        return roles;
    }

    static Optional<GraphAction> of(String permission) {
        return EnumSet.allOf(GraphAction.class).stream().filter(action -> action.permission.equals(permission)).findFirst();
    }

    private static Set<DirectoryRole> people() {
        return EnumSet.of(DirectoryRole.GLOBAL_ADMINISTRATOR, DirectoryRole.USER_ADMINISTRATOR);
    }

    private static Set<DirectoryRole> groups() {
        return EnumSet.of(DirectoryRole.GLOBAL_ADMINISTRATOR, DirectoryRole.USER_ADMINISTRATOR, DirectoryRole.GROUPS_ADMINISTRATOR);
    }

    private static Set<DirectoryRole> applications() {
        return EnumSet.of(DirectoryRole.GLOBAL_ADMINISTRATOR, DirectoryRole.APPLICATION_ADMINISTRATOR);
    }
}
