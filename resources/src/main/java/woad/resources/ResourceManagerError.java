package woad.resources;

import woad.platform.core.ErrorCode;

/** Errors of the resource manager. Source: Azure Resource Manager, "Troubleshoot common deployment errors" and the REST reference. */
public enum ResourceManagerError implements ErrorCode {
    MISSING_API_VERSION(400, "MissingApiVersionParameter"),
    INVALID_API_VERSION(400, "InvalidApiVersionParameter"),
    INVALID_REQUEST_CONTENT(400, "InvalidRequestContent"),
    INVALID_PARAMETER(400, "InvalidParameter"),
    INVALID_REQUEST_FORMAT(400, "InvalidRequestFormat"),
    INVALID_RESOURCE_NAME(400, "InvalidResourceName"),
    INVALID_RESOURCE_GROUP_NAME(400, "InvalidResourceGroupName"),
    RESOURCE_NAME_LENGTH(400, "ResourceNameInvalid"),
    INVALID_RESOURCE_REFERENCE(400, "InvalidResourceReference"),
    LOCATION_REQUIRED(400, "LocationRequired"),
    LOCATION_NOT_AVAILABLE(400, "LocationNotAvailableForResourceType"),
    INVALID_TAG(400, "InvalidTagName"),
    INVALID_FILTER(400, "InvalidFilterInQueryString"),
    INVALID_SUBSCRIPTION_ID(400, "InvalidSubscriptionId"),
    INVALID_RESOURCE_TYPE(404, "InvalidResourceType"),
    INVALID_RESOURCE_NAMESPACE(404, "InvalidResourceNamespace"),
    SUBSCRIPTION_NOT_FOUND(404, "SubscriptionNotFound"),
    RESOURCE_GROUP_NOT_FOUND(404, "ResourceGroupNotFound"),
    RESOURCE_NOT_FOUND(404, "ResourceNotFound"),
    PARENT_NOT_FOUND(404, "ParentResourceNotFound"),
    OPERATION_NOT_FOUND(404, "OperationNotFound"),
    WRONG_TENANT(401, "InvalidAuthenticationTokenTenant"),
    AUTHORIZATION_FAILED(403, "AuthorizationFailed"),
    LINKED_AUTHORIZATION_FAILED(403, "LinkedAuthorizationFailed"),
    INVALID_LOCATION_CHANGE(409, "InvalidResourceLocation"),
    INVALID_GROUP_LOCATION(409, "InvalidResourceGroupLocation"),
    GROUP_BEING_DELETED(409, "ResourceGroupBeingDeleted"),
    RESOURCE_BEING_DELETED(409, "ResourceBeingDeleted"),
    ANOTHER_OPERATION_IN_PROGRESS(409, "AnotherOperationInProgress"),
    ROLE_ASSIGNMENT_EXISTS(409, "RoleAssignmentExists"),
    ROLE_DEFINITION_NOT_FOUND(404, "RoleDefinitionDoesNotExist"),
    ROLE_ASSIGNMENT_NOT_FOUND(404, "RoleAssignmentNotFound"),
    PRINCIPAL_NOT_FOUND(400, "PrincipalNotFound"),
    INVALID_PRINCIPAL_ID(400, "InvalidPrincipalId"),
    PRECONDITION_FAILED(412, "PreconditionFailed"),
    FEATURE_NOT_SUPPORTED(400, "FeatureNotSupported");

    private final int status;
    private final String code;

    ResourceManagerError(int status, String code) {
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
