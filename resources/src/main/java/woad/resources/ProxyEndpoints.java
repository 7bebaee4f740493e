package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.provider.ProxyType;
import woad.resources.provider.View;

/** The endpoints of children that their service keeps itself. */
final class ProxyEndpoints {
    private final ResourceManager manager;
    private final ResourceStore store;
    private final Providers providers;
    private final Pages pages;

    ProxyEndpoints(ResourceManager manager, ResourceStore store, Providers providers, CloudProfile profile) {
        this.manager = manager;
        this.store = store;
        this.providers = providers;
        this.pages = new Pages(profile);
    }

    List<Endpoint> of(ProxyType type) {
        int depth = providers.ownerDepth(type);
        String name = ResourceEndpoints.operationName(type.type());
        String path = ResourceEndpoints.path(type.type());
        String list = ResourceEndpoints.withoutLast(path);
        List<Endpoint> endpoints = new ArrayList<>(List.of(
                Endpoint.of(name + "_List", Method.GET, list, new Access.Permission(type.type() + "/read", r -> ResourceEndpoints.withoutLast(r.path())),
                        request -> list(request, type, depth)),
                Endpoint.of(name + "_Get", Method.GET, path, new Access.Permission(type.type() + "/read", WebRequest::path), request -> get(request, type, depth)),
                Endpoint.withBody(name + "_CreateOrUpdate", Method.PUT, path, new Access.Permission(type.type() + "/write", WebRequest::path),
                        request -> put(request, type, depth))));
        if (type.patchable()) {
            endpoints.add(Endpoint.withBody(name + "_Update", Method.PATCH, path, new Access.Permission(type.type() + "/write", WebRequest::path),
                    request -> patch(request, type, depth)));
        }
        if (type.deletable()) {
            endpoints.add(Endpoint.of(name + "_Delete", Method.DELETE, path, new Access.Permission(type.type() + "/delete", WebRequest::path),
                    request -> delete(request, type, depth)));
        }
        return endpoints;
    }

    private WebResponse list(WebRequest request, ProxyType type, int depth) {
        View view = view(ApiVersions.of(request));
        ResourceId parent = ResourceEndpoints.id(ResourceEndpoints.withoutLast(request.path()));
        Resource owner = owner(parent.outer(depth));
        String segment = type.type().substring(type.type().lastIndexOf('/') + 1);
        return pages.answer(request, (after, most) -> type.list(owner, parent, new ProxyType.Page(after, most, request.query()), view), ProxyType.Named::name,
                found -> render(owner, type, depth, parent.child(segment, found.name()), found.body()));
    }

    private WebResponse get(WebRequest request, ProxyType type, int depth) {
        ResourceId id = ResourceEndpoints.id(request.path());
        return WebResponse.ok(read(type, depth, owner(id.outer(depth)), id, ApiVersions.of(request)));
    }

    private WebResponse patch(WebRequest request, ProxyType type, int depth) {
        get(request, type, depth);
        return put(request, type, depth);
    }

    private WebResponse put(WebRequest request, ProxyType type, int depth) {
        Call call = Call.of(request);
        ResourceId id = ResourceEndpoints.id(request.path());
        ObjectNode body = request.jsonObject();
        Resource owner = owner(id.outer(depth));
        boolean created = manager.holding(call, owner.id(), canonical(owner, type, depth, id), type.type() + "/write", (handle, held) -> type.put(handle, held, id, body));
        return WebResponse.json(created ? type.createdStatus() : 200, read(type, depth, owner, id, call.apiVersion()));
    }

    private WebResponse delete(WebRequest request, ProxyType type, int depth) {
        Call call = Call.of(request);
        ResourceId id = ResourceEndpoints.id(request.path());
        Resource owner = owner(id.outer(depth));
        boolean deleted = manager.holding(call, owner.id(), canonical(owner, type, depth, id), type.type() + "/delete", (handle, held) -> type.delete(handle, held, id));
        return WebResponse.empty(deleted ? 200 : 204);
    }

    private ObjectNode read(ProxyType type, int depth, Resource owner, ResourceId id, String version) {
        ObjectNode body = type.find(owner, id, view(version)).orElseThrow(() -> ResourceManager.notFound(id));
        return render(owner, type, depth, id, body);
    }

    private View view(String version) {
        return new View(manager.resources(), version, "");
    }

    private Resource owner(ResourceId id) {
        return store.find(id).orElseThrow(() -> ResourceManager.notFound(id));
    }

    private static ObjectNode render(Resource owner, ProxyType type, int depth, ResourceId id, ObjectNode body) {
        ResourceId canonical = canonical(owner, type, depth, id);
        ObjectNode rendered = Json.object().put("id", canonical.toString()).put("name", canonical.name()).put("type", canonical.type());
        rendered.setAll(body);
        return rendered;
    }

    /** The id with its owner's and its type's letters. */
    private static ResourceId canonical(Resource owner, ProxyType type, int depth, ResourceId id) {
        ResourceId canonical = owner.id();
        String[] segments = type.type().split("/");
        for (int i = depth; i < id.types().size(); i++) {
            canonical = canonical.child(segments[i + 1], id.names().get(i));
        }
        return canonical;
    }
}
