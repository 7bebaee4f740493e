package woad.resources.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import woad.platform.core.CloudException;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;

/**
 * A PUT that a type has to judge.
 *
 * @param requested location and tags are checked already; {@code properties} is what the client sent (an empty object where it sent none)
 * @param existing  the resource as it stands, or null
 * @param caller    for linked-access checks: {@link #authorise}
 */
public record PutRequest(ResourceId id, TenantId tenant, Desired requested, Resource existing, Caller caller, Resources resources,
                         woad.platform.web.Authoriser authoriser) {

    /** The properties the client sent. */
    public ObjectNode properties() {
        return requested.properties();
    }

    /**
     * Azure's linked access check: the caller must hold {@code action} on another resource that this one refers to.
     *
     * @throws CloudException {@code LinkedAuthorizationFailed}, whatever the reason: the caller may write this resource
     */
    public void authorise(String action, ResourceId linked) {
        LinkedAccess.check(authoriser, caller, action, id, linked);
    }
}
