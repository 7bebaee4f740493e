package woad.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import woad.fleet.spec.HostId;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.platform.core.Json;
import woad.resources.provider.Body;

/**
 * A virtual network and its interfaces on hosts, as stored at one moment; says what each host has to make of it. All specifications
 * have generation 0: who puts them gives them theirs.
 */
record NetworkPicture(UUID id, List<Prefix> prefixes, List<VirtualNetworkTable.Row> subnets, List<InterfaceTable.Row> interfaces,
                      Map<UUID, List<InterfaceTable.Lease>> leases, Map<UUID, List<SecurityRule>> groups) {

    /** Reads a network; nothing where it does not exist. */
    static Optional<NetworkPicture> read(Handle handle, UUID id) {
        return handle.createQuery("select prefixes from network.virtual_network where id = :id").bind("id", id)
                .map((row, context) -> VirtualNetworkTable.prefixes(row.getArray(1))).findOne().map(prefixes -> {
                    List<VirtualNetworkTable.Row> subnets = VirtualNetworkTable.subnets(handle, id);
                    List<InterfaceTable.Row> interfaces = InterfaceTable.placed(handle, id);
                    Map<UUID, List<InterfaceTable.Lease>> leases = InterfaceTable.placedLeases(handle, id).stream()
                            .collect(Collectors.groupingBy(InterfaceTable.Lease::owner));
                    return new NetworkPicture(id, prefixes, subnets, interfaces, leases, groups(handle, subnets, interfaces));
                });
    }

    private static Map<UUID, List<SecurityRule>> groups(Handle handle, List<VirtualNetworkTable.Row> subnets, List<InterfaceTable.Row> interfaces) {
        UUID[] ids = Stream.concat(subnets.stream().map(VirtualNetworkTable.Row::securityGroup), interfaces.stream().map(InterfaceTable.Row::securityGroup))
                .filter(Objects::nonNull).distinct().toArray(UUID[]::new);
        Map<UUID, List<SecurityRule>> groups = new HashMap<>();
        handle.createQuery("select id, rules from network.security_group where id = any(:ids)").bind("ids", ids)
                .map((row, context) -> groups.put(row.getObject(1, UUID.class), rules(row.getString(2)))).list();
        return groups;
    }

    /** The rules of a stored group. */
    static List<SecurityRule> rules(String stored) {
        List<SecurityRule> rules = new ArrayList<>();
        for (JsonNode element : Json.parse(stored)) {
            rules.add(SecurityRule.read(Body.of((ObjectNode) element, "securityRules")));
        }
        return rules;
    }

    /** Whether a host has an interface of the network. */
    boolean on(HostId host) {
        return interfaces.stream().anyMatch(row -> host.equals(row.placedOn()));
    }

    /** The network as every host with an interface of it sees it. */
    NetworkSpec network() {
        Map<String, List<String>> names = new TreeMap<>();
        List<NetworkSpec.Endpoint> endpoints = new ArrayList<>();
        for (InterfaceTable.Row row : interfaces) {
            List<String> addresses = addresses(row).stream().map(InterfaceTable.Lease::address).toList();
            endpoints.add(new NetworkSpec.Endpoint(subnet(row).id().toString(), row.placedOn(), row.mac(), addresses));
            if (row.position() == 0) {
                name(names, row.computerName(), addresses);
            }
            name(names, row.dnsLabel(), addresses);
        }
        return new NetworkSpec(id.toString(), 0, texts(prefixes), subnets.stream()
                .map(row -> new NetworkSpec.SubnetSpec(row.id().toString(), row.vni(), texts(row.prefixes()))).toList(), names, endpoints);
    }

    private static void name(Map<String, List<String>> names, String name, List<String> addresses) {
        if (name != null) {
            names.merge(name.toLowerCase(Locale.ROOT), addresses, (one, other) -> Stream.concat(one.stream(), other.stream()).distinct().toList());
        }
    }

    /** The interfaces on a host. */
    List<PortSpec> ports(HostId host) {
        return interfaces.stream().filter(row -> host.equals(row.placedOn())).map(this::port).toList();
    }

    private PortSpec port(InterfaceTable.Row row) {
        VirtualNetworkTable.Row subnet = subnet(row);
        List<PortSpec.RuleGroup> rules = Stream.of(Optional.ofNullable(subnet.securityGroup()), Optional.ofNullable(row.securityGroup()))
                .flatMap(Optional::stream).map(group -> SecurityRuleCompiler.compile(groups.get(group), prefixes)).toList();
        return new PortSpec(row.id().toString(), 0, row.machine().toString(), id.toString(), subnet.id().toString(), row.mac(),
                addresses(row).stream().map(lease -> new PortSpec.Address(lease.address(), lease.publicAddress())).toList(), rules);
    }

    private List<InterfaceTable.Lease> addresses(InterfaceTable.Row row) {
        return leases.getOrDefault(row.id(), List.of());
    }

    private VirtualNetworkTable.Row subnet(InterfaceTable.Row row) {
        UUID subnet = addresses(row).getFirst().subnet();
        return subnets.stream().filter(candidate -> candidate.id().equals(subnet)).findFirst().orElseThrow();
    }

    private static List<String> texts(List<Prefix> prefixes) {
        return prefixes.stream().map(Prefix::toString).toList();
    }
}
