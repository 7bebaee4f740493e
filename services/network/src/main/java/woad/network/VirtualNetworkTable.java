package woad.network;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.core.TenantId;
import woad.resources.Resource;
import woad.resources.ResourceId;

/** The rows of {@code network.virtual_network} and {@code network.subnet}. */
final class VirtualNetworkTable {
    private static final int VNI_BOUND = 1 << 24;
    private static final int VNI_ATTEMPTS = 64;

    private final Ids ids;

    VirtualNetworkTable(Ids ids) {
        this.ids = ids;
    }

    /** A subnet's row; {@code name} as the customer writes it. */
    record Row(UUID id, UUID network, String name, int vni, List<Prefix> prefixes, UUID securityGroup) {}

    /** Stores a network and makes its subnets what it says. @throws CloudException where a subnet that goes or changes is in use */
    void store(Handle handle, Resource resource, VirtualNetwork network) {
        handle.createUpdate("""
                insert into network.virtual_network (id, key, resource_id, tenant, subscription, region, prefixes)
                values (:id, :key, :resource, :tenant, :subscription, :region, :prefixes)
                on conflict (id) do update set prefixes = excluded.prefixes""")
                .bind("id", resource.uniqueId()).bind("key", resource.id().key()).bind("resource", resource.id().toString())
                .bind("tenant", resource.tenant().value()).bind("subscription", resource.id().subscription().value())
                .bind("region", resource.desired().location()).bind("prefixes", texts(network.prefixes())).execute();
        Map<String, Row> present = lock(handle, resource.uniqueId()).stream().collect(Collectors.toMap(row -> key(row.name()), Function.identity()));
        for (Row row : present.values()) {
            if (network.subnet(row.name()).isEmpty()) {
                delete(handle, row);
            }
        }
        for (Subnet subnet : network.subnets()) {
            UUID group = subnet.securityGroup() == null ? null
                    : SecurityGroupTable.hold(handle, resource.tenant(), subnet.securityGroup(), "networkSecurityGroup");
            Row row = present.get(key(subnet.name()));
            if (row == null) {
                insert(handle, resource, subnet, group);
            } else {
                change(handle, row, subnet, group);
            }
        }
    }

    /** @throws CloudException {@code InUseSubnetCannotBeDeleted} */
    void release(Handle handle, Resource resource) {
        lock(handle, resource.uniqueId()).forEach(row -> delete(handle, row));
        handle.createUpdate("delete from network.virtual_network where id = :id").bind("id", resource.uniqueId()).execute();
    }

    /** The subnet, in which no other transaction takes addresses until the end of this one. @throws CloudException {@code InvalidResourceReference} */
    Row hold(Handle handle, TenantId tenant, ResourceId subnet, String target) {
        return handle.createQuery("""
                select s.id, s.virtual_network, s.name, s.vni, s.prefixes, s.security_group
                from network.subnet s join network.virtual_network n on n.id = s.virtual_network
                where n.key = :network and n.tenant = :tenant and s.name_key = :name for update of s""")
                .bind("network", subnet.parent().orElseThrow().key()).bind("tenant", tenant.value()).bind("name", key(subnet.name()))
                .map((row, context) -> read(row)).findOne().orElseThrow(() -> References.notFound(subnet.toString(), target));
    }

    /** A network's subnets in the order of their names. */
    static List<Row> subnets(Handle handle, UUID network) {
        return handle.createQuery("select id, virtual_network, name, vni, prefixes, security_group from network.subnet where virtual_network = :id order by name_key")
                .bind("id", network).map((row, context) -> read(row)).list();
    }

    /** The ids of the IP configurations in each subnet of a network, by the subnet's name in lower case. */
    static Map<String, List<String>> configurations(Handle handle, UUID network) {
        return handle.createQuery("""
                select s.name_key, c.resource_id from network.ip_configuration c join network.subnet s on s.id = c.subnet
                where s.virtual_network = :id order by c.address""").bind("id", network)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2))).list().stream()
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private List<Row> lock(Handle handle, UUID network) {
        return handle.createQuery("""
                select id, virtual_network, name, vni, prefixes, security_group from network.subnet where virtual_network = :id
                order by name_key for update""").bind("id", network).map((row, context) -> read(row)).list();
    }

    private void insert(Handle handle, Resource resource, Subnet subnet, UUID group) {
        for (int attempt = 0; attempt < VNI_ATTEMPTS; attempt++) {
            int inserted = handle.createUpdate("""
                    insert into network.subnet (id, virtual_network, name_key, name, region, vni, prefixes, security_group)
                    values (:id, :network, :key, :name, :region, :vni, :prefixes, :group) on conflict (region, vni) do nothing""")
                    .bind("id", ids.guid()).bind("network", resource.uniqueId()).bind("key", key(subnet.name())).bind("name", subnet.name())
                    .bind("region", resource.desired().location()).bind("vni", 1 + ids.below(VNI_BOUND - 1))
                    .bind("prefixes", texts(subnet.prefixes())).bind("group", group).execute();
            if (inserted == 1) {
                return;
            }
        }
        throw new IllegalStateException("no free VXLAN network identifier was found in " + resource.desired().location());
    }

    private static void change(Handle handle, Row row, Subnet subnet, UUID group) {
        List<Prefix> gone = row.prefixes().stream().filter(prefix -> !subnet.prefixes().contains(prefix)).toList();
        for (Prefix prefix : gone) {
            boolean used = handle.createQuery("select exists (select 1 from network.ip_configuration where subnet = :id and address <<= :prefix::inet)")
                    .bind("id", row.id()).bind("prefix", prefix.toString()).mapTo(Boolean.class).one();
            if (used) {
                throw row.prefixes().size() == 1 || prefix.ipv4()
                        ? new CloudException(NetworkError.SUBNET_IN_USE_UPDATE, "Subnet " + row.name() + " is in use and cannot be updated.")
                        : new CloudException(NetworkError.PREFIX_IN_USE, "IpPrefix " + prefix + " on Subnet " + row.name()
                                + " has active allocations and cannot be deleted.");
            }
        }
        handle.createUpdate("update network.subnet set prefixes = :prefixes, security_group = :group where id = :id")
                .bind("prefixes", texts(subnet.prefixes())).bind("group", group).bind("id", row.id()).execute();
    }

    private static void delete(Handle handle, Row row) {
        Optional<String> user = handle.createQuery("select resource_id from network.ip_configuration where subnet = :id order by resource_id limit 1")
                .bind("id", row.id()).mapTo(String.class).findOne();
        if (user.isPresent()) {
            throw new CloudException(NetworkError.SUBNET_IN_USE_DELETE, "Subnet " + row.name() + " is in use by " + user.get()
                    + " and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet.");
        }
        handle.createUpdate("delete from network.subnet where id = :id").bind("id", row.id()).execute();
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(row.getObject("id", UUID.class), row.getObject("virtual_network", UUID.class), row.getString("name"), row.getInt("vni"),
                prefixes(row.getArray("prefixes")), row.getObject("security_group", UUID.class));
    }

    static List<Prefix> prefixes(Array array) throws SQLException {
        List<Prefix> prefixes = new ArrayList<>();
        for (String text : (String[]) array.getArray()) {
            prefixes.add(Prefix.of(text));
        }
        return prefixes;
    }

    private static String[] texts(List<Prefix> prefixes) {
        return prefixes.stream().map(Prefix::toString).toArray(String[]::new);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
