package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where and when a template is deployed.
 *
 * @param tenant         what {@code tenant()} answers, with {@code tenantId}
 * @param subscription   what {@code subscription()} answers, with {@code id} and {@code subscriptionId}
 * @param resourceGroup  what {@code resourceGroup()} answers, with {@code id} and {@code name}; empty for a deployment to a subscription
 * @param environment    what {@code environment()} answers: the body of {@code /metadata/endpoints}
 * @param deploymentName the deployment's own name
 * @param location       of a deployment to a subscription, or null
 * @param now            the moment that {@code utcNow()} means
 * @param newGuids       the source of {@code newGuid()}
 */
public record DeploymentContext(ObjectNode tenant, ObjectNode subscription, Optional<ObjectNode> resourceGroup, ObjectNode environment,
                                String deploymentName, String location, Instant now, Supplier<UUID> newGuids, Catalogue catalogue) {

    /** What the cloud offers. */
    public interface Catalogue {

        /** What {@code providers(namespace, type)} answers: {@code resourceType}, {@code locations}, {@code apiVersions}, newest first. */
        Optional<JsonNode> resourceType(String namespace, String type);

        /** The availability zones of a location in which a type can be placed; empty where it has none. */
        List<String> zones(String namespace, String type, String location);
    }

    /** {@code /subscriptions/<id>}, without a trailing slash. */
    public String subscriptionScope() {
        return "/subscriptions/" + subscription.path("subscriptionId").asText();
    }

    /** The scope that is deployed to: the resource group's id, or else the subscription's. */
    public String scope() {
        return resourceGroup.map(group -> resourceGroupScope(subscription.path("subscriptionId").asText(), group.path("name").asText()))
                .orElseGet(this::subscriptionScope);
    }

    /** The id of a resource group. */
    public static String resourceGroupScope(String subscriptionId, String resourceGroup) {
        return "/subscriptions/" + subscriptionId + "/resourceGroups/" + resourceGroup;
    }
}
