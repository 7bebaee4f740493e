package woad.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
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
import woad.resources.ResourceId;
import woad.resources.ResourceManagerError;

/** Questions that are not about one resource: quotas, and whether a name or an address is free. */
final class NetworkEndpoints {
    private static final String LOCATION = "/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/{location}";
    private static final String NETWORK = "/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{name}";
    private static final int SUGGESTIONS = 5;

    private final Database database;
    private final CloudProfile profile;

    NetworkEndpoints(Database database, CloudProfile profile) {
        this.database = database;
        this.profile = profile;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of("NetworkUsages_List", Method.GET, LOCATION + "/usages", atSubscription("Microsoft.Network/locations/usages/read"), this::usages),
                Endpoint.of("CheckDnsNameAvailability", Method.GET, LOCATION + "/CheckDnsNameAvailability",
                        atSubscription("Microsoft.Network/locations/checkDnsNameAvailability/read"), this::dnsName),
                Endpoint.of("VirtualNetworks_CheckIPAddressAvailability", Method.GET, NETWORK + "/CheckIPAddressAvailability",
                        new Access.Permission("Microsoft.Network/virtualNetworks/checkIpAddressAvailability/read", request -> network(request).toString()), this::address));
    }

    private static Access atSubscription(String action) {
        return new Access.Permission(action, request -> "/subscriptions/" + request.pathValue("subscriptionId"));
    }

    private static ResourceId network(WebRequest request) {
        String text = "/subscriptions/" + request.pathValue("subscriptionId") + "/resourceGroups/" + request.pathValue("group")
                + "/providers/" + VirtualNetworkType.TYPE + "/" + request.pathValue("name");
        return ResourceId.tryParse(text).orElseThrow(() -> new CloudException(ResourceManagerError.INVALID_SUBSCRIPTION_ID,
                "The provided subscription identifier '" + request.pathValue("subscriptionId") + "' is malformed or invalid."));
    }

    private Region region(WebRequest request) {
        ApiVersions.of(request);
        String location = request.pathValue("location");
        return profile.region(location).orElseThrow(() -> new CloudException(ResourceManagerError.LOCATION_NOT_AVAILABLE, "The location '" + location
                + "' does not exist in this cloud. Its locations are " + String.join(", ", profile.regions().stream().map(Region::name).toList()) + "."));
    }

    private WebResponse usages(WebRequest request) {
        Region region = region(request);
        SubscriptionId subscription = SubscriptionId.parse(request.pathValue("subscriptionId"));
        ObjectNode answer = Json.object();
        ArrayNode value = answer.putArray("value");
        database.with(handle -> {
            for (Quota quota : Quota.values()) {
                ObjectNode usage = value.addObject().put("id", "/subscriptions/" + subscription + "/providers/Microsoft.Network/locations/" + region.name()
                        + "/usages/" + quota.code).put("unit", "Count").put("currentValue", quota.count(handle, subscription.value(), region.name()))
                        .put("limit", quota.limit);
                usage.putObject("name").put("value", quota.code).put("localizedValue", quota.words);
            }
            return null;
        });
        return WebResponse.ok(answer);
    }

    private WebResponse dnsName(WebRequest request) {
        Region region = region(request);
        String label = required(request, "domainNameLabel");
        PublicAddress.checkLabel(label, "location " + region.name());
        return WebResponse.ok(Json.object().put("available", database.<Boolean>with(handle -> PublicAddressTable.labelFree(handle, region.name(), label))));
    }

    private WebResponse address(WebRequest request) {
        ApiVersions.of(request);
        String text = required(request, "ipAddress");
        IPAddress address = Prefix.address(text).orElseThrow(() -> new CloudException(NetworkError.INVALID_ADDRESS, "'" + text + "' is not an IP address."));
        ResourceId id = network(request);
        return WebResponse.ok(database.with(handle -> {
            UUID network = handle.createQuery("select id from network.virtual_network where key = :key").bind("key", id.key()).mapTo(UUID.class).findOne()
                    .orElseThrow(() -> new CloudException(ResourceManagerError.RESOURCE_NOT_FOUND, "The Resource '" + VirtualNetworkType.TYPE + "/" + id.name()
                            + "' under resource group '" + id.group() + "' was not found."));
            return available(handle, network, address);
        }));
    }

    private static ObjectNode available(Handle handle, UUID network, IPAddress address) {
        for (VirtualNetworkTable.Row subnet : VirtualNetworkTable.subnets(handle, network)) {
            Optional<Prefix> prefix = subnet.prefixes().stream().filter(candidate -> candidate.contains(address)).findFirst();
            if (prefix.isPresent()) {
                boolean free = !prefix.get().reserves(address) && free(handle, subnet.id(), Prefix.text(address));
                ObjectNode answer = Json.object().put("available", free);
                if (!free) {
                    ArrayNode others = answer.putArray("availableIPAddresses");
                    IPAddress candidate = prefix.get().firstUsable();
                    for (int looked = 0; others.size() < SUGGESTIONS && looked < 256 && !prefix.get().reserves(candidate); looked++) {
                        if (free(handle, subnet.id(), Prefix.text(candidate))) {
                            others.add(Prefix.text(candidate));
                        }
                        candidate = candidate.increment(1);
                    }
                }
                return answer;
            }
        }
        throw new CloudException(NetworkError.PRIVATE_ADDRESS_NOT_IN_SUBNET, "The private IP address " + Prefix.text(address)
                + " does not belong to any subnet of the virtual network.");
    }

    private static boolean free(Handle handle, UUID subnet, String address) {
        return handle.createQuery("select not exists (select 1 from network.ip_configuration where subnet = :subnet and address = :address::inet)")
                .bind("subnet", subnet).bind("address", address).mapTo(Boolean.class).one();
    }

    private static String required(WebRequest request, String name) {
        return request.queryValue(name).filter(value -> !value.isBlank()).orElseThrow(() -> new CloudException(ResourceManagerError.INVALID_PARAMETER,
                "The query parameter '" + name + "' is required.", name, List.of()));
    }
}
