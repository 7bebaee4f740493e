package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code union} and {@code intersection} of arrays, in the order of first occurrence, and of objects. */
final class SetFunctions {
    /** Comparing every element with every other must stay bounded. */
    private static final int LARGEST = 20_000;

    static final List<Function> ALL = List.of(
            Function.of("union", 1, Function.MANY, SetFunctions::union),
            Function.of("intersection", 1, Function.MANY, SetFunctions::intersection),
            Function.of("shallowMerge", 1, SetFunctions::shallowMerge));

    private SetFunctions() {}

    private static JsonNode union(Invocation call) {
        if (call.value(0).isObject()) {
            ObjectNode result = Nodes.object();
            for (int i = 0; i < call.count(); i++) {
                merge(result, call.object(i));
            }
            return result;
        }
        ArrayNode result = Nodes.array();
        for (int i = 0; i < call.count(); i++) {
            bound(call, call.array(i));
            for (JsonNode element : call.array(i)) {
                if (CollectionFunctions.find(result, element, true) < 0) {
                    result.add(element);
                }
            }
            bound(call, result);
        }
        return result;
    }

    /** Later values win; objects within objects are merged, arrays are not. */
    private static void merge(ObjectNode into, ObjectNode from) {
        for (var member : from.properties()) {
            String name = spelling(into, member.getKey());
            if (into.get(name) instanceof ObjectNode old && member.getValue() instanceof ObjectNode fresh) {
                ObjectNode merged = old.objectNode().setAll(old);
                merge(merged, fresh);
                into.set(name, merged);
            } else {
                into.set(name, member.getValue());
            }
        }
    }

    private static String spelling(ObjectNode object, String name) {
        for (var member : object.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getKey();
            }
        }
        return name;
    }

    private static JsonNode intersection(Invocation call) {
        JsonNode result = call.value(0);
        for (int i = 1; i < call.count(); i++) {
            if (result instanceof ObjectNode left) {
                ObjectNode right = call.object(i);
                ObjectNode common = Nodes.object();
                left.properties().forEach(m -> {
                    JsonNode other = Nodes.member(right, m.getKey());
                    if (other != null && Nodes.equal(other, m.getValue())) {
                        common.set(m.getKey(), m.getValue());
                    }
                });
                result = common;
            } else {
                ArrayNode left = i == 1 ? call.array(0) : (ArrayNode) result;
                ArrayNode right = call.array(i);
                bound(call, left);
                bound(call, right);
                ArrayNode common = Nodes.array();
                for (JsonNode element : left) {
                    if (CollectionFunctions.find(right, element, true) >= 0 && CollectionFunctions.find(common, element, true) < 0) {
                        common.add(element);
                    }
                }
                result = common;
            }
        }
        if (!result.isContainerNode()) {
            throw call.wrong(0, "Array, Object");
        }
        return result;
    }

    private static JsonNode shallowMerge(Invocation call) {
        ObjectNode result = Nodes.object();
        for (JsonNode element : call.array(0)) {
            if (!(element instanceof ObjectNode object)) {
                throw call.failure("every element must be of type 'Object'.");
            }
            object.properties().forEach(m -> result.set(spelling(result, m.getKey()), m.getValue()));
        }
        return result;
    }

    private static void bound(Invocation call, ArrayNode array) {
        if (array.size() > LARGEST) {
            throw call.failure("an array has more than '" + LARGEST + "' elements.");
        }
    }
}
