package woad.identity.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.Memberships;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** What any directory object answers to: {@code getByIds}, {@code checkMemberGroups}, {@code getMemberGroups}. */
final class DirectoryObjectEndpoints {
    private static final int MOST_IDS = 1000;
    private static final int MOST_GROUPS = 20;
    /** Types of directory objects that Graph knows and this directory has none of. */
    private static final Set<String> EMPTY_TYPES = Set.of("directoryObjectPartnerReference", "device", "orgContact", "administrativeUnit", "directoryRole", "contract");
    private static final Shape.Structure BY_IDS = new Shape.Structure(Map.of("ids", Shape.TEXTS, "types", Shape.TEXTS));
    private static final Shape.Structure CHECK = new Shape.Structure(Map.of("groupIds", Shape.TEXTS));
    private static final Shape.Structure GET = new Shape.Structure(Map.of("securityEnabledOnly", Shape.FLAG));

    private final Database database;
    private final GraphView view;

    DirectoryObjectEndpoints(Database database, GraphView view) {
        this.database = database;
        this.view = view;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(Endpoint.withBody("directoryObjects_GetByIds", Method.POST, "/v1.0/directoryObjects/getByIds", ObjectEndpoints.permission(GraphAction.READ), this::getByIds));
        endpoints.add(Endpoint.of("directoryObjects_Get", Method.GET, "/v1.0/directoryObjects/{id}", ObjectEndpoints.permission(GraphAction.READ), this::get));
        for (String set : List.of("directoryObjects", "users", "groups", "servicePrincipals")) {
            endpoints.add(Endpoint.withBody(set + "_CheckMemberGroups", Method.POST, "/v1.0/" + set + "/{id}/checkMemberGroups",
                    ObjectEndpoints.permission(GraphAction.READ), this::checkMemberGroups));
            endpoints.add(Endpoint.withBody(set + "_GetMemberGroups", Method.POST, "/v1.0/" + set + "/{id}/getMemberGroups",
                    ObjectEndpoints.permission(GraphAction.READ), this::getMemberGroups));
        }
        return endpoints;
    }

    private WebResponse get(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        return database.with(handle -> {
            DirectoryObject object = require(handle, request);
            ObjectNode body = Json.object().put("@odata.context", view.context("directoryObjects/$entity"));
            return WebResponse.ok(body.setAll((ObjectNode) view.items(handle, List.of(object), List.of(), true).get(0)));
        });
    }

    private WebResponse getByIds(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        ObjectNode body = Body.ofAction(request, BY_IDS);
        List<UUID> ids = guids(body.path("ids"), "ids", MOST_IDS);
        List<ObjectKind> kinds = new ArrayList<>();
        for (JsonNode type : body.path("types")) {
            if (type.asText().equals("directoryObject")) {
                kinds.addAll(List.of(ObjectKind.values()));
            } else if (!EMPTY_TYPES.contains(type.asText())) {
                kinds.add(kind(type.asText()));
            }
        }
        List<ObjectKind> wanted = body.path("types").isEmpty() ? List.of(ObjectKind.values()) : kinds;
        return database.with(handle -> {
            ObjectNode answer = Json.object().put("@odata.context", view.context("directoryObjects"));
            answer.set("value", view.items(handle, Objects.byIds(handle, request.caller().tenant(), ids, wanted), List.of(), true));
            return WebResponse.ok(answer);
        });
    }

    private static ObjectKind kind(String name) {
        try {
            return ObjectKind.ofGraphName(name);
        } catch (IllegalArgumentException e) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value '" + Names.printable(name) + "' for parameter 'types'.", e);
        }
    }

    private WebResponse checkMemberGroups(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        List<UUID> asked = guids(Body.ofAction(request, CHECK).path("groupIds"), "groupIds", MOST_GROUPS);
        return database.with(handle -> {
            Set<UUID> groups = Memberships.groupsOf(handle, require(handle, request));
            return texts(asked.stream().filter(groups::contains).toList());
        });
    }

    private WebResponse getMemberGroups(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        // Every group of this directory is a security group, so that the parameter changes nothing.
        if (!Body.ofAction(request, GET).hasNonNull("securityEnabledOnly")) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "A value is required for parameter 'securityEnabledOnly'.");
        }
        return database.with(handle -> texts(Memberships.groupsOf(handle, require(handle, request)).stream().sorted().toList()));
    }

    private static DirectoryObject require(Handle handle, WebRequest request) {
        String key = request.pathValue("id");
        return Objects.find(handle, request.caller().tenant(), key).orElseThrow(() -> Objects.missing(key));
    }

    private WebResponse texts(List<UUID> ids) {
        ObjectNode body = Json.object().put("@odata.context", view.context("Collection(Edm.String)"));
        ArrayNode value = body.putArray("value");
        ids.forEach(id -> value.add(id.toString()));
        return WebResponse.ok(body);
    }

    private static List<UUID> guids(JsonNode array, String name, int most) {
        if (!array.isArray() || array.isEmpty() || array.size() > most) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "The parameter '" + name + "' must hold 1 to " + most + " ids.");
        }
        List<UUID> ids = new ArrayList<>();
        array.forEach(item -> {
            if (!Guid.matches(item.textValue())) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid GUID: '" + Names.printable(item.asText()) + "' in parameter '" + name + "'.");
            }
            ids.add(Guid.parse(item.textValue()));
        });
        return ids;
    }
}
