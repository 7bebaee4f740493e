package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.LongBinaryOperator;

/** Arithmetic on whole numbers of 64 bits; a result that does not fit is an error. */
final class NumberFunctions {
    static final List<Function> ALL = List.of(
            Function.of("add", 2, call -> calculate(call, Math::addExact)),
            Function.of("sub", 2, call -> calculate(call, Math::subtractExact)),
            Function.of("mul", 2, call -> calculate(call, Math::multiplyExact)),
            Function.of("div", 2, call -> calculate(call, Math::divideExact)),
            Function.of("mod", 2, call -> calculate(call, (a, b) -> a % b)),
            Function.of("min", 1, Function.MANY, call -> choose(call, Math::min)),
            Function.of("max", 1, Function.MANY, call -> choose(call, Math::max)));

    private NumberFunctions() {}

    private static JsonNode calculate(Invocation call, LongBinaryOperator operation) {
        long left = call.whole(0);
        long right = call.whole(1);
        try {
            return Nodes.whole(operation.applyAsLong(left, right));
        } catch (ArithmeticException e) {
            throw call.failure("the result is not a whole number of 64 bits.", e);
        }
    }

    private static JsonNode choose(Invocation call, LongBinaryOperator choice) {
        List<JsonNode> values = new java.util.ArrayList<>();
        if (call.count() == 1 && call.value(0).isArray()) {
            call.array(0).forEach(values::add);
        } else {
            values.addAll(call.values());
        }
        if (values.isEmpty() || !values.stream().allMatch(Nodes::isWhole)) {
            throw call.failure("it expects integers, or one array of integers that is not empty.");
        }
        return Nodes.whole(values.stream().mapToLong(JsonNode::longValue).reduce(choice).orElseThrow());
    }
}
