package woad.fleet.spec;

import java.util.List;

/**
 * A network interface of a machine on this host. Only frames from {@code mac} and {@code addresses} leave it.
 *
 * @param id        unique id (a GUID) of the interface
 * @param subnetId  id of a subnet of the host specification's networks
 * @param mac       lower-case, colon-separated
 * @param addresses private addresses with the public address, if any, that maps to each
 * @param rules     the effective security rules, each group ordered by priority; an empty list means no security group:
 *                  everything from inside the network is accepted, nothing from outside it
 */
public record PortSpec(String id, long generation, String machineId, String networkId, String subnetId, String mac,
                       List<Address> addresses, List<RuleGroup> rules) {
    public PortSpec {
        addresses = List.copyOf(addresses);
        rules = List.copyOf(rules);
    }

    /** A private address, and the public one translated to it or null. */
    public record Address(String privateAddress, String publicAddress) {}

    /**
     * One security group. Traffic must be allowed by every group of the list that has a rule for its direction (Azure:
     * the subnet's group and the interface's group both decide).
     */
    public record RuleGroup(List<Rule> inbound, List<Rule> outbound) {
        public RuleGroup {
            inbound = List.copyOf(inbound);
            outbound = List.copyOf(outbound);
        }
    }

    /**
     * One rule; the first that matches decides.
     *
     * @param protocol             what it matches
     * @param sourcePrefixes       CIDR prefixes of both families; empty matches any
     * @param sourcePorts          empty matches any
     * @param destinationPrefixes  CIDR prefixes of both families; empty matches any
     * @param destinationPorts     empty matches any
     */
    public record Rule(String name, int priority, boolean allow, Protocol protocol, List<String> sourcePrefixes,
                       List<PortRange> sourcePorts, List<String> destinationPrefixes, List<PortRange> destinationPorts) {
        public Rule {
            sourcePrefixes = List.copyOf(sourcePrefixes);
            sourcePorts = List.copyOf(sourcePorts);
            destinationPrefixes = List.copyOf(destinationPrefixes);
            destinationPorts = List.copyOf(destinationPorts);
        }
    }

    /** Both ends inclusive. */
    public record PortRange(int first, int last) {}

    /** ICMP means ICMP for IPv4 and ICMPv6 for IPv6. */
    public enum Protocol { ANY, TCP, UDP, ICMP }
}
