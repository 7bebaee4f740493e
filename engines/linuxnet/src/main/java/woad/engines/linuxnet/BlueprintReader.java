package woad.engines.linuxnet;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;

/**
 * Checks what a host is told and turns it into a {@link Blueprint}. Nothing passes that could be taken for a command or a
 * rule by the tools that read it later, and nothing that would let two networks meet.
 */
final class BlueprintReader {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
    private static final Pattern MAC = Pattern.compile("[0-9a-f][02468ace](:[0-9a-f]{2}){5}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private final FabricSettings settings;
    private final Map<HostId, InetAddress> peers = new LinkedHashMap<>();
    private final Map<String, Blueprint.Network> networks = new TreeMap<>();
    private final Map<String, Blueprint.Port> ports = new TreeMap<>();
    private final Map<String, String> networkErrors = new HashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Map<String, List<Blueprint.PublicAddress>> publics = new HashMap<>();
    private final Set<Integer> identifiers = new HashSet<>();
    private final Set<String> taken = new HashSet<>();

    private BlueprintReader(FabricSettings settings) {
        this.settings = settings;
    }

    static Blueprint read(FabricSettings settings, List<HostSpec.Peer> peers, List<NetworkSpec> networks, List<PortSpec> ports) {
        var reader = new BlueprintReader(settings);
        peers.forEach(peer -> reader.peers.put(peer.host(), Cidr.address(peer.underlayAddress())));
        reader.peers.values().remove(settings.underlayAddress());
        networks.forEach(reader::network);
        ports.stream().sorted(Comparator.comparing(PortSpec::id)).forEach(reader::port);
        List<Blueprint.Network> complete = reader.networks.values().stream().map(reader::withPublics).toList();
        return new Blueprint(List.copyOf(reader.peers.values()), complete, List.copyOf(reader.ports.values()), reader.errors);
    }

    private void network(NetworkSpec spec) {
        try {
            require(ID.matcher(spec.id()).matches(), "not a network id: " + spec.id());
            List<Blueprint.Segment> segments = new ArrayList<>();
            for (NetworkSpec.SubnetSpec subnet : spec.subnets()) {
                require(subnet.vni() > 0 && subnet.vni() < 1 << 24, "not a VXLAN identifier: " + subnet.vni());
                require(identifiers.add(subnet.vni()), "VXLAN identifier " + subnet.vni() + " belongs to two subnets");
                segments.add(segment(spec, subnet));
            }
            Map<String, List<InetAddress>> names = new TreeMap<>();
            spec.names().forEach((name, addresses) -> {
                require(LABEL.matcher(name).matches(), "not a host name: " + name);
                names.put(name, addresses.stream().map(Cidr::address).toList());
            });
            networks.put(spec.id(), new Blueprint.Network(spec.id(), DeviceNames.router(settings.hostNamespace(), spec.id()),
                    DeviceNames.routerLink(spec.id()), Cidr.merged(spec.prefixes().stream().map(Cidr::parse).toList()), segments, names, List.of()));
        } catch (IllegalArgumentException e) {
            networkErrors.put(spec.id(), e.getMessage());
        }
    }

    private Blueprint.Segment segment(NetworkSpec spec, NetworkSpec.SubnetSpec subnet) {
        List<Cidr> prefixes = subnet.prefixes().stream().map(Cidr::parse).toList();
        List<Cidr> ipv4 = prefixes.stream().filter(Cidr::isIpv4).toList();
        List<Cidr> ipv6 = prefixes.stream().filter(prefix -> !prefix.isIpv4()).toList();
        require(ipv4.size() <= 1 && ipv6.size() <= 1, "subnet " + subnet.id() + " has two prefixes of one family");
        require(ipv4.isEmpty() || ipv4.getFirst().length() <= 29, "subnet " + subnet.id() + " is too small: " + subnet.prefixes());
        require(ipv6.isEmpty() || ipv6.getFirst().length() == 64, "an IPv6 subnet has 64 bits: " + subnet.prefixes());
        List<Blueprint.Neighbour> neighbours = new ArrayList<>();
        for (NetworkSpec.Endpoint endpoint : spec.endpoints()) {
            if (endpoint.subnetId().equals(subnet.id())) {
                require(MAC.matcher(endpoint.mac()).matches(), "not a hardware address: " + endpoint.mac());
                List<InetAddress> addresses = endpoint.addresses().stream().map(Cidr::address)
                        .filter(address -> prefixes.stream().anyMatch(prefix -> prefix.contains(address))).toList();
                neighbours.add(new Blueprint.Neighbour(endpoint.mac(), addresses, Optional.ofNullable(peers.get(endpoint.host()))));
            }
        }
        return new Blueprint.Segment(subnet.id(), subnet.vni(), ipv4.stream().findFirst(), ipv6.stream().findFirst(), neighbours);
    }

    private void port(PortSpec spec) {
        try {
            require(ID.matcher(spec.id()).matches(), "not a port id: " + spec.id());
            require(!networkErrors.containsKey(spec.networkId()), networkErrors.get(spec.networkId()));
            Blueprint.Network network = networks.get(spec.networkId());
            require(network != null, "the host was not told of network " + spec.networkId());
            Blueprint.Segment segment = network.segments().stream().filter(one -> one.id().equals(spec.subnetId())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("network " + network.id() + " has no subnet " + spec.subnetId()));
            require(MAC.matcher(spec.mac()).matches(), "not a hardware address: " + spec.mac());
            require(!spec.mac().equals(Segments.GATEWAY_MAC), spec.mac() + " is the gateway's hardware address");
            List<InetAddress> addresses = new ArrayList<>();
            List<Blueprint.PublicAddress> translated = new ArrayList<>();
            List<String> claims = new ArrayList<>(List.of(spec.mac() + " in subnet " + segment.id()));
            for (PortSpec.Address address : spec.addresses()) {
                InetAddress inside = Cidr.address(address.privateAddress());
                require(segment.prefixes().stream().anyMatch(prefix -> prefix.contains(inside) && !prefix.first().equals(inside)
                        && !prefix.network().equals(inside)), address.privateAddress() + " is not for machines of subnet " + spec.subnetId());
                addresses.add(inside);
                claims.add(inside.getHostAddress() + " in subnet " + segment.id());
                if (address.publicAddress() != null) {
                    require(inside instanceof java.net.Inet4Address, "a public IPv4 address needs a private one: " + address.privateAddress());
                    InetAddress outside = settings.publicAddresses().onFabric(Cidr.address(address.publicAddress()));
                    translated.add(new Blueprint.PublicAddress(outside, inside));
                    claims.add("public address " + address.publicAddress());
                }
            }
            require(!addresses.isEmpty(), "a port needs an address");
            PortRules.check(spec.rules());
            claims.forEach(claim -> require(!taken.contains(claim), "another port has " + claim));
            taken.addAll(claims);
            publics.computeIfAbsent(network.id(), _ -> new ArrayList<>()).addAll(translated);
            ports.put(spec.id(), new Blueprint.Port(spec.id(), DeviceNames.tap(spec.id()), spec.mac(), network.id(), segment.vni(),
                    network.prefixes(), addresses, spec.rules()));
        } catch (IllegalArgumentException e) {
            errors.put(spec.id(), Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    private Blueprint.Network withPublics(Blueprint.Network network) {
        return new Blueprint.Network(network.id(), network.namespace(), network.link(), network.prefixes(), network.segments(), network.names(),
                publics.getOrDefault(network.id(), List.of()));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
