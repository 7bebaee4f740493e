package woad.server.operator;

import java.util.List;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.resources.Subscriptions.Subscription;
import woad.server.ControlPlane;

/** Finds what a request of the operator speaks of. */
final class Customers {
    private Customers() {}

    /** The tenant that the property {@code tenantId} names. */
    static TenantId existing(ControlPlane plane, Fields fields) {
        TenantId tenant = new TenantId(fields.guid("tenantId"));
        if (plane.customers().directory().tenant(tenant).isEmpty()) {
            throw new CloudException(CommonError.NOT_FOUND, "There is no tenant " + tenant + ".", "tenantId", List.of());
        }
        return tenant;
    }

    /** The subscriptions that the property {@code ownerOf} names, all of this tenant. */
    static List<SubscriptionId> owned(ControlPlane plane, Fields fields, TenantId tenant) {
        List<SubscriptionId> wanted = fields.guids("ownerOf").stream().map(SubscriptionId::new).toList();
        for (SubscriptionId id : wanted) {
            Optional<Subscription> found = plane.resources().subscriptions().find(id).filter(s -> s.tenant().equals(tenant));
            if (found.isEmpty()) {
                throw new CloudException(CommonError.NOT_FOUND, "The tenant " + tenant + " has no subscription " + id + ".", "ownerOf", List.of());
            }
        }
        return wanted;
    }
}
