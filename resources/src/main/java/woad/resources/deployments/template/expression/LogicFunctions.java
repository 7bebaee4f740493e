package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.IntPredicate;

/** Choice, truth and comparison. {@code if}, {@code and}, {@code or} and {@code coalesce} evaluate only what they need. */
final class LogicFunctions {
    static final List<Function> ALL = List.of(
            Function.of("if", 3, call -> call.value(call.flag(0) ? 1 : 2)),
            Function.of("and", 2, Function.MANY, call -> all(call, true)),
            Function.of("or", 2, Function.MANY, call -> all(call, false)),
            Function.of("not", 1, call -> Nodes.flag(!call.flag(0))),
            Function.of("true", 0, call -> Nodes.flag(true)),
            Function.of("false", 0, call -> Nodes.flag(false)),
            Function.of("null", 0, call -> Nodes.nothing()),
            Function.of("coalesce", 1, Function.MANY, LogicFunctions::coalesce),
            Function.of("equals", 2, call -> Nodes.flag(Nodes.equal(call.value(0), call.value(1)))),
            Function.of("less", 2, call -> compare(call, order -> order < 0)),
            Function.of("lessOrEquals", 2, call -> compare(call, order -> order <= 0)),
            Function.of("greater", 2, call -> compare(call, order -> order > 0)),
            Function.of("greaterOrEquals", 2, call -> compare(call, order -> order >= 0)),
            Function.of("fail", 1, call -> {
                throw call.failure(call.text(0));
            }));

    private LogicFunctions() {}

    private static JsonNode all(Invocation call, boolean wanted) {
        for (int i = 0; i < call.count(); i++) {
            if (call.flag(i) != wanted) {
                return Nodes.flag(!wanted);
            }
        }
        return Nodes.flag(wanted);
    }

    private static JsonNode coalesce(Invocation call) {
        for (int i = 0; i < call.count(); i++) {
            if (!call.value(i).isNull()) {
                return call.value(i);
            }
        }
        return Nodes.nothing();
    }

    private static JsonNode compare(Invocation call, IntPredicate holds) {
        JsonNode left = call.value(0);
        JsonNode right = call.value(1);
        if (left.isNumber() && right.isNumber()) {
            return Nodes.flag(holds.test(left.decimalValue().compareTo(right.decimalValue())));
        }
        if (left.isTextual() && right.isTextual()) {
            return Nodes.flag(holds.test(left.textValue().compareTo(right.textValue())));
        }
        throw call.failure("it compares two integers or two strings; the provided values are of types '" + Nodes.kind(left) + "' and '"
                + Nodes.kind(right) + "'.");
    }
}
