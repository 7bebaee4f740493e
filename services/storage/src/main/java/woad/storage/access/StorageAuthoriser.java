package woad.storage.access;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.web.Authoriser;
import woad.platform.web.Caller;
import woad.storage.StorageError;
import woad.storage.access.AccessLookups.ContainerOpenness;
import woad.storage.access.AccessLookups.PathPermissions;
import woad.storage.access.AccessLookups.RoleGrants;
import woad.storage.access.SharedAccessSignature.Reach;

/**
 * Decides what a proven caller may do: an account key everything in its account; a shared access signature what it says, of what it
 * was made for; a user delegation signature no more than its user may now; a caller of the directory what its roles give or, in a
 * hierarchical account, the lists along the path; anybody what the container and the account are both open for.
 */
public final class StorageAuthoriser implements Authoriser {
    private static final Set<StorageAction> FOR_USERS_ONLY = EnumSet.of(StorageAction.GET_BLOB_USER_DELEGATION_KEY,
            StorageAction.GET_QUEUE_USER_DELEGATION_KEY, StorageAction.GET_TABLE_USER_DELEGATION_KEY);

    private final RoleGrants roles;
    private final PathPermissions paths;
    private final ContainerOpenness openness;

    public StorageAuthoriser(RoleGrants roles, PathPermissions paths, ContainerOpenness openness) {
        this.roles = roles;
        this.paths = paths;
        this.openness = openness;
    }

    /**
     * @param action name of a {@link StorageAction}
     * @param scope  text of a {@link StorageScope}
     */
    @Override
    public void authorise(Caller caller, String action, String scope) {
        authorise(caller, StorageAction.valueOf(action), StorageScope.parse(scope));
    }

    /** As {@link #authorise(Caller, String, String)}, for what a handler finds out on its way. */
    public void authorise(Caller caller, StorageAction action, StorageScope scope) {
        refusal(caller, action, scope).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Whether a caller that may create a blob, or a path, may also replace one that is there. */
    public boolean mayOverwrite(Caller caller, StorageScope scope) {
        return permits(caller, StorageAction.PUT_BLOCK, scope);
    }

    /** Whether a caller may. */
    public boolean permits(Caller caller, StorageAction action, StorageScope scope) {
        return refusal(caller, action, scope).isEmpty();
    }

    private Optional<CloudException> refusal(Caller caller, StorageAction action, StorageScope scope) {
        if (caller.grant() instanceof StorageGrant grant) {
            return scope.isIn(grant.account()) ? byGrant(grant, action, scope) : Optional.of(StorageError.AUTHORIZATION_FAILURE.refusal());
        }
        return caller.grant() == null ? byDirectory(caller, caller, false, action, scope) : Optional.of(StorageError.AUTHORIZATION_FAILURE.refusal());
    }

    private Optional<CloudException> byGrant(StorageGrant grant, StorageAction action, StorageScope scope) {
        return switch (grant) {
            case StorageGrant.AccountKey key -> FOR_USERS_ONLY.contains(action) ? Optional.of(forUsersOnly()) : Optional.empty();
            case StorageGrant.Signature made -> bySignature(made.signature(), action, scope);
            case StorageGrant.UserDelegation made -> bySignature(made.signature(), action, scope)
                    .or(() -> byDirectory(made.user(), made.actsFor(), made.preauthorised(), action, scope));
            case StorageGrant.Nobody nobody -> byOpenness(nobody, action, scope);
        };
    }

    private static Optional<CloudException> bySignature(SharedAccessSignature signature, StorageAction action, StorageScope scope) {
        if (FOR_USERS_ONLY.contains(action)) {
            return Optional.of(forUsersOnly());
        }
        if (signature.reach() instanceof Reach.WholeAccount account) {
            if (account.services().indexOf(action.service().letter()) < 0) {
                return Optional.of(StorageError.AUTHORIZATION_SERVICE_MISMATCH.refusal());
            }
            if (action.resourceTypes().chars().noneMatch(type -> account.resourceTypes().indexOf(type) >= 0)) {
                return Optional.of(StorageError.AUTHORIZATION_RESOURCE_TYPE_MISMATCH.refusal());
            }
            return permission(action.accountSignature(), signature);
        }
        if (!signature.reaches(scope)) {
            return Optional.of(StorageError.AUTHORIZATION_FAILURE.refusal());
        }
        return permission(action.resourceSignature(), signature);
    }

    private static Optional<CloudException> permission(SasPermission needed, SharedAccessSignature signature) {
        return needed.heldBy(signature.permissions()) ? Optional.empty() : Optional.of(StorageError.AUTHORIZATION_PERMISSION_MISMATCH.refusal());
    }

    /** @param listed whom the lists along the path are asked for, where the roles of {@code caller} are not enough */
    private Optional<CloudException> byDirectory(Caller caller, Caller listed, boolean listsAreSkipped, StorageAction action, StorageScope scope) {
        boolean held = action.roles().heldBy(roles.at(caller, scope.roleScope())) || !listsAreSkipped && paths.allow(listed, action, scope);
        return held ? Optional.empty() : Optional.of(StorageError.AUTHORIZATION_PERMISSION_MISMATCH.refusal());
    }

    private Optional<CloudException> byOpenness(StorageGrant.Nobody nobody, StorageAction action, StorageScope scope) {
        boolean blobs = scope.service() == StorageService.BLOB;
        boolean allowed = nobody.account().settings().allowBlobPublicAccess();
        if (blobs && allowed && action.canBeOpen() && scope.container() != null && action.openAt(openness.level(nobody.account(), scope.container()))) {
            return Optional.empty();
        }
        if (!blobs || nobody.challenged()) {
            return Optional.of(StorageError.NO_AUTHENTICATION_INFORMATION.refusal());
        }
        return Optional.of(allowed ? StorageError.RESOURCE_NOT_FOUND.refusal() : StorageError.PUBLIC_ACCESS_NOT_PERMITTED.refusal());
    }

    private static CloudException forUsersOnly() {
        return StorageError.AUTHENTICATION_FAILED.refusal(StorageError.fact("AuthenticationErrorDetail", "Only authentication scheme Bearer is supported"));
    }
}
