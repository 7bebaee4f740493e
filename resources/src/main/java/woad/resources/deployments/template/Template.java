package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import woad.resources.deployments.template.expression.UserFunction;

/**
 * A template whose form is right; its expressions are not evaluated yet.
 *
 * @param schema    the last segment of {@code $schema}, for example {@code deploymentTemplate.json}
 * @param symbolic  whether resources have symbolic names (language version 2.0)
 * @param variables as the template spells them, with {@code copy}
 * @param functions by {@code namespace.name} in lower case
 * @param source    the whole template
 */
public record Template(String schema, String contentVersion, boolean symbolic, Map<String, Parameter> parameters, ObjectNode variables,
                       Map<String, UserFunction> functions, List<Resource> resources, Map<String, Output> outputs, ObjectNode source) {
    public Template {
        resources = List.copyOf(resources);
    }

    /** @param defaultValue as the template spells it */
    public record Parameter(String name, ValueSchema schema, Optional<JsonNode> defaultValue) {}

    /**
     * @param symbol the symbolic name, or null
     * @param path   where it stands in the template
     */
    public record Resource(String symbol, String path, ObjectNode body, List<Resource> children) {
        public Resource {
            children = List.copyOf(children);
        }
    }

    public record Output(String name, ValueSchema schema, ObjectNode body) {}

    /** Says nothing of the content. */
    @Override
    public String toString() {
        return "Template[" + schema + ", " + resources.size() + " resources]";
    }
}
