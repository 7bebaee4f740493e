package woad.platform.web;

/** Decides whether a caller may do something. Deny by default. Declared here, implemented above. */
public interface Authoriser {

    /**
     * @param action the permission, for example {@code Microsoft.Compute/virtualMachines/write}
     * @param scope  where, in the service's own words; for the resource manager a resource id or {@code /}
     * @throws woad.platform.core.CloudException where it is refused
     */
    void authorise(Caller caller, String action, String scope);
}
