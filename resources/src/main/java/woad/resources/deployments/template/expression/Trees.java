package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.Set;

/**
 * Replaces the expressions in a JSON tree by their values. While a deployment is planned, expressions that need its resources become
 * {@link Deferred}, held by a {@link POJONode} in their place.
 */
public final class Trees {
    /** The most turns of one loop. Source: Azure Resource Manager's template limits. */
    public static final int MAXIMUM_COPIES = 800;

    private Trees() {}

    static JsonNode evaluate(JsonNode node, Scope scope) {
        return evaluate(node, scope, null);
    }

    /**
     * The tree with its values.
     *
     * @param path of the node in the template, for errors
     */
    public static JsonNode evaluate(JsonNode node, Scope scope, String path) {
        return switch (node) {
            case ObjectNode object -> object(object, scope, path);
            case ArrayNode array -> {
                ArrayNode result = Nodes.array();
                for (int i = 0; i < array.size(); i++) {
                    result.add(evaluate(array.get(i), scope, path == null ? null : path + "[" + i + "]"));
                }
                yield result;
            }
            case JsonNode leaf when leaf.isTextual() -> text(leaf.textValue(), scope, path);
            case JsonNode leaf -> leaf;
        };
    }

    private static JsonNode text(String text, Scope scope, String path) {
        if (!ExpressionParser.isExpression(text)) {
            return Nodes.text(ExpressionParser.literal(text));
        }
        try {
            Expression expression = ExpressionParser.parse(text);
            if (scope.runtime().isEmpty() && scope.place().allowsRuntime() && RuntimeUse.in(expression)) {
                return new POJONode(new Deferred(expression, text, path, scope, false));
            }
            return Evaluator.evaluate(expression, scope);
        } catch (ExpressionException e) {
            throw e.at(path);
        }
    }

    private static JsonNode object(ObjectNode object, Scope scope, String path) {
        ObjectNode result = Nodes.object();
        boolean loops = isCopy(object.get("copy"));
        for (var member : object.properties()) {
            if (!(loops && member.getKey().equals("copy"))) {
                result.set(name(member.getKey(), scope, path), evaluate(member.getValue(), scope, path == null ? null : path + "." + member.getKey()));
            }
        }
        if (loops) {
            for (JsonNode loop : object.get("copy")) {
                String name = name(loop.path("name").asText(), scope, path);
                result.set(name, copy(loop, name, scope, path == null ? null : path + ".copy." + name));
            }
        }
        return result;
    }

    /** Whether a member {@code copy} is a list of loops rather than an ordinary property. */
    public static boolean isCopy(JsonNode copy) {
        if (copy == null || !copy.isArray() || copy.isEmpty()) {
            return false;
        }
        for (JsonNode loop : copy) {
            if (!loop.path("name").isTextual() || !loop.has("count") || !loop.has("input")) {
                return false;
            }
        }
        return true;
    }

    /** The array that a loop of a property or variable makes. */
    public static ArrayNode copy(JsonNode loop, String name, Scope scope, String path) {
        int count = count(evaluate(loop.path("count"), scope, path), path);
        ArrayNode result = Nodes.array();
        for (int i = 0; i < count; i++) {
            result.add(evaluate(loop.path("input"), scope.in(new Loop(name, i, false)), path));
        }
        return result;
    }

    /** The number of turns of a loop. */
    public static int count(JsonNode count, String path) {
        if (!Nodes.isWhole(count)) {
            throw new ExpressionException("The copy count must be an integer; the provided value is of type '" + Nodes.kind(count) + "'.").at(path);
        }
        if (count.longValue() < 0 || count.longValue() > MAXIMUM_COPIES) {
            throw new ExpressionException("The copy count must be a non-negative integer value and cannot exceed '" + MAXIMUM_COPIES
                    + "'. The copy count is '" + count.longValue() + "'.").at(path);
        }
        return count.intValue();
    }

    private static String name(String name, Scope scope, String path) {
        if (!ExpressionParser.isExpression(name)) {
            return ExpressionParser.literal(name);
        }
        JsonNode value = text(name, scope, path);
        if (!value.isTextual()) {
            throw new ExpressionException("The expression '" + name + "' that stands for the name of a property must be a string that is known"
                    + " before the deployment runs.").at(path);
        }
        return value.textValue();
    }

    /** The tree with the values of what was deferred. */
    public static JsonNode resolve(JsonNode node, RuntimeContext runtime) {
        return switch (node) {
            case POJONode held -> ((Deferred) held.getPojo()).evaluate(runtime);
            case ObjectNode object -> {
                ObjectNode result = Nodes.object();
                object.properties().forEach(member -> result.set(member.getKey(), resolve(member.getValue(), runtime)));
                yield result;
            }
            case ArrayNode array -> {
                ArrayNode result = Nodes.array();
                array.forEach(element -> result.add(resolve(element, runtime)));
                yield result;
            }
            case JsonNode leaf -> leaf;
        };
    }

    /**
     * A nested template whose expressions belong to this one: they get their values, except those that use a loop of the nested
     * template. Its own loops stay as they are.
     */
    public static JsonNode evaluateNested(JsonNode node, Scope scope, String path) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode result = Nodes.object();
                object.properties().forEach(member -> result.set(member.getKey(), evaluateNested(member.getValue(), scope, path + "." + member.getKey())));
                yield result;
            }
            case ArrayNode array -> {
                ArrayNode result = Nodes.array();
                for (int i = 0; i < array.size(); i++) {
                    result.add(evaluateNested(array.get(i), scope, path + "[" + i + "]"));
                }
                yield result;
            }
            case JsonNode leaf when leaf.isTextual() && ExpressionParser.isExpression(leaf.textValue()) -> nestedText(leaf, scope, path);
            case JsonNode leaf -> leaf;
        };
    }

    private static JsonNode nestedText(JsonNode leaf, Scope scope, String path) {
        try {
            Expression expression = ExpressionParser.parse(leaf.textValue());
            if (RuntimeUse.calls(expression, Set.of("copyindex"))) {
                return leaf;
            }
            return RuntimeUse.in(expression) && scope.runtime().isEmpty()
                    ? new POJONode(new Deferred(expression, leaf.textValue(), path, scope, true)) : escape(Evaluator.evaluate(expression, scope));
        } catch (ExpressionException e) {
            throw e.at(path);
        }
    }

    /** The value as a template spells it: text that looks like an expression gets another bracket. */
    static JsonNode escape(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode result = Nodes.object();
                object.properties().forEach(member -> result.set(member.getKey(), escape(member.getValue())));
                yield result;
            }
            case ArrayNode array -> {
                ArrayNode result = Nodes.array();
                array.forEach(element -> result.add(escape(element)));
                yield result;
            }
            case JsonNode leaf when leaf.isTextual() -> Nodes.text(ExpressionParser.escape(leaf.textValue()));
            case JsonNode leaf -> leaf;
        };
    }
}
