package woad.identity.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.Names;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.web.WebRequest;

/** What a client sends, checked against the catalogue: unknown, read-only and misshapen properties are refused by name. */
final class Body {
    private Body() {}

    /** The properties of a new object. @param references names of {@code …@odata.bind} lists that are taken too */
    static ObjectNode ofCreation(GraphType type, WebRequest request, Set<String> references) {
        ObjectNode body = request.jsonObject();
        ObjectNode properties = Json.object();
        body.properties().forEach(part -> {
            String name = part.getKey();
            if (references.contains(name)) {
                new Shape.ListOf(Shape.TEXT).check(name, part.getValue());
            } else if (!name.startsWith("@odata.")) {
                properties.set(name, checked(type, name, part.getValue(), true));
            }
        });
        return properties;
    }

    /** The properties with those of a PATCH put over them: complex ones part by part, null clears. */
    static ObjectNode merged(GraphType type, ObjectNode stored, ObjectNode patch) {
        ObjectNode properties = stored.deepCopy();
        patch.properties().forEach(part -> {
            String name = part.getKey();
            if (name.startsWith("@odata.")) {
                return;
            }
            JsonNode value = checked(type, name, part.getValue(), false);
            put(properties, name, value);
        });
        return properties;
    }

    private static void put(ObjectNode target, String name, JsonNode value) {
        if (value.isNull()) {
            target.remove(name);
        } else if (value instanceof ObjectNode parts && target.get(name) instanceof ObjectNode existing) {
            parts.properties().forEach(part -> put(existing, part.getKey(), part.getValue()));
        } else {
            target.set(name, value);
        }
    }

    private static JsonNode checked(GraphType type, String name, JsonNode value, boolean creating) {
        GraphProperty property = type.property(name).orElseThrow(() -> new CloudException(DirectoryError.BAD_REQUEST,
                "Invalid property '" + Names.printable(name) + "': it does not exist on type 'microsoft.graph." + type.kind().graphName() + "', or this cloud does not keep it."));
        boolean writable = switch (property.write()) {
            case ALWAYS, SECRET -> true;
            case ONCE -> creating;
            case NEVER -> false;
        };
        if (!writable) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Property '" + name + "' is read-only and cannot be set.");
        }
        property.shape().check(name, value);
        if (name.equals("keyCredentials") && !value.isEmpty()) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Certificate credentials are not supported by this cloud: use addPassword.");
        }
        return value;
    }

    /** A text that must be there. */
    static String require(GraphType type, JsonNode properties, String name) {
        JsonNode value = properties.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "A value is required for property '" + name + "' of resource '" + type.kind().messageName() + "'.");
        }
        return value.textValue();
    }

    /** An object of an action's parameters, of exactly this shape. */
    static ObjectNode ofAction(WebRequest request, Shape.Structure shape) {
        ObjectNode body = request.body().length == 0 ? Json.object() : request.jsonObject();
        shape.check("body", body);
        return body;
    }
}
