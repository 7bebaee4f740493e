package woad.server.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import woad.identity.directory.Tenant;
import woad.platform.core.Json;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.server.ControlPlane;

/** The customers' tenants. */
record TenantEndpoints(ControlPlane plane) {

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("Tenants_List", Method.GET, "/tenants", OperatorService.OPERATOR, request -> list()),
                Endpoint.withBody("Tenants_Create", Method.POST, "/tenants", OperatorService.OPERATOR, this::create));
    }

    private WebResponse list() {
        return WebResponse.ok(Json.object().set("value", Json.MAPPER.valueToTree(
                plane.customers().directory().tenants().stream().map(TenantEndpoints::render).toList())));
    }

    private WebResponse create(WebRequest request) {
        Fields fields = new Fields(request.jsonObject());
        return WebResponse.json(201, render(plane.customers().directory().createTenant(fields.text("displayName"), fields.text("domain"))));
    }

    private static ObjectNode render(Tenant tenant) {
        return Json.object().put("id", tenant.id().toString()).put("displayName", tenant.displayName()).put("domain", tenant.defaultDomain())
                .put("enabled", tenant.enabled());
    }
}
