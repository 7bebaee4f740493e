package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Functions that take {@code lambda('name', …, body)}; the body reads its names with {@code lambdaVariables('name')}. */
final class LambdaFunctions {
    static final List<Function> ALL = List.of(
            Function.of("lambda", 1, Function.MANY, call -> {
                throw call.failure("it can only stand as an argument of a function that takes a lambda.");
            }),
            Function.of("lambdaVariables", 1, LambdaFunctions::variable),
            Function.of("map", 2, LambdaFunctions::map),
            Function.of("filter", 2, LambdaFunctions::filter),
            Function.of("sort", 2, LambdaFunctions::sort),
            Function.of("reduce", 3, LambdaFunctions::reduce),
            Function.of("toObject", 2, 3, LambdaFunctions::toObject),
            Function.of("groupBy", 2, LambdaFunctions::groupBy),
            Function.of("mapValues", 2, LambdaFunctions::mapValues));

    private LambdaFunctions() {}

    private static JsonNode variable(Invocation call) {
        JsonNode value = call.scope().locals().get(call.text(0));
        if (value == null) {
            throw call.failure("there is no lambda variable '" + call.text(0) + "' here.");
        }
        return value;
    }

    /** Runs the lambda that stands as an argument; it may name fewer variables than there are values. */
    private static JsonNode run(Invocation call, int index, JsonNode... values) {
        if (!(call.expression(index) instanceof Expression.Call lambda) || lambda.namespace() != null
                || !lambda.name().equalsIgnoreCase("lambda") || lambda.arguments().isEmpty()) {
            throw call.failure("the parameter at index '" + index + "' must be a lambda.");
        }
        int names = lambda.arguments().size() - 1;
        if (names < 1 || names > values.length) {
            throw call.failure("the lambda must have from '1' to '" + values.length + "' variables.");
        }
        Scope scope = call.scope();
        for (int i = 0; i < names; i++) {
            if (!(lambda.arguments().get(i) instanceof Expression.Text name)) {
                throw call.failure("the variables of the lambda must be string literals.");
            }
            scope = scope.with(name.value(), values[i]);
        }
        return Evaluator.evaluate(lambda.arguments().get(names), scope);
    }

    private static boolean holds(Invocation call, int index, JsonNode... values) {
        JsonNode result = run(call, index, values);
        if (!result.isBoolean()) {
            throw call.failure("the lambda must return a value of type 'Boolean'.");
        }
        return result.booleanValue();
    }

    private static String key(Invocation call, int index, JsonNode value) {
        JsonNode result = run(call, index, value);
        if (!result.isTextual()) {
            throw call.failure("the lambda for the key must return a value of type 'String'.");
        }
        return result.textValue();
    }

    private static JsonNode map(Invocation call) {
        ArrayNode source = call.array(0);
        ArrayNode result = Nodes.array();
        for (int i = 0; i < source.size(); i++) {
            result.add(run(call, 1, source.get(i), Nodes.whole(i)));
        }
        return result;
    }

    private static JsonNode filter(Invocation call) {
        ArrayNode source = call.array(0);
        ArrayNode result = Nodes.array();
        for (int i = 0; i < source.size(); i++) {
            if (holds(call, 1, source.get(i), Nodes.whole(i))) {
                result.add(source.get(i));
            }
        }
        return result;
    }

    /** The lambda says whether its first value comes before its second. */
    private static JsonNode sort(Invocation call) {
        List<JsonNode> elements = new ArrayList<>();
        call.array(0).forEach(elements::add);
        try {
            elements.sort((a, b) -> holds(call, 1, a, b) ? -1 : holds(call, 1, b, a) ? 1 : 0);
        } catch (IllegalArgumentException e) {
            throw call.failure("the lambda does not put the elements in a consistent order.", e);
        }
        return Nodes.array(elements);
    }

    private static JsonNode reduce(Invocation call) {
        JsonNode result = call.value(1);
        ArrayNode source = call.array(0);
        for (int i = 0; i < source.size(); i++) {
            result = call.scope().budget().charge(run(call, 2, result, source.get(i), Nodes.whole(i)));
        }
        return result;
    }

    private static JsonNode toObject(Invocation call) {
        ObjectNode result = Nodes.object();
        for (JsonNode element : call.array(0)) {
            result.set(key(call, 1, element), call.count() > 2 ? run(call, 2, element) : element);
        }
        return result;
    }

    private static JsonNode groupBy(Invocation call) {
        ObjectNode result = Nodes.object();
        for (JsonNode element : call.array(0)) {
            result.withArrayProperty(key(call, 1, element)).add(element);
        }
        return result;
    }

    private static JsonNode mapValues(Invocation call) {
        ObjectNode result = Nodes.object();
        call.object(0).properties().forEach(member -> result.set(member.getKey(), run(call, 1, member.getValue())));
        return result;
    }
}
