package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.RuntimeContext;
import woad.resources.deployments.template.expression.Trees;

/**
 * A resource that a deployment makes, or only waits for.
 *
 * @param id        with the letter case of the template; compare without regard to case
 * @param type      full, with the types of its parents
 * @param name      full, with the names of its parents, divided by slashes
 * @param existing  whether it is only read: nothing is to be put
 * @param dependsOn the ids of planned resources that must be there first, spelt as their own {@code id}
 * @param body      what is to be put, with what is known only at run time still open: use {@link #evaluate} or {@link #preview}
 */
public record PlannedResource(String id, String type, String name, String apiVersion, boolean existing, Set<String> dependsOn, ObjectNode body) {
    public PlannedResource {
        dependsOn = Set.copyOf(dependsOn);
    }

    /** Whether it is a nested deployment. */
    public boolean isDeployment() {
        return type.equalsIgnoreCase(ResourceExpander.DEPLOYMENTS);
    }

    /** The location, where it is known before the deployment runs. */
    public Optional<String> location() {
        return Optional.ofNullable(body.get("location")).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /**
     * The body to put. Members that are null mean the default and are left out.
     *
     * @throws woad.platform.core.CloudException {@code InvalidTemplate} where an expression cannot be computed, or what the resources answer
     */
    public ObjectNode evaluate(RuntimeContext runtime) {
        JsonNode resolved = Faults.at("the resource '" + id + "'", () -> Trees.resolve(body, runtime));
        return (ObjectNode) (isDeployment() ? resolved : withoutNulls(resolved));
    }

    /** The body as far as it is known beforehand; what is not stands as the expression that will compute it. */
    public ObjectNode preview() {
        JsonNode known = known(body);
        return (ObjectNode) (isDeployment() ? known : withoutNulls(known));
    }

    private static JsonNode known(JsonNode node) {
        return switch (node) {
            case POJONode held -> Json.MAPPER.getNodeFactory().textNode(held.getPojo().toString());
            case ObjectNode object -> {
                ObjectNode result = Json.object();
                object.properties().forEach(member -> result.set(member.getKey(), known(member.getValue())));
                yield result;
            }
            case ArrayNode array -> {
                ArrayNode result = Json.MAPPER.createArrayNode();
                array.forEach(element -> result.add(known(element)));
                yield result;
            }
            case JsonNode leaf -> leaf;
        };
    }

    private static JsonNode withoutNulls(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode result = Json.object();
                object.properties().stream().filter(member -> !member.getValue().isNull())
                        .forEach(member -> result.set(member.getKey(), withoutNulls(member.getValue())));
                yield result;
            }
            case ArrayNode array -> {
                ArrayNode result = Json.MAPPER.createArrayNode();
                array.forEach(element -> result.add(withoutNulls(element)));
                yield result;
            }
            case JsonNode leaf -> leaf;
        };
    }

    /** Says nothing of the body, which may hold secrets. */
    @Override
    public String toString() {
        return "PlannedResource[" + id + "]";
    }
}
