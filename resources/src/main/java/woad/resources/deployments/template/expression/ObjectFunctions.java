package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Functions on objects. */
final class ObjectFunctions {
    static final List<Function> ALL = List.of(
            Function.of("createObject", 0, Function.MANY, ObjectFunctions::createObject),
            Function.of("items", 1, ObjectFunctions::items),
            Function.of("objectKeys", 1, ObjectFunctions::objectKeys),
            Function.of("tryGet", 2, Function.MANY, ObjectFunctions::tryGet));

    private ObjectFunctions() {}

    private static JsonNode createObject(Invocation call) {
        if (call.count() % 2 != 0) {
            throw call.failure("it expects an even number of arguments: names and values in turn.");
        }
        ObjectNode object = Nodes.object();
        for (int i = 0; i < call.count(); i += 2) {
            object.set(call.text(i), call.value(i + 1));
        }
        return object;
    }

    private static List<String> names(ObjectNode object) {
        return object.properties().stream().map(java.util.Map.Entry::getKey).sorted(String.CASE_INSENSITIVE_ORDER).toList();
    }

    private static JsonNode items(Invocation call) {
        ObjectNode object = call.object(0);
        ArrayNode items = Nodes.array();
        for (String name : names(object)) {
            items.addObject().put("key", name).set("value", object.get(name));
        }
        return items;
    }

    private static JsonNode objectKeys(Invocation call) {
        ArrayNode keys = Nodes.array();
        names(call.object(0)).forEach(keys::add);
        return keys;
    }

    /** The value at a path of names and positions, or null where the path ends early. */
    private static JsonNode tryGet(Invocation call) {
        JsonNode value = call.value(0);
        for (int i = 1; i < call.count(); i++) {
            JsonNode step = call.value(i);
            JsonNode next = switch (value) {
                case ObjectNode object -> Nodes.member(object, call.text(i));
                case ArrayNode array -> {
                    if (!Nodes.isWhole(step)) {
                        throw call.wrong(i, "Integer");
                    }
                    long at = step.longValue();
                    yield at < 0 || at >= array.size() ? null : array.get((int) at);
                }
                case JsonNode other when other.isNull() -> null;
                case JsonNode other -> throw call.wrong(0, "Object, Array");
            };
            if (next == null) {
                return Nodes.nothing();
            }
            value = next;
        }
        return value;
    }
}
