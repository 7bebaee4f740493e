package woad.compute;

import woad.platform.core.ErrorCode;

/** Errors of {@code Microsoft.Compute}. Source: Azure REST reference, "Compute: errors", and what the service answers. */
public enum ComputeError implements ErrorCode {
    /** A member of the body is unknown or has the wrong type. */
    BAD_REQUEST(400, "BadRequest"),
    /** A value is not one that is allowed; the target names the property. */
    INVALID_PARAMETER(400, "InvalidParameter"),
    /** The public contract has it, this cloud does not. */
    FEATURE_NOT_SUPPORTED(400, "FeatureNotSupported"),
    INVALID_RESOURCE_REFERENCE(400, "InvalidResourceReference"),
    NO_REGISTERED_PROVIDER(400, "NoRegisteredProviderFound"),
    INVALID_FILTER(400, "InvalidFilterInQueryString"),
    NOT_FOUND(404, "NotFound"),
    IMAGE_NOT_FOUND(404, "ImageNotFound"),
    PLATFORM_IMAGE_NOT_FOUND(404, "PlatformImageNotFound"),
    OPERATION_NOT_ALLOWED(409, "OperationNotAllowed"),
    PROPERTY_CHANGE_NOT_ALLOWED(409, "PropertyChangeNotAllowed"),
    CONFLICTING_USER_INPUT(409, "ConflictingUserInput"),
    QUOTA_EXCEEDED(409, "QuotaExceeded"),
    ZONE_NOT_SUPPORTED(400, "AvailabilityZoneNotSupported"),
    /** The disks of a machine are on different hosts, so that no host can run it. */
    ALLOCATION_FAILED(409, "AllocationFailed"),
    LINK_EXPIRED(403, "AuthenticationFailed");

    private final int status;
    private final String code;

    ComputeError(int status, String code) {
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
