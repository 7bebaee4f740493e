package woad.server.operator;

import java.time.InstantSource;
import java.util.List;
import woad.identity.directory.Directory;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryRole;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.server.ControlPlane;

/** The first people and applications of a customer; everything after them the customer does itself. */
record PrincipalEndpoints(ControlPlane plane, InstantSource clock) {

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.withBody("Users_Create", Method.POST, "/users", OperatorService.OPERATOR, this::createUser),
                Endpoint.withBody("Users_ResetPassword", Method.POST, "/users/resetPassword", OperatorService.OPERATOR, this::resetPassword),
                Endpoint.withBody("Applications_Create", Method.POST, "/applications", OperatorService.OPERATOR, this::createApplication));
    }

    /** Answers with the generated password, which is kept nowhere. */
    private WebResponse createUser(WebRequest request) {
        Fields fields = new Fields(request.jsonObject());
        TenantId tenant = Customers.existing(plane, fields);
        List<SubscriptionId> owned = Customers.owned(plane, fields, tenant);
        Directory.NewUser made = directory().createUser(tenant, fields.text("userPrincipalName"), fields.text("displayName"));
        if (fields.body().path("administrator").asBoolean(false)) {
            directory().assignRole(tenant, made.user().id(), DirectoryRole.GLOBAL_ADMINISTRATOR);
        }
        own(tenant, owned, made.user());
        return WebResponse.json(201, Json.object().put("id", made.user().id().toString()).put("userPrincipalName", made.user().name())
                .put("password", made.password()));
    }

    private WebResponse resetPassword(WebRequest request) {
        Fields fields = new Fields(request.jsonObject());
        TenantId tenant = Customers.existing(plane, fields);
        String name = fields.text("userPrincipalName");
        DirectoryObject user = directory().user(tenant, name)
                .orElseThrow(() -> new CloudException(CommonError.NOT_FOUND, "The tenant " + tenant + " has no user " + name + "."));
        own(tenant, Customers.owned(plane, fields, tenant), user);
        return WebResponse.ok(Json.object().put("id", user.id().toString()).put("userPrincipalName", user.name())
                .put("password", directory().resetPassword(tenant, user.id())));
    }

    /** Answers with the generated secret, of which only a hash is kept. */
    private WebResponse createApplication(WebRequest request) {
        Fields fields = new Fields(request.jsonObject());
        TenantId tenant = Customers.existing(plane, fields);
        List<SubscriptionId> owned = Customers.owned(plane, fields, tenant);
        Directory.NewApplication made = directory().createApplication(tenant, fields.text("displayName"));
        if (fields.body().path("administrator").asBoolean(false)) {
            directory().assignRole(tenant, made.servicePrincipal().id(), DirectoryRole.GLOBAL_ADMINISTRATOR);
        }
        own(tenant, owned, made.servicePrincipal());
        return WebResponse.json(201, Json.object().put("clientId", made.appId().toString()).put("objectId", made.servicePrincipal().id().toString())
                .put("clientSecret", made.secret()));
    }

    private void own(TenantId tenant, List<SubscriptionId> subscriptions, DirectoryObject principal) {
        for (SubscriptionId subscription : subscriptions) {
            plane.resources().roleAssignments().grantOwner(tenant, subscription, principal.id(), principal.kind().messageName(), clock.instant());
        }
    }

    private Directory directory() {
        return plane.customers().directory();
    }
}
