package woad.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import woad.platform.core.Json;
import woad.resources.provider.EmbeddedType;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/** Writes resources as clients read them. */
final class Rendering {
    private final Providers providers;

    Rendering(Providers providers) {
        this.providers = providers;
    }

    ObjectNode render(Resource resource, View view) {
        ResourceType type = providers.type(resource.id());
        ObjectNode body = head(resource);
        body.setAll(type.topLevel(resource, view));
        ObjectNode properties = type.render(resource, view);
        properties.put("provisioningState", resource.state().text());
        for (EmbeddedType embedded : type.embedded()) {
            if (properties.get(embedded.array()) instanceof ArrayNode children) {
                children.forEach(child -> decorate(resource, type, embedded, (ObjectNode) child));
            }
        }
        body.set("properties", properties);
        return body;
    }

    /** A resource as {@code GET /subscriptions/{id}/resources} shows it: without properties. */
    ObjectNode summary(Resource resource, boolean times) {
        ObjectNode body = head(resource);
        body.remove("etag");
        if (times) {
            body.put("createdTime", resource.systemData().createdAt().toString()).put("changedTime", resource.systemData().changedAt().toString())
                    .put("provisioningState", resource.state().text());
        }
        return body;
    }

    private static ObjectNode head(Resource resource) {
        ObjectNode body = Json.object();
        body.put("id", resource.id().toString()).put("name", resource.id().name()).put("type", resource.id().type());
        if (resource.desired().location() != null) {
            body.put("location", resource.desired().location());
        }
        body.set("tags", resource.desired().tags());
        body.setAll(resource.desired().envelope());
        body.put("etag", "W/\"" + resource.etag() + "\"");
        Resource.SystemData data = resource.systemData();
        body.putObject("systemData").put("createdBy", data.createdBy()).put("createdByType", data.createdByType()).put("createdAt", data.createdAt().toString())
                .put("lastModifiedBy", data.changedBy()).put("lastModifiedByType", data.changedByType()).put("lastModifiedAt", data.changedAt().toString());
        return body;
    }

    private static void decorate(Resource parent, ResourceType type, EmbeddedType embedded, ObjectNode child) {
        JsonNode properties = child.get("properties");
        child.put("id", parent.id().child(embedded.name(), child.path("name").asText()).toString()).put("type", type.type() + "/" + embedded.name())
                .put("etag", "W/\"" + parent.etag() + "\"");
        (properties instanceof ObjectNode object ? object : child.putObject("properties")).put("provisioningState", parent.state().text());
    }
}
