package woad.identity.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.Memberships;
import woad.identity.directory.ObjectKind;
import woad.identity.directory.Tenant;
import woad.identity.directory.Tenants;
import woad.identity.directory.Users;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Caller;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** {@code /me}, the ending of sessions, {@code /organization} and {@code /domains}. */
final class MeEndpoints {
    private static final Access OWN = new Access.SignedIn("people see and end what is their own");

    private final Database database;
    private final GraphView view;
    private final Caller.Realm realm;
    private final InstantSource clock;

    MeEndpoints(Database database, GraphView view, Caller.Realm realm, InstantSource clock) {
        this.database = database;
        this.view = view;
        this.realm = realm;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        Access read = ObjectEndpoints.permission(GraphAction.READ);
        return List.of(
                Endpoint.of("me_Get", Method.GET, "/v1.0/me", OWN, this::me),
                Endpoint.of("me_OwnedObjects", Method.GET, "/v1.0/me/ownedObjects", OWN, this::ownedObjects),
                Endpoint.withBody("me_RevokeSignInSessions", Method.POST, "/v1.0/me/revokeSignInSessions", OWN, this::endOwnSessions),
                Endpoint.withBody("users_RevokeSignInSessions", Method.POST, "/v1.0/users/{id}/revokeSignInSessions",
                        ObjectEndpoints.permission(GraphAction.USERS_END_SESSIONS), this::endSessions),
                Endpoint.of("organization_List", Method.GET, "/v1.0/organization", read, this::organization),
                Endpoint.of("domains_List", Method.GET, "/v1.0/domains", read, this::domains));
    }

    private static DirectoryObject person(Handle handle, WebRequest request) {
        if (request.caller().kind() != Caller.Kind.USER) {
            throw new CloudException(DirectoryError.INVALID_REQUEST, "/me request is only valid with delegated authentication flow.");
        }
        return Objects.require(handle, request.caller().tenant(), ObjectKind.USER, request.caller().principal().toString());
    }

    private WebResponse me(WebRequest request) {
        QueryOptions options = QueryOptions.ofObject(GraphType.USER, request);
        return database.with(handle -> WebResponse.ok(view.entity(handle, person(handle, request), options.select())));
    }

    private WebResponse ownedObjects(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        return database.with(handle -> {
            ObjectNode body = Json.object().put("@odata.context", view.context("directoryObjects"));
            body.set("value", view.items(handle, Memberships.ownedBy(handle, person(handle, request)), List.of(), true));
            return WebResponse.ok(body);
        });
    }

    private WebResponse endOwnSessions(WebRequest request) {
        return database.transaction(handle -> end(handle, person(handle, request)));
    }

    private WebResponse endSessions(WebRequest request) {
        return database.transaction(handle -> end(handle, Objects.lock(handle, request.caller().tenant(), ObjectKind.USER, request.pathValue("id"))));
    }

    private WebResponse end(Handle handle, DirectoryObject user) {
        Users.endSessions(handle, user, clock.instant());
        return WebResponse.ok(Json.object().put("@odata.context", view.context("Edm.Boolean")).put("value", true));
    }

    private Tenant tenant(WebRequest request) {
        QueryOptions.allow(request, Set.of());
        return database.with(handle -> Tenants.find(handle, realm, request.caller().tenant())).orElseThrow(() -> Objects.missing(request.caller().tenant().toString()));
    }

    private WebResponse organization(WebRequest request) {
        Tenant tenant = tenant(request);
        ObjectNode body = Json.object().put("@odata.context", view.context("organization"));
        body.putArray("value").addObject().put("id", tenant.id().toString()).put("displayName", tenant.displayName()).put("tenantType", "AAD")
                .put("createdDateTime", tenant.createdAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString())
                .putArray("verifiedDomains").addObject().put("name", tenant.defaultDomain()).put("isDefault", true).put("isInitial", true).put("type", "Managed")
                .put("capabilities", "");
        return WebResponse.ok(body);
    }

    private WebResponse domains(WebRequest request) {
        ObjectNode body = Json.object().put("@odata.context", view.context("domains"));
        body.putArray("value").addObject().put("id", tenant(request).defaultDomain()).put("authenticationType", "Managed").put("isAdminManaged", true)
                .put("isDefault", true).put("isInitial", true).put("isRoot", true).put("isVerified", true).putArray("supportedServices");
        return WebResponse.ok(body);
    }
}
