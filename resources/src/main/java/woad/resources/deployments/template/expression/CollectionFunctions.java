package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Functions on arrays, several of which take text or objects as well. */
final class CollectionFunctions {
    private static final int LONGEST_RANGE = 10_000;

    static final List<Function> ALL = List.of(
            Function.of("concat", 1, Function.MANY, CollectionFunctions::concat),
            Function.of("length", 1, CollectionFunctions::length),
            Function.of("empty", 1, CollectionFunctions::empty),
            Function.of("contains", 2, CollectionFunctions::contains),
            Function.of("first", 1, call -> end(call, true)),
            Function.of("last", 1, call -> end(call, false)),
            Function.of("take", 2, call -> part(call, true)),
            Function.of("skip", 2, call -> part(call, false)),
            Function.of("indexOf", 2, call -> position(call, true)),
            Function.of("lastIndexOf", 2, call -> position(call, false)),
            Function.of("createArray", 0, Function.MANY, call -> Nodes.array(call.values())),
            Function.of("array", 1, call -> call.value(0).isArray() ? call.value(0) : Nodes.array(List.of(call.value(0)))),
            Function.of("range", 2, CollectionFunctions::range),
            Function.of("flatten", 1, CollectionFunctions::flatten));

    private CollectionFunctions() {}

    private static JsonNode concat(Invocation call) {
        if (!call.value(0).isArray()) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < call.count(); i++) {
                if (call.value(i).isContainerNode() || call.value(i).isNull()) {
                    throw call.wrong(i, "String");
                }
                text.append(ConversionFunctions.asText(call.value(i)));
            }
            return Nodes.text(text.toString());
        }
        ArrayNode all = Nodes.array();
        for (int i = 0; i < call.count(); i++) {
            all.addAll(call.array(i));
        }
        return all;
    }

    private static JsonNode length(Invocation call) {
        JsonNode value = call.value(0);
        if (!value.isTextual() && !value.isContainerNode()) {
            throw call.wrong(0, "String, Array, Object");
        }
        return Nodes.whole(value.isTextual() ? value.textValue().length() : value.size());
    }

    private static JsonNode empty(Invocation call) {
        return Nodes.flag(call.value(0).isNull() || length(call).longValue() == 0);
    }

    private static JsonNode contains(Invocation call) {
        return Nodes.flag(switch (call.value(0)) {
            case ArrayNode array -> find(array, call.value(1), true) >= 0;
            case ObjectNode object -> Nodes.member(object, scalar(call)) != null;
            case JsonNode other -> call.text(0).contains(scalar(call));
        });
    }

    private static String scalar(Invocation call) {
        return Nodes.isWhole(call.value(1)) ? call.value(1).asText() : call.text(1);
    }

    private static JsonNode end(Invocation call, boolean first) {
        if (call.value(0).isTextual()) {
            String text = call.text(0);
            return Nodes.text(text.isEmpty() ? "" : first ? text.substring(0, 1) : text.substring(text.length() - 1));
        }
        ArrayNode array = call.array(0);
        return array.isEmpty() ? Nodes.nothing() : array.get(first ? 0 : array.size() - 1);
    }

    private static JsonNode part(Invocation call, boolean start) {
        long count = Math.max(0, call.whole(1));
        if (call.value(0).isTextual()) {
            String text = call.text(0);
            int at = (int) Math.min(count, text.length());
            return Nodes.text(start ? text.substring(0, at) : text.substring(at));
        }
        ArrayNode array = call.array(0);
        int at = (int) Math.min(count, array.size());
        ArrayNode part = Nodes.array();
        for (int i = start ? 0 : at; i < (start ? at : array.size()); i++) {
            part.add(array.get(i));
        }
        return part;
    }

    private static JsonNode position(Invocation call, boolean first) {
        if (call.value(0) instanceof ArrayNode array) {
            return Nodes.whole(find(array, call.value(1), first));
        }
        String text = call.text(0).toLowerCase(Locale.ROOT);
        String wanted = call.text(1).toLowerCase(Locale.ROOT);
        return Nodes.whole(first ? text.indexOf(wanted) : text.lastIndexOf(wanted));
    }

    /** The position of the first or last equal element, or -1. */
    static int find(ArrayNode array, JsonNode wanted, boolean first) {
        for (int i = 0; i < array.size(); i++) {
            int at = first ? i : array.size() - 1 - i;
            if (Nodes.equal(array.get(at), wanted)) {
                return at;
            }
        }
        return -1;
    }

    private static JsonNode range(Invocation call) {
        int start = call.bounded(0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        int count = call.bounded(1, 0, LONGEST_RANGE);
        if ((long) start + count > Integer.MAX_VALUE) {
            throw call.failure("the sum of start and count must not exceed '" + Integer.MAX_VALUE + "'.");
        }
        ArrayNode numbers = Nodes.array();
        for (int i = 0; i < count; i++) {
            numbers.add(Nodes.whole(start + i));
        }
        return numbers;
    }

    private static JsonNode flatten(Invocation call) {
        ArrayNode all = Nodes.array();
        for (JsonNode element : call.array(0)) {
            if (!(element instanceof ArrayNode inner)) {
                throw call.failure("every element must be of type 'Array'.");
            }
            all.addAll(inner);
        }
        return all;
    }
}
