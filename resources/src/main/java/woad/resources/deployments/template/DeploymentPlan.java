package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.RuntimeContext;

/**
 * What a deployment will do. Immutable. Planning again with {@link #resolvedParameters} gives the same plan, also where defaults
 * depend on the time or on chance: a deployment that is taken up again after a crash stores those.
 */
public final class DeploymentPlan {
    private final Template template;
    private final ParameterValues parameters;
    private final List<PlannedResource> resources;
    private final List<PlannedOutput> outputs;

    DeploymentPlan(Template template, ParameterValues parameters, List<PlannedResource> resources, List<PlannedOutput> outputs) {
        this.template = template;
        this.parameters = parameters;
        this.resources = List.copyOf(resources);
        this.outputs = List.copyOf(outputs);
    }

    public Template template() {
        return template;
    }

    /** The resources, each after all that it depends on. */
    public List<PlannedResource> resources() {
        return resources;
    }

    /** {@code {name: {"value": …}}} with every value, secrets included: to be stored encrypted, never shown. */
    public ObjectNode resolvedParameters() {
        return parameters.resolved();
    }

    /** {@code {name: {"type": …, "value": …}}} as the deployment's answer shows it; secrets have no value. */
    public ObjectNode maskedParameters() {
        return parameters.masked();
    }

    /**
     * The outputs, once all resources are there: {@code {name: {"type": …, "value": …}}}; secrets have no value.
     *
     * @throws woad.platform.core.CloudException {@code DeploymentOutputEvaluationFailed}
     */
    public ObjectNode outputs(RuntimeContext runtime) {
        ObjectNode all = Json.object();
        outputs.forEach(output -> all.set(output.name(), output.evaluate(runtime)));
        return all;
    }

    /** A number that is the same for equal templates, in decimal. */
    public String templateHash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Json.bytes(template.source()));
            return Long.toUnsignedString(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
