package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;

/** What a deployment can ask of the resources while it runs. Failures come as {@link woad.platform.core.CloudException}. */
public interface RuntimeContext {

    /** The resource as GET answers it to the deployment's caller, with {@code properties}. */
    JsonNode resource(String resourceId, String apiVersion);

    /**
     * What a POST of an action answers, for example {@code listKeys}.
     *
     * @param action as the template spells it
     * @param body   the action's request, or null
     */
    JsonNode invoke(String resourceId, String action, String apiVersion, JsonNode body);
}
