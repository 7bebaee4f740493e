package woad.network;

import java.util.List;
import woad.platform.core.CloudException;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.ResourceManagerError;
import woad.resources.provider.PutRequest;

/** Checks of what a request refers to. */
final class References {
    private References() {}

    /**
     * The resource of a type that a request refers to. It exists in the request's tenant, subscription and region, is provisioned,
     * and the caller may join it.
     *
     * @param id     of the resource itself or, for a subnet, of the child on which {@code action} is asked for
     * @param target the property that refers to it
     */
    static Resource check(PutRequest put, ResourceId id, String type, String action, String target) {
        put.authorise(action, id);
        ResourceId resourceId = id.is(type) ? id : id.parent().filter(parent -> parent.is(type)).orElseThrow(() -> notFound(id.toString(), target));
        Resource resource = put.resources().find(resourceId)
                .filter(found -> found.tenant().equals(put.tenant()) && resourceId.subscription().equals(put.id().subscription())
                        && put.requested().location().equals(found.desired().location()) && found.state() != Resource.State.DELETING)
                .orElseThrow(() -> notFound(id.toString(), target));
        if (resource.state() == Resource.State.FAILED) {
            throw new CloudException(NetworkError.REFERENCE_NOT_PROVISIONED, "Cannot proceed with operation because resource " + resource.id()
                    + " used by resource " + put.id() + " is not in Succeeded state. Resource is in Failed state: mend it first.", target, List.of());
        }
        return resource;
    }

    /** Whether a reference says what it said before, so that nobody has to be asked again. */
    static boolean same(String before, String after) {
        return before != null && before.equalsIgnoreCase(after);
    }

    static CloudException notFound(String id, String target) {
        return new CloudException(ResourceManagerError.INVALID_RESOURCE_REFERENCE, "Resource " + id + " referenced by " + target
                + " was not found. Please make sure that the referenced resource exists, and that both resources are in the same subscription and region.",
                target, List.of());
    }
}
