package woad.resources.deployments;

import woad.platform.core.ErrorCode;

/** Errors of deployments. Source: Azure Resource Manager, "Troubleshoot common deployment errors". */
public enum DeploymentError implements ErrorCode {
    INVALID_DEPLOYMENT_NAME(400, "InvalidDeploymentName"),
    INVALID_REQUEST_CONTENT(400, "InvalidRequestContent"),
    INVALID_TEMPLATE_DEPLOYMENT(400, "InvalidTemplateDeployment"),
    FEATURE_NOT_SUPPORTED(400, "FeatureNotSupported"),
    DEPLOYMENT_NOT_FOUND(404, "DeploymentNotFound"),
    OPERATION_NOT_FOUND(404, "DeploymentOperationNotFound"),
    DEPLOYMENT_ACTIVE(409, "DeploymentActive"),
    CANNOT_BE_CANCELED(409, "DeploymentCannotBeCancelled"),
    DEPLOYMENT_FAILED(409, "DeploymentFailed"),
    DEPLOYMENT_CANCELED(409, "DeploymentCanceled");

    private final int status;
    private final String code;

    DeploymentError(int status, String code) {
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
