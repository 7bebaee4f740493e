package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;

/** Values of the language as JSON trees. Whole numbers are 64 bits wide; member names are found in any letter case. */
public final class Nodes {
    private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;
    private static final Comparator<JsonNode> LEAVES = (a, b) ->
            a.equals(b) || a.isNumber() && b.isNumber() && a.decimalValue().compareTo(b.decimalValue()) == 0 ? 0 : 1;

    private Nodes() {}

    static JsonNode text(String value) {
        return FACTORY.textNode(value);
    }

    static JsonNode whole(long value) {
        return FACTORY.numberNode(value);
    }

    static JsonNode flag(boolean value) {
        return FACTORY.booleanNode(value);
    }

    static JsonNode nothing() {
        return FACTORY.nullNode();
    }

    static ObjectNode object() {
        return FACTORY.objectNode();
    }

    static ArrayNode array() {
        return FACTORY.arrayNode();
    }

    static ArrayNode array(Collection<? extends JsonNode> elements) {
        return FACTORY.arrayNode(elements.size()).addAll(elements);
    }

    static boolean isWhole(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    /** Equal by content; numbers are equal by value, text by its exact characters. */
    public static boolean equal(JsonNode a, JsonNode b) {
        return a.equals(LEAVES, b);
    }

    /** The member of that name, spelt so or in another letter case; null where there is none. */
    public static JsonNode member(JsonNode object, String name) {
        JsonNode exact = object.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return null;
    }

    /** The kind of a value in the words of the language's error messages. */
    public static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING, BINARY, POJO -> "String";
            case NUMBER -> node.isIntegralNumber() ? "Integer" : "Float";
            case BOOLEAN -> "Boolean";
            case ARRAY -> "Array";
            case OBJECT -> "Object";
            case NULL, MISSING -> "Null";
        };
    }
}
