package woad.resources.deployments.template;

import woad.platform.core.CloudException;
import woad.platform.core.ErrorCode;

/** What can be wrong with a template. Source: Azure Resource Manager's common deployment errors. */
public enum TemplateError implements ErrorCode {
    INVALID_TEMPLATE("InvalidTemplate"),
    OUTPUT_EVALUATION_FAILED("DeploymentOutputEvaluationFailed");

    private final String code;

    TemplateError(String code) {
        this.code = code;
    }

    @Override
    public int status() {
        return 400;
    }

    @Override
    public String code() {
        return code;
    }

    /** A template that is refused before anything is deployed. */
    static CloudException invalid(String reason) {
        return invalid(reason, null);
    }

    static CloudException invalid(String reason, Throwable cause) {
        return new CloudException(INVALID_TEMPLATE, "Deployment template validation failed: '" + reason + "'.", cause);
    }
}
