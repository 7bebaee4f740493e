package woad.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.platform.store.Database;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.Action;
import woad.resources.provider.Convergence;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/** {@code Microsoft.Network/networkInterfaces}. */
final class NetworkInterfaceType implements ResourceType {
    static final String TYPE = "Microsoft.Network/networkInterfaces";

    private final Database database;
    private final InterfaceStore table;
    private final Fabric fabric;
    private final EffectiveNetwork effective;

    NetworkInterfaceType(Database database, InterfaceStore table, Fabric fabric) {
        this.database = database;
        this.table = table;
        this.fabric = fabric;
        this.effective = new EffectiveNetwork(database);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return Versions.ALL;
    }

    @Override
    public List<Action> actions() {
        return List.of(Action.answer("effectiveNetworkSecurityGroups", TYPE + "/effectiveNetworkSecurityGroups/action", (resource, request) -> effective.securityGroups(resource)),
                Action.answer("effectiveRouteTable", TYPE + "/effectiveRouteTable/action", (resource, request) -> effective.routes(resource)));
    }

    @Override
    public Desired validate(PutRequest put) {
        Envelope.only(put.requested());
        NetworkInterface wanted = NetworkInterface.read(put.properties());
        NetworkInterface existing = put.existing() == null ? null : NetworkInterface.read(put.existing().desired().properties());
        String target = "ipConfigurations.properties.subnet.id";
        if (existing == null || !existing.subnet().equals(wanted.subnet())) {
            Resource network = References.check(put, wanted.subnet(), VirtualNetworkType.TYPE, VirtualNetworkType.JOIN_SUBNET, target);
            if (VirtualNetworkType.stored(network).subnet(wanted.subnet().name()).isEmpty()) {
                throw References.notFound(wanted.subnet().toString(), target);
            }
        }
        if (wanted.securityGroup() != null && !References.same(existing == null ? null : existing.securityGroup(), wanted.securityGroup())) {
            References.check(put, ResourceId.parse(wanted.securityGroup(), "networkSecurityGroup.id"), SecurityGroupType.TYPE, SecurityGroupType.JOIN,
                    "networkSecurityGroup.id");
        }
        List<String> had = existing == null ? List.of() : publicAddresses(existing);
        for (String address : publicAddresses(wanted)) {
            if (had.stream().noneMatch(address::equalsIgnoreCase)) {
                References.check(put, ResourceId.parse(address, "publicIPAddress.id"), PublicAddressType.TYPE, PublicAddressType.JOIN, "publicIPAddress.id");
            }
        }
        return put.requested().withProperties(wanted.write());
    }

    private static List<String> publicAddresses(NetworkInterface of) {
        return of.configurations().stream().map(IpConfiguration::publicAddress).filter(Objects::nonNull).toList();
    }

    @Override
    public Desired store(Handle handle, Resource before, Resource after) {
        if (before == null) {
            Quota.NETWORK_INTERFACES.check(handle, after);
        }
        InterfaceStore.Stored stored = table.store(handle, after, NetworkInterface.read(after.desired().properties()));
        ObjectNode properties = stored.desired().write();
        properties.put("macAddress", stored.mac().replace(':', '-').toUpperCase(Locale.ROOT));
        return after.desired().withProperties(properties);
    }

    @Override
    public void release(Handle handle, Resource resource) {
        InterfaceStore.release(handle, resource);
    }

    @Override
    public Convergence converge(Resource resource) {
        return fabric.converge(resource, handle -> InterfaceTable.find(handle, resource.uniqueId()).filter(row -> row.placedOn() != null)
                .map(row -> List.of(row.network())).orElse(List.of()));
    }

    @Override
    public ObjectNode render(Resource resource, View view) {
        ObjectNode properties = resource.desired().properties().deepCopy();
        for (JsonNode element : properties.path("ipConfigurations")) {
            ObjectNode configuration = (ObjectNode) element;
            configuration.put("id", resource.id().child("ipConfigurations", element.get("name").asText()).toString())
                    .put("type", TYPE + "/ipConfigurations").put("etag", Envelope.etag(resource.etag()));
            ((ObjectNode) element.get("properties")).put("provisioningState", resource.state().text());
        }
        ObjectNode dns = properties.get("dnsSettings") instanceof ObjectNode present ? present : properties.putObject("dnsSettings");
        dns.putArray("dnsServers");
        dns.putArray("appliedDnsServers");
        properties.put("enableIPForwarding", false).put("disableTcpStateTracking", false).put("vnetEncryptionSupported", false)
                .put("nicType", "Standard").put("auxiliaryMode", "None").put("auxiliarySku", "None").put("resourceGuid", resource.uniqueId().toString());
        properties.putArray("hostedWorkloads");
        properties.putArray("tapConfigurations");
        Optional<InterfaceTable.Row> row = database.with(handle -> InterfaceTable.find(handle, resource.uniqueId()));
        row.filter(found -> found.machine() != null).ifPresent(found -> {
            properties.put("primary", found.position() == 0);
            properties.putObject("virtualMachine").put("id", found.machineId());
        });
        return properties;
    }
}
