package woad.identity.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.ObjectKind;
import woad.identity.directory.Secrets;
import woad.platform.core.Json;

/** Directory objects as Microsoft Graph shows them. */
final class GraphView {
    private final String root;

    /** @param graphUrl for example {@code https://graph.woad.test} */
    GraphView(String graphUrl) {
        this.root = graphUrl + "/v1.0";
    }

    /** {@code https://graph.D/v1.0}. */
    String root() {
        return root;
    }

    /** The {@code @odata.context} of a fragment of the schema. */
    String context(String fragment) {
        return root + "/$metadata#" + fragment;
    }

    /** One object with its context. */
    ObjectNode entity(Handle handle, DirectoryObject object, List<String> select) {
        GraphType type = GraphType.ofKind(object.kind());
        ObjectNode body = Json.object().put("@odata.context", context(type.collection() + (select.isEmpty() ? "" : "(" + String.join(",", select) + ")") + "/$entity"));
        return body.setAll(show(object, select, secrets(handle, List.of(object)).getOrDefault(object.id().value(), List.of())));
    }

    /** Objects of one or several types. @param typed whether each carries its {@code @odata.type} */
    ArrayNode items(Handle handle, List<DirectoryObject> objects, List<String> select, boolean typed) {
        Map<UUID, List<Secrets.Shown>> secrets = secrets(handle, objects);
        ArrayNode items = Json.MAPPER.createArrayNode();
        for (DirectoryObject object : objects) {
            ObjectNode item = items.addObject();
            if (typed) {
                item.put("@odata.type", GraphType.ofKind(object.kind()).odataType());
            }
            item.setAll(show(object, select, secrets.getOrDefault(object.id().value(), List.of())));
        }
        return items;
    }

    private static Map<UUID, List<Secrets.Shown>> secrets(Handle handle, List<DirectoryObject> objects) {
        List<UUID> holders = objects.stream().filter(o -> o.kind() == ObjectKind.APPLICATION || o.kind() == ObjectKind.SERVICE_PRINCIPAL)
                .map(o -> o.id().value()).toList();
        return holders.isEmpty() ? Map.of() : Secrets.list(handle, holders).stream().collect(Collectors.groupingBy(Secrets.Shown::object));
    }

    private static ObjectNode show(DirectoryObject object, List<String> select, List<Secrets.Shown> secrets) {
        ObjectNode stored = object.properties();
        ObjectNode shown = Json.object().put("id", object.id().toString());
        for (GraphProperty property : GraphType.ofKind(object.kind()).properties()) {
            boolean wanted = select.isEmpty() ? property.shown() : select.contains(property.name());
            if (wanted && property.write() != GraphProperty.Write.SECRET) {
                shown.set(property.name(), value(object, stored, property, secrets));
            }
        }
        return shown;
    }

    private static JsonNode value(DirectoryObject object, ObjectNode stored, GraphProperty property, List<Secrets.Shown> secrets) {
        return switch (property.name()) {
            case "createdDateTime" -> Json.MAPPER.getNodeFactory().textNode(object.createdAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
            case "appDisplayName" -> Json.MAPPER.getNodeFactory().textNode(object.displayName());
            case "appRoleAssignmentRequired" -> Json.MAPPER.getNodeFactory().booleanNode(stored.path(property.name()).asBoolean(false));
            case "passwordCredentials" -> {
                ArrayNode credentials = Json.MAPPER.createArrayNode();
                secrets.forEach(secret -> credentials.add(credential(secret)));
                yield credentials;
            }
            default -> stored.hasNonNull(property.name()) ? completed(property.shape(), stored.get(property.name())) : property.shape().absent();
        };
    }

    /** Gives a complex value the parts that were never set, so that clients find all of them. */
    private static JsonNode completed(Shape shape, JsonNode value) {
        if (shape instanceof Shape.Structure && value instanceof ObjectNode given && shape.absent() instanceof ObjectNode whole) {
            given.properties().forEach(part -> whole.set(part.getKey(), part.getValue()));
            return whole;
        }
        return value;
    }

    /** A secret without its text. */
    static ObjectNode credential(Secrets.Shown secret) {
        return Json.object().putNull("customKeyIdentifier").put("displayName", secret.displayName()).put("endDateTime", secret.endsAt().toString())
                .put("hint", secret.hint()).put("keyId", secret.keyId().toString()).putNull("secretText").put("startDateTime", secret.startsAt().toString());
    }
}
