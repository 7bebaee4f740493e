package woad.server.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.Subscriptions.Subscription;
import woad.server.ControlPlane;

/** The customers' subscriptions. */
record SubscriptionEndpoints(ControlPlane plane, Ids ids, InstantSource clock) {

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("Subscriptions_List", Method.GET, "/subscriptions", OperatorService.OPERATOR, request -> list()),
                Endpoint.withBody("Subscriptions_Create", Method.POST, "/subscriptions", OperatorService.OPERATOR, this::create));
    }

    private WebResponse list() {
        return WebResponse.ok(Json.object().set("value", Json.MAPPER.valueToTree(
                plane.resources().subscriptions().all().stream().map(SubscriptionEndpoints::render).toList())));
    }

    private WebResponse create(WebRequest request) {
        Fields fields = new Fields(request.jsonObject());
        TenantId tenant = Customers.existing(plane, fields);
        return WebResponse.json(201, render(plane.resources().subscriptions().create(new SubscriptionId(ids.guid()), tenant, fields.text("displayName"),
                clock.instant())));
    }

    private static ObjectNode render(Subscription subscription) {
        return Json.object().put("id", subscription.id().toString()).put("tenantId", subscription.tenant().toString())
                .put("displayName", subscription.displayName());
    }
}
