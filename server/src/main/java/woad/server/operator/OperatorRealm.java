package woad.server.operator;

import woad.identity.directory.Directory;
import woad.identity.directory.Tenant;
import woad.server.ControlPlane;

/** The operators' own directory, apart from those of all customers: no customer's token or name means anything in it. */
final class OperatorRealm {
    private OperatorRealm() {}

    /** Its tenant; made at the first start. */
    static Tenant ensure(ControlPlane plane) {
        Directory directory = plane.operators().directory();
        String domain = "operator." + plane.profile().domain();
        return directory.tenantByDomain(domain).orElseGet(() -> directory.createTenant("Operators of " + plane.profile().name(), domain));
    }
}
