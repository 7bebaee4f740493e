package woad.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.resources.Resource;

/** Stores interfaces: takes the addresses they ask for, in the transaction that writes the resource. */
final class InterfaceStore {
    private static final int MAC_ATTEMPTS = 16;

    private final Ids ids;
    private final VirtualNetworkTable networks;

    InterfaceStore(Ids ids, VirtualNetworkTable networks) {
        this.ids = ids;
        this.networks = networks;
    }

    /** What an interface was given; {@code mac} lower-case, colon-separated. */
    record Stored(NetworkInterface desired, String mac) {}

    /** @throws CloudException where an address is taken, reserved, outside the subnet, or none is left; or a reference is gone */
    Stored store(Handle handle, Resource resource, NetworkInterface desired) {
        UUID id = resource.uniqueId();
        VirtualNetworkTable.Row subnet = networks.hold(handle, resource.tenant(), desired.subnet(), "ipConfigurations.subnet");
        Optional<InterfaceTable.Row> present = InterfaceTable.lock(handle, id);
        present.ifPresent(row -> checkMove(handle, row, subnet));
        UUID group = desired.securityGroup() == null ? null
                : SecurityGroupTable.hold(handle, resource.tenant(), desired.securityGroup(), "networkSecurityGroup");
        String mac = present.isPresent() ? update(handle, resource, desired, subnet, group, present.get()) : insert(handle, resource, desired, subnet, group);
        return new Stored(desired.with(lease(handle, resource, desired.configurations(), subnet)), mac);
    }

    /** @throws CloudException {@code NicInUse} */
    static void release(Handle handle, Resource resource) {
        InterfaceTable.lock(handle, resource.uniqueId()).filter(row -> row.machine() != null).ifPresent(row -> {
            throw new CloudException(NetworkError.INTERFACE_IN_USE, "Network Interface " + resource.id() + " is used by existing resource "
                    + row.machineId() + ". In order to delete the network interface, it must be dissociated from the resource.");
        });
        handle.createUpdate("delete from network.interface where id = :id").bind("id", resource.uniqueId()).execute();
    }

    private static void checkMove(Handle handle, InterfaceTable.Row row, VirtualNetworkTable.Row subnet) {
        boolean stays = InterfaceTable.leases(handle, row.id()).stream().allMatch(lease -> lease.subnet().equals(subnet.id()));
        if (stays || row.machine() == null) {
            return;
        }
        if (!subnet.network().equals(row.network())) {
            throw new CloudException(NetworkError.SUBNETS_NOT_IN_SAME_NETWORK, "Network interface " + row.resourceId() + " of "
                    + row.machineId() + " cannot move to subnet " + subnet.name() + ", which is in another virtual network.");
        }
        if (row.placedOn() != null) {
            throw new CloudException(NetworkError.INTERFACE_IN_USE, "Network interface " + row.resourceId() + " is used by " + row.machineId()
                    + ": deallocate the machine before the interface moves to another subnet.");
        }
    }

    private String update(Handle handle, Resource resource, NetworkInterface desired, VirtualNetworkTable.Row subnet, UUID group, InterfaceTable.Row row) {
        handle.createUpdate("update network.interface set virtual_network = :network, security_group = :group, dns_label = :label where id = :id")
                .bind("network", subnet.network()).bind("group", group).bind("label", desired.dnsLabel()).bind("id", resource.uniqueId()).execute();
        return row.mac();
    }

    private String insert(Handle handle, Resource resource, NetworkInterface desired, VirtualNetworkTable.Row subnet, UUID group) {
        for (int attempt = 0; attempt < MAC_ATTEMPTS; attempt++) {
            String mac = "02:" + HexFormat.ofDelimiter(":").formatHex(ids.bytes(5));
            int inserted = handle.createUpdate("""
                    insert into network.interface (id, key, resource_id, tenant, subscription, region, mac, virtual_network, security_group, dns_label)
                    values (:id, :key, :resource, :tenant, :subscription, :region, :mac::macaddr, :network, :group, :label) on conflict (mac) do nothing""")
                    .bind("id", resource.uniqueId()).bind("key", resource.id().key()).bind("resource", resource.id().toString())
                    .bind("tenant", resource.tenant().value()).bind("subscription", resource.id().subscription().value())
                    .bind("region", resource.desired().location()).bind("mac", mac).bind("network", subnet.network()).bind("group", group)
                    .bind("label", desired.dnsLabel()).execute();
            if (inserted == 1) {
                return mac;
            }
        }
        throw new IllegalStateException("no free MAC address was found");
    }

    private record Held(UUID subnet, String address) {}

    private static List<IpConfiguration> lease(Handle handle, Resource resource, List<IpConfiguration> desired, VirtualNetworkTable.Row subnet) {
        Map<String, Held> held = new HashMap<>();
        handle.createQuery("select name_key, subnet, host(address) from network.ip_configuration where interface = :id").bind("id", resource.uniqueId())
                .map((row, context) -> held.put(row.getString(1), new Held(row.getObject(2, UUID.class), row.getString(3)))).list();
        handle.createUpdate("delete from network.ip_configuration where interface = :id").bind("id", resource.uniqueId()).execute();
        String[] given = new String[desired.size()];
        for (int i = 0; i < given.length; i++) {
            IpConfiguration configuration = desired.get(i);
            Held before = held.get(key(configuration));
            boolean keeps = !configuration.chosen() && before != null && before.subnet().equals(subnet.id())
                    && Prefix.address(before.address()).orElseThrow().isIPv4() == configuration.ipv4();
            if (configuration.chosen() || keeps) {
                given[i] = keeps ? before.address() : chosen(configuration, subnet);
                insert(handle, resource, configuration, i, subnet, given[i]);
            }
        }
        for (int i = 0; i < given.length; i++) {
            if (given[i] == null) {
                given[i] = free(handle, desired.get(i), subnet);
                insert(handle, resource, desired.get(i), i, subnet, given[i]);
            }
        }
        List<IpConfiguration> configurations = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            configurations.add(desired.get(i).at(given[i]));
        }
        return configurations;
    }

    private static Prefix prefix(IpConfiguration configuration, VirtualNetworkTable.Row subnet) {
        return subnet.prefixes().stream().filter(prefix -> prefix.ipv4() == configuration.ipv4()).findFirst()
                .orElseThrow(() -> new CloudException(NetworkError.PRIVATE_ADDRESS_NOT_IN_SUBNET, "IP configuration " + configuration.name()
                        + " is for IPv6, but subnet " + subnet.name() + " has no IPv6 prefix."));
    }

    private static String chosen(IpConfiguration configuration, VirtualNetworkTable.Row subnet) {
        Prefix prefix = prefix(configuration, subnet);
        var address = Prefix.address(configuration.address()).orElseThrow();
        if (!prefix.contains(address)) {
            throw new CloudException(NetworkError.PRIVATE_ADDRESS_NOT_IN_SUBNET, "Private static IP address " + configuration.address()
                    + " does not belong to the range of subnet prefix " + prefix + ".");
        }
        if (prefix.reserves(address)) {
            throw new CloudException(NetworkError.PRIVATE_ADDRESS_RESERVED, "Private static IP address " + configuration.address()
                    + " falls within reserved IP range of subnet prefix " + prefix + ".");
        }
        return configuration.address();
    }

    private static String free(Handle handle, IpConfiguration configuration, VirtualNetworkTable.Row subnet) {
        Prefix prefix = prefix(configuration, subnet);
        return AddressPool.free(handle, subnet.id(), prefix).orElseThrow(() -> new CloudException(NetworkError.SUBNET_FULL, "Subnet " + subnet.name()
                + " with address prefix " + prefix + " does not have enough capacity for 1 IP addresses."));
    }

    private static void insert(Handle handle, Resource resource, IpConfiguration configuration, int position, VirtualNetworkTable.Row subnet, String address) {
        String id = resource.id() + "/ipConfigurations/" + configuration.name();
        UUID publicAddress = publicAddress(handle, resource, configuration, id);
        int inserted = handle.createUpdate("""
                insert into network.ip_configuration (interface, name_key, resource_id, position, subnet, address, public_address)
                values (:interface, :key, :id, :position, :subnet, :address::inet, :public) on conflict (subnet, address) do nothing""")
                .bind("interface", resource.uniqueId()).bind("key", key(configuration)).bind("id", id).bind("position", position)
                .bind("subnet", subnet.id()).bind("address", address).bind("public", publicAddress).execute();
        if (inserted == 0) {
            String holder = handle.createQuery("select resource_id from network.ip_configuration where subnet = :subnet and address = :address::inet")
                    .bind("subnet", subnet.id()).bind("address", address).mapTo(String.class).one();
            throw new CloudException(NetworkError.PRIVATE_ADDRESS_IN_USE, "IP configuration " + id + " is using the private IP address " + address
                    + " which is already allocated to resource " + holder + ".");
        }
    }

    private static UUID publicAddress(Handle handle, Resource resource, IpConfiguration configuration, String id) {
        if (configuration.publicAddress() == null) {
            return null;
        }
        UUID address = PublicAddressTable.hold(handle, resource.tenant(), configuration.publicAddress(), "ipConfigurations.publicIPAddress");
        PublicAddressTable.user(handle, address).ifPresent(user -> {
            throw new CloudException(NetworkError.PUBLIC_ADDRESS_IN_USE, "Resource " + id + " is referencing public IP address "
                    + configuration.publicAddress() + " that is already allocated to resource " + user + ".");
        });
        return address;
    }

    private static String key(IpConfiguration configuration) {
        return configuration.name().toLowerCase(Locale.ROOT);
    }
}
