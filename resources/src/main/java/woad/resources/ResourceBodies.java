package woad.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.CommonError;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.resources.provider.ResourceType;

/** Reads the bodies of PUT and PATCH: what all resource types have in common. */
final class ResourceBodies {
    private static final Set<String> ENVELOPE = Set.of("sku", "zones", "identity", "plan", "kind", "extendedLocation", "managedBy");
    private static final Set<String> READ_ONLY = Set.of("id", "name", "type", "etag", "systemData", "apiVersion", "resources", "dependsOn", "comments", "scale");
    private static final int TAGS = 50;
    private static final int TAG_NAME = 512;
    private static final int TAG_VALUE = 256;
    private static final String TAG_FORBIDDEN = "<>%&\\?/";

    private final CloudProfile profile;

    ResourceBodies(CloudProfile profile) {
        this.profile = profile;
    }

    /** @param existing null for a new resource */
    Desired read(ResourceType type, ObjectNode body, Resource existing) {
        refuseUnknown(body);
        return new Desired(location(type, body, existing), tags(body.get("tags")), envelope(body, Json.object()), properties(body, "properties"));
    }

    Desired merge(ResourceType type, ObjectNode body, Resource existing) {
        refuseUnknown(body);
        Desired now = existing.desired();
        location(type, body, existing);
        ObjectNode properties = now.properties().deepCopy();
        mergePatch(properties, properties(body, "properties"));
        ObjectNode tags = body.hasNonNull("tags") ? tags(body.get("tags")) : now.tags();
        return new Desired(now.location(), tags, envelope(body, now.envelope().deepCopy()), properties);
    }

    private static void refuseUnknown(ObjectNode body) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!ENVELOPE.contains(name) && !READ_ONLY.contains(name) && !Set.of("location", "tags", "properties").contains(name)) {
                throw new CloudException(ResourceManagerError.INVALID_REQUEST_CONTENT, "The request content was invalid and could not be deserialized: "
                        + "Could not find member '" + name + "' on object of type 'ResourceDefinition'.", name, List.of());
            }
        }
    }

    private String location(ResourceType type, ObjectNode body, Resource existing) {
        String location = ResourceManager.text(body, "location");
        if (!type.located()) {
            return null;
        }
        if (location == null) {
            if (existing != null) {
                return existing.desired().location();
            }
            throw new CloudException(ResourceManagerError.LOCATION_REQUIRED, "The location property is required for this definition.", "location", List.of());
        }
        Region region = profile.region(location).orElseThrow(() -> new CloudException(ResourceManagerError.LOCATION_NOT_AVAILABLE,
                "The provided location '" + location + "' is not available for resource type '" + type.type() + "'. List of available regions for the resource type is '"
                        + String.join(",", profile.regions().stream().map(Region::name).toList()) + "'.", "location", List.of()));
        if (existing != null && !region.name().equals(existing.desired().location())) {
            boolean group = existing.id().namespace() == null;
            throw new CloudException(group ? ResourceManagerError.INVALID_GROUP_LOCATION : ResourceManagerError.INVALID_LOCATION_CHANGE,
                    "Invalid " + (group ? "resource group" : "resource") + " location '" + location + "'. The " + (group ? "Resource group" : "resource") + " already exists in location '"
                            + existing.desired().location() + "'. A location cannot be changed.", "location", List.of());
        }
        return region.name();
    }

    static ObjectNode tags(JsonNode tags) {
        if (tags == null || tags.isNull()) {
            return Json.object();
        }
        ObjectNode object = object(tags, "tags");
        if (object.size() > TAGS) {
            throw invalidTag("A resource has at most " + TAGS + " tags; the request has " + object.size() + ".");
        }
        ObjectNode clean = Json.object();
        Set<String> seen = new java.util.HashSet<>();
        for (Map.Entry<String, JsonNode> tag : object.properties()) {
            String name = tag.getKey();
            if (name.isBlank() || name.length() > TAG_NAME || name.chars().anyMatch(c -> c < 32 || TAG_FORBIDDEN.indexOf(c) >= 0)) {
                throw invalidTag("The tag name '" + name + "' is invalid: it has 1 to " + TAG_NAME + " characters and none of " + TAG_FORBIDDEN + " .");
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw invalidTag("The tag name '" + name + "' occurs twice; tag names are compared without regard to case.");
            }
            JsonNode value = tag.getValue();
            if (value.isContainerNode() || value.asText().length() > TAG_VALUE) {
                throw invalidTag("The value of tag '" + name + "' must be a string of at most " + TAG_VALUE + " characters.");
            }
            clean.put(name, value.isNull() ? "" : value.asText());
        }
        return clean;
    }

    private static CloudException invalidTag(String message) {
        return new CloudException(ResourceManagerError.INVALID_TAG, message, "tags", List.of());
    }

    private static ObjectNode envelope(ObjectNode body, ObjectNode into) {
        for (String name : ENVELOPE) {
            if (body.hasNonNull(name)) {
                into.set(name, body.get(name));
            }
        }
        if (into.has("zones") && !into.get("zones").isArray()) {
            throw new CloudException(CommonError.INVALID_JSON, "The value of 'zones' must be an array of strings.", "zones", List.of());
        }
        return into;
    }

    static ObjectNode properties(ObjectNode body, String name) {
        JsonNode properties = body.get(name);
        return properties == null || properties.isNull() ? Json.object() : object(properties, name).deepCopy();
    }

    private static ObjectNode object(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new CloudException(ResourceManagerError.INVALID_REQUEST_CONTENT, "The request content was invalid and could not be deserialized: '"
                + name + "' must be an object.", name, List.of());
    }

    /** RFC 7396. */
    private static void mergePatch(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                target.remove(member.getKey());
            } else if (value instanceof ObjectNode object) {
                ObjectNode inner = target.get(member.getKey()) instanceof ObjectNode present ? present : target.putObject(member.getKey());
                mergePatch(inner, object);
            } else {
                target.set(member.getKey(), value);
            }
        }
    }
}
