package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One call of a function: its arguments, evaluated when first asked for, read with the type that the function needs. */
final class Invocation {
    private final String name;
    private final List<Expression> expressions;
    private final Scope scope;
    private final JsonNode[] values;

    Invocation(String name, List<Expression> expressions, Scope scope) {
        this.name = name;
        this.expressions = expressions;
        this.scope = scope;
        this.values = new JsonNode[expressions.size()];
    }

    /** As the template spells it. */
    String name() {
        return name;
    }

    Scope scope() {
        return scope;
    }

    int count() {
        return expressions.size();
    }

    Expression expression(int index) {
        return expressions.get(index);
    }

    JsonNode value(int index) {
        if (values[index] == null) {
            values[index] = Evaluator.evaluate(expressions.get(index), scope);
        }
        return values[index];
    }

    List<JsonNode> values() {
        List<JsonNode> all = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            all.add(value(i));
        }
        return all;
    }

    String text(int index) {
        JsonNode value = value(index);
        if (!value.isTextual()) {
            throw wrong(index, "String");
        }
        return value.textValue();
    }

    List<String> texts() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            all.add(text(i));
        }
        return all;
    }

    long whole(int index) {
        JsonNode value = value(index);
        if (!Nodes.isWhole(value)) {
            throw wrong(index, "Integer");
        }
        return value.longValue();
    }

    /** A whole number from {@code minimum} to {@code maximum}. */
    int bounded(int index, long minimum, long maximum) {
        long value = whole(index);
        if (value < minimum || value > maximum) {
            throw failure("the parameter at index '" + index + "' must be from '" + minimum + "' to '" + maximum + "'.");
        }
        return (int) value;
    }

    boolean flag(int index) {
        JsonNode value = value(index);
        if (!value.isBoolean()) {
            throw wrong(index, "Boolean");
        }
        return value.booleanValue();
    }

    ArrayNode array(int index) {
        if (value(index) instanceof ArrayNode array) {
            return array;
        }
        throw wrong(index, "Array");
    }

    ObjectNode object(int index) {
        if (value(index) instanceof ObjectNode object) {
            return object;
        }
        throw wrong(index, "Object");
    }

    ExpressionException wrong(int index, String expected) {
        return new ExpressionException("The template language function '" + name + "' expects its parameter at index '" + index
                + "' to be of type '" + expected + "'. The provided value is of type '" + Nodes.kind(value(index)) + "'.");
    }

    ExpressionException failure(String reason) {
        return new ExpressionException("Unable to evaluate template language function '" + name + "': " + reason);
    }

    ExpressionException failure(String reason, Throwable cause) {
        return new ExpressionException("Unable to evaluate template language function '" + name + "': " + reason, cause);
    }
}
