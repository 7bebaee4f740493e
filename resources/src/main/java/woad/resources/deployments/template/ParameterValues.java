package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.ExpressionException;
import woad.resources.deployments.template.expression.Place;
import woad.resources.deployments.template.expression.Scope;
import woad.resources.deployments.template.expression.Trees;
import woad.resources.deployments.template.expression.Values;

/** The parameters' values: those given, or else the defaults, which may use other parameters. */
final class ParameterValues implements Values {
    private final Map<String, Template.Parameter> declared;
    private final Map<String, JsonNode> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> computing = new HashSet<>();
    private Scope scope;

    private ParameterValues(Map<String, Template.Parameter> declared) {
        this.declared = declared;
    }

    /** @param given {@code {name: {"value": …}}}; null stands for the default */
    static ParameterValues given(Map<String, Template.Parameter> declared, ObjectNode given) {
        ParameterValues parameters = new ParameterValues(declared);
        List<String> unknown = new ArrayList<>();
        for (var entry : given.properties()) {
            Template.Parameter parameter = declared.get(entry.getKey());
            if (parameter == null) {
                unknown.add(entry.getKey());
            } else {
                parameters.take(parameter, entry.getValue());
            }
        }
        if (!unknown.isEmpty()) {
            throw TemplateError.invalid("The template parameters '" + String.join(", ", unknown) + "' in the parameters file are not valid; they are"
                    + " not present in the original template and can therefore not be provided at deployment time. The only supported parameters"
                    + " for this template are '" + String.join(", ", declared.keySet()) + "'");
        }
        return parameters;
    }

    private void take(Template.Parameter parameter, JsonNode entry) {
        if (entry.has("reference")) {
            throw TemplateError.invalid("The value of the template parameter '" + parameter.name() + "' is a reference to a key vault, which is"
                    + " not supported: give the value itself");
        }
        if (!entry.isObject() || !entry.has("value")) {
            throw TemplateError.invalid("The template parameter '" + parameter.name() + "' must be given as an object with a 'value'");
        }
        JsonNode value = entry.get("value");
        if (!value.isNull()) {
            parameter.schema().check(value, "the template parameter '" + parameter.name() + "'");
            values.put(parameter.name(), value);
        }
    }

    /**
     * Computes the defaults.
     *
     * @throws woad.platform.core.CloudException where a parameter has neither a value nor a default, or a default does not fit
     */
    void complete(Scope withParameters) {
        scope = withParameters.at(Place.PARAMETER);
        for (Template.Parameter parameter : declared.values()) {
            Faults.at("the template parameter '" + parameter.name() + "'", () -> get(parameter.name()));
        }
    }

    @Override
    public JsonNode get(String name) {
        Template.Parameter parameter = declared.get(name);
        if (parameter == null) {
            throw new ExpressionException("The template parameter '" + name + "' is not found.");
        }
        JsonNode known = values.get(name);
        if (known != null) {
            return known;
        }
        if (!computing.add(parameter.name())) {
            throw new ExpressionException("Circular dependency detected on the template parameter '" + parameter.name() + "'.");
        }
        JsonNode value = parameter.defaultValue().map(node -> Trees.evaluate(node, scope, "parameters." + parameter.name() + ".defaultValue"))
                .orElseGet(() -> absent(parameter));
        if (parameter.defaultValue().isPresent()) {
            parameter.schema().check(value, "the template parameter '" + parameter.name() + "'");
        }
        values.put(parameter.name(), value);
        return value;
    }

    private static JsonNode absent(Template.Parameter parameter) {
        if (parameter.schema().nullable()) {
            return NullNode.instance;
        }
        throw TemplateError.invalid("The value for the template parameter '" + parameter.name() + "' is not provided");
    }

    /** All values in the form in which they can be given again, secrets included. */
    ObjectNode resolved() {
        ObjectNode all = Json.object();
        declared.values().forEach(parameter -> all.putObject(parameter.name()).set("value", values.get(parameter.name())));
        return all;
    }

    /** {@code {name: {"type": …, "value": …}}} as the deployment's answer shows them: secrets have no value. */
    ObjectNode masked() {
        ObjectNode all = Json.object();
        for (Template.Parameter parameter : declared.values()) {
            ObjectNode shown = all.putObject(parameter.name()).put("type", parameter.schema().type().wireName());
            if (!parameter.schema().type().secure()) {
                shown.set("value", values.get(parameter.name()));
            }
        }
        return all;
    }
}
