package woad.fleet;

import woad.platform.core.ErrorCode;

/** Why the fleet refuses. Source of the allocation codes: Azure Virtual Machines, "Troubleshoot allocation failures" and "SkuNotAvailable errors". */
public enum FleetError implements ErrorCode {
    /** No host of the region or zone is large enough, however empty. */
    SKU_NOT_AVAILABLE(409, "SkuNotAvailable"),
    /** The region has no room now. */
    ALLOCATION_FAILED(409, "AllocationFailed"),
    /** The zone has no room now. */
    ZONAL_ALLOCATION_FAILED(409, "ZonalAllocationFailed"),
    /** There is no such host. */
    HOST_NOT_FOUND(404, "HostNotFound"),
    /** The host still reports; only one that is gone can be removed. */
    HOST_IS_UP(409, "HostIsUp"),
    /** The host was removed for good. */
    HOST_REMOVED(409, "HostRemoved"),
    /** The enrolment token is unknown, used, or too old. */
    ENROLMENT_REFUSED(401, "EnrolmentRefused"),
    /** A host asked for what belongs to another. */
    NOT_THIS_HOST(403, "NotThisHost"),
    /** The host holds a later generation than the control plane knows: the database is older than the host's state. */
    HOST_IS_AHEAD(409, "HostIsAhead");

    private final int status;
    private final String code;

    FleetError(int status, String code) {
        this.status = status;
        this.code = code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return code;
    }
}
