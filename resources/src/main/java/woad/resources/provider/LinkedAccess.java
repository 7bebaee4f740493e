package woad.resources.provider;

import woad.platform.core.CloudException;
import woad.platform.web.Authoriser;
import woad.platform.web.Caller;
import woad.resources.ResourceId;
import woad.resources.ResourceManagerError;

/** Azure's linked access check: who writes a resource must hold a permission on the resources that it refers to. */
final class LinkedAccess {
    private LinkedAccess() {}

    /** @throws CloudException {@code LinkedAuthorizationFailed}, whatever the reason: the caller may write {@code written} */
    static void check(Authoriser authoriser, Caller caller, String action, ResourceId written, ResourceId linked) {
        try {
            authoriser.authorise(caller, action, linked.toString());
        } catch (CloudException e) {
            throw new CloudException(ResourceManagerError.LINKED_AUTHORIZATION_FAILED, "The client '" + caller.name() + "' has permission to write '" + written
                    + "'; however, it does not have permission to perform action '" + action + "' on the linked scope '" + linked
                    + "' or the linked scope is invalid.", e);
        }
    }
}
