package woad.storage.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.platform.core.SubscriptionId;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.ApiVersions;
import woad.resources.ResourceManagerError;
import woad.resources.provider.Body;

/** Questions that are not about one account: whether a name is free, what can be had where, and how much of it. */
final class AccountEndpoints {
    private static final String BASE = "/subscriptions/{subscriptionId}/providers/Microsoft.Storage/";

    private final Database database;
    private final CloudProfile profile;

    AccountEndpoints(Database database, CloudProfile profile) {
        this.database = database;
        this.profile = profile;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.withBody("StorageAccounts_CheckNameAvailability", Method.POST, BASE + "checkNameAvailability",
                        atSubscription("Microsoft.Storage/checkNameAvailability/read"), this::checkName),
                Endpoint.of("Skus_List", Method.GET, BASE + "skus", atSubscription("Microsoft.Storage/skus/read"), this::skus),
                Endpoint.of("Usages_ListByLocation", Method.GET, BASE + "locations/{location}/usages", atSubscription("Microsoft.Storage/locations/usages/read"), this::usages));
    }

    private static Access atSubscription(String action) {
        return new Access.Permission(action, request -> "/subscriptions/" + request.pathValue("subscriptionId"));
    }

    private WebResponse checkName(WebRequest request) {
        ApiVersions.of(request);
        Body body = Body.of(request.jsonObject(), "request", AccountError.INVALID_VALUES);
        String name = body.requiredText("name");
        body.choice("type", List.of(AccountType.TYPE)).orElseThrow(() -> body.wrong("type", "is missing"));
        body.end();
        if (!Accounts.isName(name)) {
            return unavailable("AccountNameInvalid", AccountType.invalidName(name));
        }
        boolean taken = database.with(handle -> AccountTable.holder(handle, name).isPresent());
        return taken ? unavailable("AlreadyExists", AccountTable.takenMessage(name)) : WebResponse.ok(Json.object().put("nameAvailable", true));
    }

    private static WebResponse unavailable(String reason, String message) {
        return WebResponse.ok(Json.object().put("nameAvailable", false).put("reason", reason).put("message", message));
    }

    private WebResponse skus(WebRequest request) {
        ApiVersions.of(request);
        ObjectNode answer = Json.object();
        ArrayNode value = answer.putArray("value");
        for (Sku sku : Sku.values()) {
            for (AccountKind kind : AccountKind.values()) {
                for (Region region : profile.regions()) {
                    ObjectNode shown = value.addObject().put("resourceType", "storageAccounts").put("name", sku.text()).put("tier", sku.tier()).put("kind", kind.text());
                    shown.putArray("locations").add(region.name());
                    shown.putArray("capabilities");
                    ArrayNode restrictions = shown.putArray("restrictions");
                    if (!sku.offered()) {
                        restrictions.addObject().put("type", "location").put("reasonCode", "NotAvailableForSubscription").putArray("values").add(region.name());
                    }
                }
            }
        }
        return WebResponse.ok(answer);
    }

    private WebResponse usages(WebRequest request) {
        ApiVersions.of(request);
        String location = request.pathValue("location");
        Region region = profile.region(location).orElseThrow(() -> new CloudException(ResourceManagerError.LOCATION_NOT_AVAILABLE, "The location '"
                + AccountType.printable(location) + "' does not exist in this cloud. Its locations are "
                + String.join(", ", profile.regions().stream().map(Region::name).toList()) + "."));
        SubscriptionId subscription = SubscriptionId.parse(request.pathValue("subscriptionId"));
        int count = database.with(handle -> AccountTable.count(handle, subscription, region.name()));
        ObjectNode answer = Json.object();
        answer.putArray("value").addObject().put("unit", "Count").put("currentValue", count).put("limit", AccountTable.QUOTA)
                .putObject("name").put("value", "StorageAccounts").put("localizedValue", "Storage Accounts");
        return WebResponse.ok(answer);
    }
}
