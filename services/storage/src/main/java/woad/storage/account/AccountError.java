package woad.storage.account;

import woad.platform.core.ErrorCode;

/** Errors of storage accounts in the resource manager. Source: "Storage Resource Provider error codes", and what Azure answers. */
public enum AccountError implements ErrorCode {
    NAME_NOT_VALID(400, "AccountNameInvalid"),
    ALREADY_TAKEN(409, "StorageAccountAlreadyTaken"),
    IN_ANOTHER_GROUP(409, "StorageAccountInAnotherResourceGroup"),
    TOO_MANY_ACCOUNTS(409, "MaxStorageAccountsCountPerSubscriptionExceeded"),
    INVALID_SKU(400, "InvalidAccountType"),
    REDUNDANCY_NOT_AVAILABLE(400, "RedundancyConfigurationNotAvailableInRegion"),
    INVALID_ACCESS_TIER(400, "InvalidAccessTier"),
    INVALID_VALUES(400, "InvalidValuesForRequestParameters"),
    CANNOT_BE_UPDATED(400, "AccountPropertyCannotBeUpdated"),
    NETWORK_RULES(400, "NetworkAclsValidationFailure"),
    FEATURE_NOT_SUPPORTED(400, "FeatureNotSupported"),
    NOT_FOR_ACCOUNT(409, "FeatureNotSupportedForAccount"),
    INVALID_SERVICE_PROPERTIES(400, "InvalidRequestPropertyValue");

    private final int status;
    private final String code;

    AccountError(int status, String code) {
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
