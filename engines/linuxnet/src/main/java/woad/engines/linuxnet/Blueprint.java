package woad.engines.linuxnet;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import woad.fleet.spec.PortSpec;

/**
 * What a host's networks must be, checked and in the terms of the devices that make them. Made by {@link BlueprintReader}.
 *
 * @param peers  where the other hosts' tunnels end
 * @param errors for each port id, why it is not in {@code ports}
 */
record Blueprint(List<InetAddress> peers, List<Network> networks, List<Port> ports, Map<String, String> errors) {

    /**
     * A network and its router.
     *
     * @param id        the network's id, fit for a file name
     * @param namespace the router's
     * @param link      the end in the host of the router's link to it
     * @param prefixes  what lies inside the network, both families
     * @param names     host names to addresses
     * @param publics   which private addresses have a public one
     */
    record Network(String id, String namespace, String link, List<Cidr> prefixes, List<Segment> segments,
                   Map<String, List<InetAddress>> names, List<PublicAddress> publics) {}

    /** A subnet: one bridge, stretched over the hosts. */
    record Segment(String id, int vni, Optional<Cidr> ipv4, Optional<Cidr> ipv6, List<Neighbour> neighbours) {
        List<Cidr> prefixes() {
            return java.util.stream.Stream.concat(ipv4.stream(), ipv6.stream()).toList();
        }
    }

    /** An interface of a segment, and the address of the host that has it, or empty for this one. */
    record Neighbour(String mac, List<InetAddress> addresses, Optional<InetAddress> host) {}

    /** A public address as the fabric knows it, and the private one that it belongs to. */
    record PublicAddress(InetAddress onFabric, InetAddress inside) {}

    /** A guest's interface. */
    record Port(String id, String device, String mac, String networkId, int vni, List<Cidr> networkPrefixes,
                List<InetAddress> addresses, List<PortSpec.RuleGroup> rules) {}
}
