package woad.identity.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Memberships;
import woad.identity.directory.Names;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** Members of groups, owners of groups, applications and service principals: list, add by reference, remove. */
final class RelationEndpoints {
    private final Database database;
    private final GraphView view;
    private final References references;

    RelationEndpoints(Database database, GraphView view, References references) {
        this.database = database;
        this.view = view;
        this.references = references;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>(of(GraphType.GROUP, Memberships.Relation.MEMBERS));
        for (GraphType type : List.of(GraphType.GROUP, GraphType.APPLICATION, GraphType.SERVICE_PRINCIPAL)) {
            endpoints.addAll(of(type, Memberships.Relation.OWNERS));
        }
        return endpoints;
    }

    private List<Endpoint> of(GraphType type, Memberships.Relation relation) {
        String name = type.collection() + "_" + relation.graphName();
        String path = "/v1.0/" + type.collection() + "/{id}/" + relation.graphName();
        GraphAction change = ObjectEndpoints.permissions(type).update();
        return List.of(
                Endpoint.of(name + "_List", Method.GET, path, ObjectEndpoints.permission(GraphAction.READ), request -> list(request, type, relation)),
                Endpoint.withBody(name + "_Add", Method.POST, path + "/$ref", ObjectEndpoints.permission(change), request -> add(request, type, relation)),
                Endpoint.of(name + "_Remove", Method.DELETE, path + "/{related}/$ref", ObjectEndpoints.permission(change), request -> remove(request, type, relation)));
    }

    private WebResponse list(WebRequest request, GraphType type, Memberships.Relation relation) {
        QueryOptions.allow(request, Set.of());
        return database.with(handle -> {
            DirectoryObject object = Objects.require(handle, request.caller().tenant(), type.kind(), request.pathValue("id"));
            ObjectNode body = Json.object().put("@odata.context", view.context("directoryObjects"));
            body.set("value", view.items(handle, Memberships.list(handle, relation, object), List.of(), true));
            return WebResponse.ok(body);
        });
    }

    private WebResponse add(WebRequest request, GraphType type, Memberships.Relation relation) {
        QueryOptions.allow(request, Set.of());
        ObjectNode body = Body.ofAction(request, new Shape.Structure(Map.of("@odata.id", Shape.TEXT)));
        return database.transaction(handle -> {
            DirectoryObject object = Objects.lock(handle, request.caller().tenant(), type.kind(), request.pathValue("id"));
            DirectoryObject related = references.resolve(handle, object, relation, body.path("@odata.id").asText());
            if (!Memberships.add(handle, relation, object, related)) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "One or more added object references already exist for the following modified properties: '"
                        + relation.graphName() + "'.");
            }
            return WebResponse.empty(204);
        });
    }

    private WebResponse remove(WebRequest request, GraphType type, Memberships.Relation relation) {
        QueryOptions.allow(request, Set.of());
        String related = request.pathValue("related");
        return database.transaction(handle -> {
            DirectoryObject object = Objects.lock(handle, request.caller().tenant(), type.kind(), request.pathValue("id"));
            if (!Guid.matches(related) || !removed(handle, relation, object, related)) {
                throw new CloudException(DirectoryError.NOT_FOUND, "Resource '" + Names.printable(related)
                        + "' does not exist or one of its queried reference-property objects are not present.");
            }
            return WebResponse.empty(204);
        });
    }

    private static boolean removed(Handle handle, Memberships.Relation relation, DirectoryObject object, String related) {
        return DirectoryObjects.find(handle, object.tenant(), Guid.parse(related)).isPresent()
                && Memberships.remove(handle, relation, object, Guid.parse(related));
    }
}
