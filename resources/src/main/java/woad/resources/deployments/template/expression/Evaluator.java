package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Computes expressions. What is not defined is an {@link ExpressionException}, never skipped. */
public final class Evaluator {
    private Evaluator() {}

    /** The value of an expression. */
    public static JsonNode evaluate(Expression expression, Scope scope) {
        scope.budget().enter();
        try {
            return switch (expression) {
                case Expression.Text text -> Nodes.text(text.value());
                case Expression.Whole number -> Nodes.whole(number.value());
                case Expression.Call call when call.namespace() != null -> callUser(call, scope);
                case Expression.Call call -> callBuiltIn(call, scope);
                case Expression.Property property -> property(evaluate(property.of(), scope), property.name());
                case Expression.Index index -> index(evaluate(index.of(), scope), evaluate(index.index(), scope));
            };
        } finally {
            scope.budget().leave();
        }
    }

    private static JsonNode callBuiltIn(Expression.Call call, Scope scope) {
        Function function = Functions.find(call.name()).orElseThrow(() -> new ExpressionException(
                "The template function '" + call.name() + "' is not valid: there is no function of that name."));
        function.checkCount(call.arguments().size());
        JsonNode result = function.body().call(new Invocation(call.name(), call.arguments(), scope));
        return Functions.makesData(function) ? scope.budget().charge(result) : result;
    }

    private static JsonNode callUser(Expression.Call call, Scope scope) {
        String name = call.namespace() + "." + call.name();
        UserFunction function = scope.functions().get(name.toLowerCase(Locale.ROOT));
        if (function == null) {
            throw new ExpressionException("The template function '" + name + "' is not valid: the template does not define it.");
        }
        List<String> names = function.parameters();
        if (names.size() != call.arguments().size()) {
            throw new ExpressionException("The user-defined function '" + name + "' requires '" + names.size() + "' argument(s) while '"
                    + call.arguments().size() + "' were provided.");
        }
        Map<String, JsonNode> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), evaluate(call.arguments().get(i), scope));
        }
        return Trees.evaluate(function.output(), scope.inside(parameter -> {
            JsonNode value = values.get(parameter);
            if (value == null) {
                throw new ExpressionException("The parameter '" + parameter + "' of the user-defined function '" + name + "' is not found.");
            }
            return value;
        }));
    }

    static JsonNode property(JsonNode of, String name) {
        if (!(of instanceof ObjectNode)) {
            throw new ExpressionException("The language expression property '" + name + "' can't be evaluated, property access is for"
                    + " objects and the value is of type '" + Nodes.kind(of) + "'.");
        }
        JsonNode value = Nodes.member(of, name);
        if (value == null) {
            List<String> names = new java.util.ArrayList<>();
            of.fieldNames().forEachRemaining(names::add);
            throw new ExpressionException("The language expression property '" + name + "' doesn't exist, available properties are '"
                    + String.join(", ", names) + "'.");
        }
        return value;
    }

    static JsonNode index(JsonNode of, JsonNode index) {
        if (of instanceof ObjectNode && index.isTextual()) {
            return property(of, index.textValue());
        }
        if (!(of instanceof ArrayNode) || !Nodes.isWhole(index)) {
            throw new ExpressionException("The language expression cannot index a value of type '" + Nodes.kind(of)
                    + "' by one of type '" + Nodes.kind(index) + "'.");
        }
        long position = index.longValue();
        if (position < 0 || position >= of.size()) {
            throw new ExpressionException("The language expression property array index '" + position + "' is out of bounds.");
        }
        return of.get((int) position);
    }
}
