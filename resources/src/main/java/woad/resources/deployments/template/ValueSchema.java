package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import woad.resources.deployments.template.expression.Nodes;

/**
 * The type of a parameter or output with its constraints: {@code allowedValues}, {@code minLength}, {@code minValue}, and in language
 * version 2.0 {@code properties}, {@code items}, {@code additionalProperties}, {@code nullable} and {@code $ref}.
 */
final class ValueSchema {
    private static final int DEEPEST = 64;
    private static final Set<String> UNSUPPORTED = Set.of("prefixItems", "discriminator");

    private final ValueType type;
    private final ObjectNode schema;
    private final Map<String, ObjectNode> definitions;

    private ValueSchema(ValueType type, ObjectNode schema, Map<String, ObjectNode> definitions) {
        this.type = type;
        this.schema = schema;
        this.definitions = definitions;
    }

    /** @param path of the schema in the template */
    static ValueSchema of(ObjectNode declaration, Map<String, ObjectNode> definitions, String path) {
        ObjectNode schema = declaration;
        for (int i = 0; schema.has("$ref"); i++) {
            String reference = schema.path("$ref").asText();
            ObjectNode definition = reference.startsWith("#/definitions/") ? definitions.get(reference.substring("#/definitions/".length())) : null;
            if (definition == null || i > DEEPEST) {
                throw TemplateError.invalid("The type reference '" + reference + "' at path '" + path + "' is not defined in the template");
            }
            ObjectNode merged = definition.deepCopy();
            schema.properties().stream().filter(m -> !m.getKey().equals("$ref")).forEach(m -> merged.set(m.getKey(), m.getValue()));
            schema = merged;
        }
        for (String keyword : UNSUPPORTED) {
            if (schema.has(keyword)) {
                throw TemplateError.invalid("The type at path '" + path + "' uses '" + keyword + "', which is not supported");
            }
        }
        JsonNode name = schema.path("type");
        ValueType type = ValueType.named(name.asText()).orElseThrow(() -> TemplateError.invalid("The type '" + name.asText() + "' at path '"
                + path + "' is not valid. The supported types are '" + ValueType.names() + "'"));
        return new ValueSchema(type, schema, definitions);
    }

    ValueType type() {
        return type;
    }

    boolean nullable() {
        return schema.path("nullable").asBoolean(false);
    }

    /** @throws woad.platform.core.CloudException where the value does not fit; {@code what} names it in the message */
    void check(JsonNode value, String what) {
        check(value, what, type.secure(), 0);
    }

    private void check(JsonNode value, String what, boolean secret, int depth) {
        if (depth > DEEPEST) {
            throw TemplateError.invalid("The value of " + what + " is nested too deep");
        }
        if (value.isNull() && nullable()) {
            return;
        }
        if (!type.accepts(value)) {
            throw TemplateError.invalid("The value of " + what + " is not valid. Expected type '" + type.wireName() + "', actual type '"
                    + Nodes.kind(value) + "'");
        }
        boolean hidden = secret || type.secure();
        checkAllowed(value, what, hidden);
        checkBounds(value, what);
        checkMembers(value, what, hidden, depth);
    }

    private void checkAllowed(JsonNode value, String what, boolean secret) {
        JsonNode allowed = schema.path("allowedValues");
        if (!allowed.isArray() || isAllowed(value, allowed)) {
            return;
        }
        if (value.isArray() && value.valueStream().allMatch(element -> isAllowed(element, allowed))) {
            return;
        }
        List<String> names = new ArrayList<>();
        allowed.forEach(each -> names.add(each.isTextual() ? each.asText() : each.toString()));
        String quoted = secret || value.isContainerNode() ? "The value" : "The value '" + value.asText() + "'";
        throw TemplateError.invalid("The provided value for " + what + " is not valid. " + quoted + " is not part of the allowed value(s): '"
                + String.join(",", names) + "'");
    }

    private static boolean isAllowed(JsonNode value, JsonNode allowed) {
        return allowed.valueStream().anyMatch(each -> Nodes.equal(each, value)
                || each.isTextual() && value.isTextual() && each.asText().equalsIgnoreCase(value.asText()));
    }

    private void checkBounds(JsonNode value, String what) {
        if (value.isTextual() || value.isArray()) {
            bound("minLength", value.isTextual() ? value.asText().length() : value.size(), what, "Length of the value");
            bound("maxLength", value.isTextual() ? value.asText().length() : value.size(), what, "Length of the value");
        } else if (value.isIntegralNumber()) {
            bound("minValue", value.longValue(), what, "The value");
            bound("maxValue", value.longValue(), what, "The value");
        }
    }

    private void bound(String keyword, long actual, String what, String subject) {
        JsonNode bound = schema.get(keyword);
        if (bound == null) {
            return;
        }
        if (!bound.isIntegralNumber()) {
            throw TemplateError.invalid("The constraint '" + keyword + "' of " + what + " must be an integer");
        }
        boolean least = keyword.startsWith("min");
        if (least ? actual < bound.longValue() : actual > bound.longValue()) {
            throw TemplateError.invalid("The provided value for " + what + " is not valid. " + subject + " should be "
                    + (least ? "greater" : "less") + " than or equal to '" + bound.longValue() + "'");
        }
    }

    private void checkMembers(JsonNode value, String what, boolean secret, int depth) {
        if (value.isArray() && schema.get("items") instanceof ObjectNode items) {
            ValueSchema each = of(items, definitions, what);
            for (int i = 0; i < value.size(); i++) {
                each.check(value.get(i), what + "[" + i + "]", secret, depth + 1);
            }
        }
        if (!value.isObject()) {
            return;
        }
        JsonNode properties = schema.path("properties");
        for (var property : properties.properties()) {
            ValueSchema each = of((ObjectNode) property.getValue(), definitions, what);
            JsonNode member = Nodes.member(value, property.getKey());
            if (member != null) {
                each.check(member, what + "." + property.getKey(), secret, depth + 1);
            } else if (!each.nullable()) {
                throw TemplateError.invalid("The value of " + what + " lacks the property '" + property.getKey() + "'");
            }
        }
        JsonNode others = schema.path("additionalProperties");
        for (var member : value.properties()) {
            if (Nodes.member(properties, member.getKey()) == null && others.isBoolean() && !others.booleanValue()) {
                throw TemplateError.invalid("The value of " + what + " has the property '" + member.getKey() + "', which its type does not allow");
            } else if (Nodes.member(properties, member.getKey()) == null && others instanceof ObjectNode each) {
                of(each, definitions, what).check(member.getValue(), what + "." + member.getKey(), secret, depth + 1);
            }
        }
    }
}
