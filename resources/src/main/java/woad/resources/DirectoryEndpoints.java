package woad.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.platform.core.TenantId;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.access.RoleBasedAccess;
import woad.resources.provider.EmbeddedType;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;

/** What a caller may see before any resource: its tenant, its subscriptions, the locations, the providers and their types. */
final class DirectoryEndpoints {
    private final Subscriptions subscriptions;
    private final Providers providers;
    private final CloudProfile profile;
    private final Function<TenantId, TenantNames> tenants;

    DirectoryEndpoints(Subscriptions subscriptions, Providers providers, CloudProfile profile, Function<TenantId, TenantNames> tenants) {
        this.subscriptions = subscriptions;
        this.providers = providers;
        this.profile = profile;
        this.tenants = tenants;
    }

    List<Endpoint> endpoints() {
        Access own = new Access.SignedIn("shows the caller's own tenant, and the subscriptions in which it has a role");
        Access everybody = new Access.SignedIn("what the cloud offers is the same for everybody");
        Access inSubscription = new Access.Permission("Microsoft.Resources/subscriptions/read", ResourceEndpoints::subscriptionScope);
        Access providersIn = new Access.Permission("Microsoft.Resources/subscriptions/providers/read", ResourceEndpoints::subscriptionScope);
        Access register = new Access.Permission("Microsoft.Resources/subscriptions/providers/register/action", ResourceEndpoints::subscriptionScope);
        String in = "/subscriptions/{subscriptionId}";
        return List.of(
                Endpoint.of("Tenants_List", Method.GET, "/tenants", own, this::tenants),
                Endpoint.of("Subscriptions_List", Method.GET, "/subscriptions", own, this::subscriptions),
                Endpoint.of("Subscriptions_Get", Method.GET, in, inSubscription, this::subscription),
                Endpoint.of("Subscriptions_ListLocations", Method.GET, in + "/locations", inSubscription, this::locations),
                Endpoint.of("Providers_ListAtTenantScope", Method.GET, "/providers", everybody, this::listProviders),
                Endpoint.of("Providers_List", Method.GET, in + "/providers", providersIn, this::listProviders),
                Endpoint.of("Providers_Get", Method.GET, in + "/providers/{namespace}", providersIn, this::getProvider),
                Endpoint.withBody("Providers_Register", Method.POST, in + "/providers/{namespace}/register", register, this::getProvider));
    }

    private WebResponse tenants(WebRequest request) {
        ApiVersions.of(request);
        TenantId id = request.caller().tenant();
        TenantNames tenant = tenants.apply(id);
        ObjectNode body = Json.object();
        ObjectNode one = body.putArray("value").addObject().put("id", "/tenants/" + id).put("tenantId", id.toString()).put("displayName", tenant.displayName())
                .put("defaultDomain", tenant.defaultDomain()).put("tenantCategory", "Home").put("tenantType", "AAD").put("countryCode", "FR");
        one.putArray("domains").add(tenant.defaultDomain());
        return WebResponse.ok(body);
    }

    private WebResponse subscriptions(WebRequest request) {
        ApiVersions.of(request);
        ArrayNode values = Json.MAPPER.createArrayNode();
        subscriptions.visible(request.caller().tenant(), List.of(RoleBasedAccess.principals(request.caller()))).forEach(s -> values.add(Subscriptions.render(s)));
        ObjectNode body = Json.object();
        body.set("value", values);
        body.putObject("count").put("type", "Total").put("value", values.size());
        return WebResponse.ok(body);
    }

    private WebResponse subscription(WebRequest request) {
        ApiVersions.of(request);
        return WebResponse.ok(Subscriptions.render(subscriptions.find(ResourceEndpoints.subscription(request))
                .orElseThrow(() -> Subscriptions.notFound(request.pathValue("subscriptionId")))));
    }

    private WebResponse locations(WebRequest request) {
        ApiVersions.of(request);
        ArrayNode values = Json.MAPPER.createArrayNode();
        for (Region region : profile.regions()) {
            ObjectNode location = values.addObject().put("id", request.path() + "/" + region.name()).put("name", region.name()).put("type", "Region")
                    .put("displayName", region.displayName()).put("regionalDisplayName", "(Europe) " + region.displayName());
            ObjectNode metadata = location.putObject("metadata").put("regionType", "Physical").put("regionCategory", "Recommended").put("geography", "France")
                    .put("geographyGroup", "Europe").put("longitude", Double.toString(region.longitude())).put("latitude", Double.toString(region.latitude()))
                    .put("physicalLocation", region.displayName());
            metadata.putArray("pairedRegion").addObject().put("name", region.pairedWith()).put("id", request.path() + "/" + region.pairedWith());
            ArrayNode zones = location.putArray("availabilityZoneMappings");
            region.zones().forEach(zone -> zones.addObject().put("logicalZone", zone).put("physicalZone", region.name() + "-az" + zone));
        }
        return WebResponse.ok(Json.object().set("value", values));
    }

    private WebResponse listProviders(WebRequest request) {
        ApiVersions.of(request);
        ArrayNode values = Json.MAPPER.createArrayNode();
        String scope = request.pathValues().containsKey("subscriptionId") ? ResourceEndpoints.subscriptionScope(request) : "";
        providers.all().forEach(provider -> values.add(render(provider, scope)));
        return WebResponse.ok(Json.object().set("value", values));
    }

    private WebResponse getProvider(WebRequest request) {
        ApiVersions.of(request);
        String namespace = request.pathValue("namespace");
        return WebResponse.ok(providers.all().stream().filter(p -> p.namespace().equalsIgnoreCase(namespace)).findFirst()
                .map(p -> render(p, ResourceEndpoints.subscriptionScope(request))).orElseThrow(() -> providers.unknown(namespace, "")));
    }

    private ObjectNode render(ResourceProvider provider, String scope) {
        ObjectNode body = Json.object().put("id", scope + "/providers/" + provider.namespace()).put("namespace", provider.namespace())
                .put("registrationState", "Registered").put("registrationPolicy", "RegistrationFree");
        ArrayNode types = body.putArray("resourceTypes");
        for (ResourceType type : provider.types()) {
            String name = type.type().substring(type.type().indexOf('/') + 1);
            renderType(types.addObject(), name, type.apiVersions());
            for (EmbeddedType embedded : type.embedded()) {
                renderType(types.addObject(), name + "/" + embedded.name(), embedded.apiVersions());
            }
        }
        provider.proxyTypes().forEach(type -> renderType(types.addObject(), type.type().substring(type.type().indexOf('/') + 1), type.apiVersions()));
        return body;
    }

    private void renderType(ObjectNode type, String name, List<String> apiVersions) {
        ArrayNode locations = type.put("resourceType", name).putArray("locations");
        profile.regions().forEach(region -> locations.add(region.displayName()));
        ArrayNode versions = type.putArray("apiVersions");
        apiVersions.forEach(versions::add);
        type.put("defaultApiVersion", apiVersions.getFirst()).put("capabilities", "CrossResourceGroupResourceMove, SupportsTags, SupportsLocation");
        ArrayNode zones = type.putArray("zoneMappings");
        for (Region region : profile.regions()) {
            ArrayNode inRegion = zones.addObject().put("location", region.displayName()).putArray("zones");
            region.zones().forEach(inRegion::add);
        }
    }
}
