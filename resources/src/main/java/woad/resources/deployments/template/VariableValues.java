package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import woad.resources.deployments.template.expression.ExpressionException;
import woad.resources.deployments.template.expression.Nodes;
import woad.resources.deployments.template.expression.Place;
import woad.resources.deployments.template.expression.Scope;
import woad.resources.deployments.template.expression.Trees;
import woad.resources.deployments.template.expression.Values;

/** The template's variables, each computed when first used, and at the latest by {@link #complete}. */
final class VariableValues implements Values {
    private final ObjectNode declared;
    private final Map<String, JsonNode> loops = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, JsonNode> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> computing = new HashSet<>();
    private Scope scope;

    VariableValues(ObjectNode variables) {
        declared = variables.deepCopy();
        if (Trees.isCopy(declared.get("copy"))) {
            declared.remove("copy").forEach(loop -> loops.put(loop.path("name").asText(), loop));
        }
    }

    /** Computes all of them, so that what is wrong shows before anything is deployed. */
    void complete(Scope withVariables) {
        scope = withVariables.at(Place.VARIABLE);
        declared.fieldNames().forEachRemaining(name -> Faults.at("the template variable '" + name + "'", () -> get(name)));
        loops.keySet().forEach(name -> Faults.at("the template variable '" + name + "'", () -> get(name)));
    }

    @Override
    public JsonNode get(String name) {
        JsonNode known = values.get(name);
        if (known != null) {
            return known;
        }
        JsonNode loop = loops.get(name);
        JsonNode plain = Nodes.member(declared, name);
        if (loop == null && plain == null) {
            throw new ExpressionException("The template variable '" + name + "' is not found.");
        }
        if (!computing.add(name.toLowerCase(java.util.Locale.ROOT))) {
            throw new ExpressionException("Circular dependency detected on the template variable '" + name + "'.");
        }
        JsonNode value = loop != null ? Trees.copy(loop, name, scope, "variables.copy." + name) : Trees.evaluate(plain, scope, "variables." + name);
        values.put(name, value);
        return value;
    }
}
