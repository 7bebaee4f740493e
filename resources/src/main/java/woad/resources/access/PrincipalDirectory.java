package woad.resources.access;

import java.util.Optional;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;

/** What access control needs to know of a directory. Declared here, implemented by the composition root over the identity room. */
public interface PrincipalDirectory {

    /** The kind of a principal of the tenant: {@code User}, {@code Group} or {@code ServicePrincipal}; empty where there is none. */
    Optional<String> kind(TenantId tenant, PrincipalId principal);
}
