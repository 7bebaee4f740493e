package woad.resources.access;

import java.util.List;

/** What a caller may do at a scope, by the roles it has there and above. Without a role nothing is allowed. */
public record Grants(List<Role> roles) {
    /** Nothing. */
    public static final Grants NONE = new Grants(List.of());

    public Grants {
        roles = List.copyOf(roles);
    }

    /** Whether an action on the resource is allowed: {@code Microsoft.Storage/storageAccounts/blobServices/containers/write}. */
    public boolean allow(String action) {
        return roles.stream().anyMatch(role -> role.allows(action));
    }

    /** Whether an action on the data inside is allowed: {@code Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read}. */
    public boolean allowData(String dataAction) {
        return roles.stream().anyMatch(role -> role.allowsData(dataAction));
    }
}
