package woad.identity.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.Names;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.Json;

/** What a property's value may be, in the words of OData. */
sealed interface Shape {
    Shape TEXT = new Text(1024);
    Shape TEXTS = new ListOf(TEXT);
    Shape FLAG = new Flag();

    /** {@code Edm.String} without control characters. */
    record Text(int longest) implements Shape {}

    record Flag() implements Shape {}

    /** {@code Edm.Int32}. */
    record Number() implements Shape {}

    /** {@code Edm.Guid}. */
    record Identifier() implements Shape {}

    /** {@code Edm.DateTimeOffset}. */
    record Time() implements Shape {}

    record ListOf(Shape item) implements Shape {}

    /** A complex type with these properties and no others. */
    record Structure(Map<String, Shape> parts) implements Shape {
        public Structure {
            parts = Map.copyOf(parts);
        }
    }

    /** What a property is that was never set. */
    default JsonNode absent() {
        return switch (this) {
            case Text text -> NullNode.instance;
            case Flag flag -> NullNode.instance;
            case Number number -> NullNode.instance;
            case Identifier identifier -> NullNode.instance;
            case Time time -> NullNode.instance;
            case ListOf list -> Json.MAPPER.createArrayNode();
            case Structure structure -> {
                ObjectNode object = Json.object();
                structure.parts().forEach((name, part) -> object.set(name, part.absent()));
                yield object;
            }
        };
    }

    /** @throws CloudException {@code Request_BadRequest} that names the place, where a value does not fit */
    default void check(String path, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        boolean fits = switch (this) {
            case Text text -> value.isTextual() && value.textValue().length() <= text.longest() && Names.isPlain(value.textValue());
            case Flag flag -> value.isBoolean();
            case Number number -> value.isIntegralNumber() && value.canConvertToInt();
            case Identifier identifier -> value.isTextual() && Guid.matches(value.textValue());
            case Time time -> value.isTextual() && isTime(value.textValue());
            case ListOf list -> value instanceof ArrayNode items && items.size() <= 1000 && checkItems(list, path, items);
            case Structure structure -> value instanceof ObjectNode object && checkParts(structure, path, object);
        };
        if (!fits) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value specified for property '" + path + "': " + expected() + " is expected.");
        }
    }

    private static boolean checkItems(ListOf list, String path, ArrayNode items) {
        items.forEach(item -> {
            if (item.isNull()) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value specified for property '" + path + "': it must not hold null.");
            }
            list.item().check(path, item);
        });
        return true;
    }

    private static boolean checkParts(Structure structure, String path, ObjectNode object) {
        object.properties().forEach(part -> {
            Shape shape = structure.parts().get(part.getKey());
            if (shape == null) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "The property '" + Names.printable(part.getKey()) + "' does not exist on '" + path
                        + "' or is not supported by this cloud.");
            }
            shape.check(path + "." + part.getKey(), part.getValue());
        });
        return true;
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private String expected() {
        return switch (this) {
            case Text text -> "a string of at most " + text.longest() + " characters without control characters";
            case Flag flag -> "true or false";
            case Number number -> "a whole number";
            case Identifier identifier -> "a GUID";
            case Time time -> "a time such as 2027-01-31T12:00:00Z";
            case ListOf list -> "a list of at most 1000 items";
            case Structure structure -> "an object";
        };
    }
}
