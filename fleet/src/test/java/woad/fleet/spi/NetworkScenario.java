package woad.fleet.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;

/** Writes what hosts are told as a control plane would, for tests to read as stories. */
public final class NetworkScenario {

    private static final AtomicInteger IDENTIFIERS = new AtomicInteger(1000);

    private final NetworkLab lab;
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, NetworkLab.Guest> guests = new HashMap<>();
    private int generation;

    public NetworkScenario(NetworkLab lab) {
        this.lab = lab;
    }

    private record Network(String id, List<String> prefixes, Map<String, NetworkSpec.SubnetSpec> subnets) {}

    private record Machine(String name, int host, String network, PortSpec port) {}

    /** Declares a network; {@code prefixes} of both families. */
    public NetworkScenario network(String name, String... prefixes) {
        networks.put(name, new Network(UUID.randomUUID().toString(), List.of(prefixes), new LinkedHashMap<>()));
        return this;
    }

    /** Declares a subnet of a network. */
    public NetworkScenario subnet(String network, String name, String... prefixes) {
        networks.get(network).subnets().put(name, new NetworkSpec.SubnetSpec(UUID.randomUUID().toString(), IDENTIFIERS.incrementAndGet(), List.of(prefixes)));
        return this;
    }

    /** Declares a machine with one port, without a security group. */
    public NetworkScenario machine(String name, int host, String network, String subnet, String... addresses) {
        int number = IDENTIFIERS.incrementAndGet();
        String mac = "00:0d:3a:00:%02x:%02x".formatted(number >> 8, number & 0xff);
        List<PortSpec.Address> all = java.util.stream.Stream.of(addresses).map(address -> new PortSpec.Address(address, null)).toList();
        machines.put(name, new Machine(name, host, network, new PortSpec(UUID.randomUUID().toString(), ++generation, UUID.randomUUID().toString(),
                networks.get(network).id(), networks.get(network).subnets().get(subnet).id(), mac, all, List.of())));
        return this;
    }

    /** Gives a machine security groups in place of those that it has. */
    public NetworkScenario rules(String machine, PortSpec.RuleGroup... groups) {
        PortSpec port = port(machine);
        return replace(machine, new PortSpec(port.id(), ++generation, port.machineId(), port.networkId(), port.subnetId(), port.mac(), port.addresses(),
                List.of(groups)));
    }

    /** Gives a machine's first address a public one, or takes it away with null. */
    public NetworkScenario publicAddress(String machine, String publicAddress) {
        PortSpec port = port(machine);
        List<PortSpec.Address> addresses = new ArrayList<>(port.addresses());
        addresses.set(0, new PortSpec.Address(addresses.getFirst().privateAddress(), publicAddress));
        return replace(machine, new PortSpec(port.id(), ++generation, port.machineId(), port.networkId(), port.subnetId(), port.mac(), addresses,
                port.rules()));
    }

    /** Takes a machine away. */
    public NetworkScenario remove(String machine) {
        machines.remove(machine);
        guests.remove(machine);
        return this;
    }

    private NetworkScenario replace(String machine, PortSpec port) {
        Machine before = machines.get(machine);
        machines.put(machine, new Machine(before.name(), before.host(), before.network(), port));
        return this;
    }

    /** Tells all hosts and expects that every port stands. */
    public NetworkScenario converge() {
        for (int host = 0; host < lab.hosts().size(); host++) {
            assertThat(convergeHost(host)).as("ports that do not stand on host %d", host).isEmpty();
        }
        return this;
    }

    /** Tells one host, and gives its answer. */
    public Map<String, String> convergeHost(int host) {
        HostId id = lab.hosts().get(host);
        return lab.fabric(id).converge(peers(host), networkSpecs(host), portSpecs(host));
    }

    public List<HostSpec.Peer> peers(int host) {
        return lab.hosts().stream().filter(other -> !other.equals(lab.hosts().get(host))).map(lab::peer).toList();
    }

    public List<PortSpec> portSpecs(int host) {
        return machines.values().stream().filter(machine -> machine.host() == host).map(Machine::port).toList();
    }

    /** Of the networks that have a machine on the host. */
    public List<NetworkSpec> networkSpecs(int host) {
        List<NetworkSpec> specs = new ArrayList<>();
        networks.forEach((name, network) -> {
            List<Machine> inside = machines.values().stream().filter(machine -> machine.network().equals(name)).toList();
            if (inside.stream().anyMatch(machine -> machine.host() == host)) {
                Map<String, List<String>> names = new HashMap<>();
                List<NetworkSpec.Endpoint> endpoints = new ArrayList<>();
                for (Machine machine : inside) {
                    List<String> addresses = machine.port().addresses().stream().map(PortSpec.Address::privateAddress).toList();
                    names.put(machine.name(), addresses);
                    endpoints.add(new NetworkSpec.Endpoint(machine.port().subnetId(), lab.hosts().get(machine.host()), machine.port().mac(), addresses));
                }
                specs.add(new NetworkSpec(network.id(), generation, network.prefixes(), List.copyOf(network.subnets().values()), names, endpoints));
            }
        });
        return specs;
    }

    public PortSpec port(String machine) {
        return machines.get(machine).port();
    }

    public String networkId(String network) {
        return networks.get(network).id();
    }

    /** The running machine, plugged in when first asked for; it must stand. */
    public NetworkLab.Guest guest(String machine) throws IOException {
        NetworkLab.Guest guest = guests.get(machine);
        if (guest == null) {
            guest = lab.plug(lab.hosts().get(machines.get(machine).host()), port(machine));
            guests.put(machine, guest);
        }
        return guest;
    }

    /** A security group's inbound rules by descending precedence; all may go out. */
    public static PortSpec.RuleGroup inbound(PortSpec.Rule... rules) {
        return new PortSpec.RuleGroup(List.of(rules), List.of(allow(65_000, PortSpec.Protocol.ANY)));
    }

    /** A security group's outbound rules by descending precedence; all may come in. */
    public static PortSpec.RuleGroup outbound(PortSpec.Rule... rules) {
        return new PortSpec.RuleGroup(List.of(allow(65_000, PortSpec.Protocol.ANY)), List.of(rules));
    }

    /** Allows a protocol to some destination ports, or to all. */
    public static PortSpec.Rule allow(int priority, PortSpec.Protocol protocol, int... ports) {
        return rule(priority, true, protocol, List.of(), ports);
    }

    /** Denies a protocol to some destination ports, or to all. */
    public static PortSpec.Rule deny(int priority, PortSpec.Protocol protocol, int... ports) {
        return rule(priority, false, protocol, List.of(), ports);
    }

    /** The same rule for some sources only. */
    public static PortSpec.Rule from(PortSpec.Rule rule, String... sources) {
        return new PortSpec.Rule(rule.name(), rule.priority(), rule.allow(), rule.protocol(), List.of(sources), rule.sourcePorts(),
                rule.destinationPrefixes(), rule.destinationPorts());
    }

    private static PortSpec.Rule rule(int priority, boolean allow, PortSpec.Protocol protocol, List<String> sources, int... ports) {
        return new PortSpec.Rule("rule" + priority, priority, allow, protocol, sources, List.of(), List.of(),
                java.util.Arrays.stream(ports).mapToObj(port -> new PortSpec.PortRange(port, port)).toList());
    }
}
