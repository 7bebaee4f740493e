package woad.identity.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.ObjectKind;
import woad.platform.core.Json;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** One entity set: list, count, create, get, update, delete. */
final class ObjectEndpoints {
    private final Database database;
    private final GraphView view;
    private final Lifecycle lifecycle;

    /** The three permissions of a set's changes. */
    record Permissions(GraphAction create, GraphAction update, GraphAction delete) {}

    ObjectEndpoints(Database database, GraphView view, Lifecycle lifecycle) {
        this.database = database;
        this.view = view;
        this.lifecycle = lifecycle;
    }

    static Permissions permissions(GraphType type) {
        return switch (type) {
            case USER -> new Permissions(GraphAction.USERS_CREATE, GraphAction.USERS_UPDATE, GraphAction.USERS_DELETE);
            case GROUP -> new Permissions(GraphAction.GROUPS_CREATE, GraphAction.GROUPS_UPDATE, GraphAction.GROUPS_DELETE);
            case APPLICATION, SERVICE_PRINCIPAL ->
                    new Permissions(GraphAction.APPLICATIONS_CREATE, GraphAction.APPLICATIONS_UPDATE, GraphAction.APPLICATIONS_DELETE);
        };
    }

    /** Demands a permission for the object that the path names, or for the whole directory. */
    static Access permission(GraphAction action) {
        return new Access.Permission(action.permission(), request -> request.pathValues().getOrDefault("id", "/"));
    }

    List<Endpoint> endpoints() {
        String name = lifecycle.type().collection();
        String set = "/v1.0/" + name;
        Permissions permissions = permissions(lifecycle.type());
        return List.of(
                Endpoint.of(name + "_List", Method.GET, set, permission(GraphAction.READ), this::list),
                Endpoint.of(name + "_Count", Method.GET, set + "/$count", permission(GraphAction.READ), this::count),
                Endpoint.withBody(name + "_Create", Method.POST, set, permission(permissions.create()), this::create),
                Endpoint.of(name + "_Get", Method.GET, set + "/{id}", permission(GraphAction.READ), this::get),
                Endpoint.withBody(name + "_Update", Method.PATCH, set + "/{id}", permission(permissions.update()), this::update),
                Endpoint.of(name + "_Delete", Method.DELETE, set + "/{id}", permission(permissions.delete()), this::delete));
    }

    private ObjectKind kind() {
        return lifecycle.type().kind();
    }

    private WebResponse list(WebRequest request) {
        QueryOptions options = QueryOptions.ofCollection(lifecycle.type(), request);
        TenantId tenant = request.caller().tenant();
        return database.with(handle -> {
            List<DirectoryObject> found = Objects.page(handle, tenant, kind(), options);
            boolean more = found.size() > options.top();
            List<DirectoryObject> page = more ? found.subList(0, options.top()) : found;
            ObjectNode body = Json.object().put("@odata.context", view.context(lifecycle.type().collection()
                    + (options.select().isEmpty() ? "" : "(" + String.join(",", options.select()) + ")")));
            if (options.count()) {
                body.put("@odata.count", Objects.count(handle, tenant, kind(), options.filter()));
            }
            if (more) {
                body.put("@odata.nextLink", nextLink(request, page.getLast()));
            }
            body.set("value", view.items(handle, page, options.select(), false));
            return WebResponse.ok(body);
        });
    }

    private String nextLink(WebRequest request, DirectoryObject last) {
        Map<String, String> query = new TreeMap<>(request.query());
        query.put("$skiptoken", last.id().toString());
        return view.root() + "/" + lifecycle.type().collection() + "?" + query.entrySet().stream()
                .map(option -> option.getKey() + "=" + URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8).replace("+", "%20")).collect(Collectors.joining("&"));
    }

    private WebResponse count(WebRequest request) {
        QueryOptions.allow(request, Set.of("$filter"));
        QueryOptions options = QueryOptions.ofCollection(lifecycle.type(), request);
        return WebResponse.text(200, Long.toString(database.with(handle -> Objects.count(handle, request.caller().tenant(), kind(), options.filter()))));
    }

    private WebResponse create(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        return database.transaction(handle -> {
            DirectoryObject made = lifecycle.create(handle, request);
            return WebResponse.json(201, view.entity(handle, made, List.of()))
                    .header("Location", view.root() + "/" + lifecycle.type().collection() + "/" + made.id());
        });
    }

    private WebResponse get(WebRequest request) {
        QueryOptions options = QueryOptions.ofObject(lifecycle.type(), request);
        return database.with(handle -> WebResponse.ok(view.entity(handle,
                Objects.require(handle, request.caller().tenant(), kind(), request.pathValue("id")), options.select())));
    }

    private WebResponse update(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        return database.transaction(handle -> {
            DirectoryObject before = Objects.lock(handle, request.caller().tenant(), kind(), request.pathValue("id"));
            ObjectNode after = lifecycle.change(handle, before, Body.merged(lifecycle.type(), before.properties(), request.jsonObject()));
            DirectoryObjects.update(handle, before, after);
            return WebResponse.empty(204);
        });
    }

    private WebResponse delete(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        return database.transaction(handle -> {
            lifecycle.delete(handle, Objects.lock(handle, request.caller().tenant(), kind(), request.pathValue("id")));
            return WebResponse.empty(204);
        });
    }
}
