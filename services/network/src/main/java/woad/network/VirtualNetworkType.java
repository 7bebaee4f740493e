package woad.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import woad.platform.store.Database;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.Convergence;
import woad.resources.provider.EmbeddedType;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/** {@code Microsoft.Network/virtualNetworks}. */
final class VirtualNetworkType implements ResourceType {
    static final String TYPE = "Microsoft.Network/virtualNetworks";
    static final String JOIN_SUBNET = TYPE + "/subnets/join/action";

    private final Database database;
    private final VirtualNetworkTable table;
    private final Fabric fabric;

    VirtualNetworkType(Database database, VirtualNetworkTable table, Fabric fabric) {
        this.database = database;
        this.table = table;
        this.fabric = fabric;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return Versions.ALL;
    }

    /** Peerings are a child only so that a request for one says that they are not offered. */
    @Override
    public List<EmbeddedType> embedded() {
        return List.of(new EmbeddedType("subnets", "subnets", Versions.ALL), new EmbeddedType("virtualNetworkPeerings", "virtualNetworkPeerings", Versions.ALL));
    }

    @Override
    public Desired validate(PutRequest put) {
        Envelope.only(put.requested());
        VirtualNetwork existing = put.existing() == null ? null : stored(put.existing());
        VirtualNetwork wanted = VirtualNetwork.read(put.id(), put.properties(), existing);
        for (Subnet subnet : wanted.subnets()) {
            String before = existing == null ? null : existing.subnet(subnet.name()).map(Subnet::securityGroup).orElse(null);
            if (subnet.securityGroup() != null && !References.same(before, subnet.securityGroup())) {
                String target = "subnets[" + subnet.name() + "].properties.networkSecurityGroup.id";
                References.check(put, ResourceId.parse(subnet.securityGroup(), target), SecurityGroupType.TYPE, SecurityGroupType.JOIN, target);
            }
        }
        return put.requested().withProperties(wanted.write());
    }

    @Override
    public Desired store(Handle handle, Resource before, Resource after) {
        if (before == null) {
            Quota.VIRTUAL_NETWORKS.check(handle, after);
        }
        table.store(handle, after, stored(after));
        return after.desired();
    }

    @Override
    public void release(Handle handle, Resource resource) {
        table.release(handle, resource);
    }

    @Override
    public Convergence converge(Resource resource) {
        return fabric.converge(resource, handle -> List.of(resource.uniqueId()));
    }

    @Override
    public ObjectNode render(Resource resource, View view) {
        ObjectNode properties = resource.desired().properties().deepCopy();
        Map<String, List<String>> used = database.with(handle -> VirtualNetworkTable.configurations(handle, resource.uniqueId()));
        for (JsonNode element : properties.path("subnets")) {
            ObjectNode subnet = (ObjectNode) element.get("properties");
            SecurityGroupType.ids(subnet, "ipConfigurations", used.getOrDefault(element.get("name").asText().toLowerCase(Locale.ROOT), List.of()));
            subnet.putArray("delegations");
            subnet.put("defaultOutboundAccess", false);
        }
        properties.putObject("dhcpOptions").putArray("dnsServers");
        properties.putArray("virtualNetworkPeerings");
        properties.put("enableDdosProtection", false).put("enableVmProtection", false).put("resourceGuid", resource.uniqueId().toString());
        return properties;
    }

    /** What a stored network is. */
    static VirtualNetwork stored(Resource resource) {
        return VirtualNetwork.read(resource.id(), resource.desired().properties(), null);
    }
}
