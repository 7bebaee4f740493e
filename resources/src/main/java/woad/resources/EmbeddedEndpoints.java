package woad.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.provider.EmbeddedType;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/** The endpoints of children that live inside their parent's properties. */
final class EmbeddedEndpoints {
    private final ResourceManager manager;
    private final ResourceStore store;
    private final Rendering rendering;
    private final Operations operations;

    EmbeddedEndpoints(ResourceManager manager, ResourceStore store, Rendering rendering, Operations operations) {
        this.manager = manager;
        this.store = store;
        this.rendering = rendering;
        this.operations = operations;
    }

    List<Endpoint> of(ResourceType parent, EmbeddedType child) {
        String type = parent.type() + "/" + child.name();
        String name = ResourceEndpoints.operationName(type);
        String list = ResourceEndpoints.path(parent.type()) + "/" + child.name();
        String path = list + "/{childName}";
        return List.of(
                Endpoint.of(name + "_List", Method.GET, list, new Access.Permission(type + "/read", r -> ResourceEndpoints.withoutLast(r.path())), r -> list(r, child)),
                Endpoint.of(name + "_Get", Method.GET, path, new Access.Permission(type + "/read", WebRequest::path), r -> get(r, child)),
                Endpoint.withBody(name + "_CreateOrUpdate", Method.PUT, path, new Access.Permission(type + "/write", WebRequest::path), r -> put(r, parent, child)),
                Endpoint.of(name + "_Delete", Method.DELETE, path, new Access.Permission(type + "/delete", WebRequest::path), r -> delete(r, child)));
    }

    private WebResponse list(WebRequest request, EmbeddedType child) {
        ResourceId parent = ResourceEndpoints.id(ResourceEndpoints.withoutLast(request.path()));
        return WebResponse.ok(Json.object().set("value", children(parent, child, ApiVersions.of(request))));
    }

    private WebResponse get(WebRequest request, EmbeddedType child) {
        ResourceId id = ResourceEndpoints.id(request.path());
        return WebResponse.ok(find(children(id.parent().orElseThrow(), child, ApiVersions.of(request)), id));
    }

    private ArrayNode children(ResourceId parent, EmbeddedType child, String version) {
        Resource resource = store.find(parent).orElseThrow(() -> ResourceManager.notFound(parent));
        JsonNode array = rendering.render(resource, new View(manager.resources(), version, "")).path("properties").path(child.array());
        return array instanceof ArrayNode children ? children : Json.MAPPER.createArrayNode();
    }

    private static ObjectNode find(ArrayNode children, ResourceId id) {
        for (JsonNode element : children) {
            if (element.path("name").asText().equalsIgnoreCase(id.name())) {
                return (ObjectNode) element;
            }
        }
        throw new CloudException(ResourceManagerError.RESOURCE_NOT_FOUND, "Resource " + id + " not found.");
    }

    private WebResponse put(WebRequest request, ResourceType parentType, EmbeddedType child) {
        Call call = Call.of(request);
        ResourceId id = ResourceEndpoints.id(request.path());
        if (!parentType.nameRule().allows(id.name())) {
            throw new CloudException(ResourceManagerError.INVALID_RESOURCE_NAME, "Resource name " + id.name() + " is invalid. The name has " + parentType.nameRule().words() + ".");
        }
        ObjectNode element = Json.object().put("name", id.name());
        element.set("properties", ResourceBodies.properties(request.jsonObject(), "properties"));
        boolean[] created = {false};
        ResourceManager.Written written = manager.change(call, id.parent().orElseThrow(), parent -> {
            ArrayNode kept = without(parent, child, id.name());
            created[0] = kept.size() == parent.desired().properties().path(child.array()).size();
            kept.add(element.deepCopy());
            return with(parent, child, kept);
        });
        WebResponse answer = WebResponse.json(created[0] ? 201 : 200, find(children(id.parent().orElseThrow(), child, call.apiVersion()), id));
        return written.operation() == null ? answer : operations.polledByStatus(answer, written.resource(), written.operation(), call.apiVersion());
    }

    private WebResponse delete(WebRequest request, EmbeddedType child) {
        Call call = Call.of(request);
        ResourceId id = ResourceEndpoints.id(request.path());
        ResourceId parentId = id.parent().orElseThrow();
        Resource now = store.find(parentId).orElse(null);
        if (now == null || without(now, child, id.name()).size() == now.desired().properties().path(child.array()).size()) {
            return WebResponse.empty(204);
        }
        ResourceManager.Written written = manager.change(call, parentId, parent -> with(parent, child, without(parent, child, id.name())));
        return written.operation() == null ? WebResponse.empty(200) : operations.polled(WebResponse.empty(202), written.resource(), written.operation(), call.apiVersion());
    }

    private static ArrayNode without(Resource parent, EmbeddedType child, String name) {
        ArrayNode kept = Json.MAPPER.createArrayNode();
        parent.desired().properties().path(child.array()).forEach(element -> {
            if (!element.path("name").asText().equalsIgnoreCase(name)) {
                kept.add(element);
            }
        });
        return kept;
    }

    private static Desired with(Resource parent, EmbeddedType child, ArrayNode children) {
        ObjectNode properties = parent.desired().properties().deepCopy();
        properties.set(child.array(), children);
        return parent.desired().withProperties(properties);
    }
}
