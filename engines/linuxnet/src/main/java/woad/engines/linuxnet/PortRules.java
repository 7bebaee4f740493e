package woad.engines.linuxnet;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import woad.fleet.spec.PortSpec;

/**
 * A port's security rules as chains of nftables. They read the first packet's addresses and ports out of the connection
 * record ({@code ct original}), not the present packet's, so that a flow can be judged anew, after a change of rules, by
 * whichever packet comes next.
 */
final class PortRules {

    private enum Family { IPV4, IPV6 }

    private PortRules() {}

    /** Fails with {@link IllegalArgumentException} where a rule cannot be expressed. */
    static void check(List<PortSpec.RuleGroup> groups) {
        groups.forEach(group -> List.of(group.inbound(), group.outbound()).forEach(rules -> rules.forEach(PortRules::lines)));
    }

    /** The chain that returns for flows that may come in to the port and drops all others, and the chains that it calls. */
    static List<String> inbound(Blueprint.Port port, int number) {
        List<List<PortSpec.Rule>> groups = groups(port, PortSpec.RuleGroup::inbound);
        if (!groups.isEmpty()) {
            return chains("in_" + number, groups);
        }
        List<String> chain = new ArrayList<>();
        chain.add("chain in_" + number + " {");
        for (Family family : Family.values()) {
            List<Cidr> inside = of(family, port.networkPrefixes());
            if (!inside.isEmpty()) {
                chain.add(family(family) + address(family, "saddr", inside) + "return");
            }
        }
        chain.add("drop");
        chain.add("}");
        return chain;
    }

    /** The chain that returns for flows that may go out of the port and drops all others, and the chains that it calls. */
    static List<String> outbound(Blueprint.Port port, int number) {
        return chains("out_" + number, groups(port, PortSpec.RuleGroup::outbound));
    }

    private static List<List<PortSpec.Rule>> groups(Blueprint.Port port, Function<PortSpec.RuleGroup, List<PortSpec.Rule>> direction) {
        return port.rules().stream().map(direction).filter(rules -> !rules.isEmpty()).toList();
    }

    private static List<String> chains(String name, List<List<PortSpec.Rule>> groups) {
        List<String> lines = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            lines.add("chain " + name + "_" + group + " {");
            groups.get(group).stream().sorted(Comparator.comparingInt(PortSpec.Rule::priority)).forEach(rule -> lines.addAll(lines(rule)));
            lines.add("drop");
            lines.add("}");
        }
        lines.add("chain " + name + " {");
        for (int group = 0; group < groups.size(); group++) {
            lines.add("jump " + name + "_" + group);
        }
        lines.add("}");
        return lines;
    }

    /** One rule takes a line for each family and protocol that it means, or none if its prefixes are of different families. */
    private static List<String> lines(PortSpec.Rule rule) {
        List<Cidr> sources = Cidr.merged(rule.sourcePrefixes().stream().map(Cidr::parse).toList());
        List<Cidr> destinations = Cidr.merged(rule.destinationPrefixes().stream().map(Cidr::parse).toList());
        String verdict = rule.allow() ? "return" : "drop";
        if (sources.isEmpty() && destinations.isEmpty()) {
            return List.of(protocol(rule) + verdict);
        }
        List<String> lines = new ArrayList<>();
        for (Family family : Family.values()) {
            List<Cidr> from = of(family, sources);
            List<Cidr> to = of(family, destinations);
            if ((sources.isEmpty() || !from.isEmpty()) && (destinations.isEmpty() || !to.isEmpty())) {
                lines.add(family(family) + address(family, "saddr", from) + address(family, "daddr", to) + protocol(rule) + verdict);
            }
        }
        return lines;
    }

    private static String protocol(PortSpec.Rule rule) {
        String ports = ports("proto-src", rule.sourcePorts()) + ports("proto-dst", rule.destinationPorts());
        return switch (rule.protocol()) {
            case ANY -> ports.isEmpty() ? "" : "meta l4proto { tcp, udp } " + ports;
            case TCP -> "meta l4proto tcp " + ports;
            case UDP -> "meta l4proto udp " + ports;
            case ICMP -> "meta l4proto { icmp, ipv6-icmp } ";
        };
    }

    private static String ports(String end, List<PortSpec.PortRange> ranges) {
        if (ranges.isEmpty()) {
            return "";
        }
        List<PortSpec.PortRange> merged = new ArrayList<>();
        ranges.stream().sorted(Comparator.comparingInt(PortSpec.PortRange::first)).forEach(range -> {
            if (range.first() < 0 || range.last() > 65_535 || range.first() > range.last()) {
                throw new IllegalArgumentException("not a range of ports: " + range.first() + "-" + range.last());
            }
            if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
                PortSpec.PortRange before = merged.removeLast();
                merged.add(new PortSpec.PortRange(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        });
        if (merged.getFirst().first() == 0 && merged.getFirst().last() == 65_535) {
            return "";
        }
        return "ct original " + end + " { " + String.join(", ", merged.stream().map(range ->
                range.first() == range.last() ? "" + range.first() : range.first() + "-" + range.last()).toList()) + " } ";
    }

    private static List<Cidr> of(Family family, List<Cidr> prefixes) {
        return prefixes.stream().filter(prefix -> prefix.network() instanceof Inet4Address == (family == Family.IPV4)).toList();
    }

    private static String family(Family family) {
        return switch (family) {
            case IPV4 -> "meta nfproto ipv4 ";
            case IPV6 -> "meta nfproto ipv6 ";
        };
    }

    private static String address(Family family, String end, List<Cidr> prefixes) {
        if (prefixes.isEmpty() || prefixes.getFirst().length() == 0) {
            return "";
        }
        return "ct original " + switch (family) {
            case IPV4 -> "ip ";
            case IPV6 -> "ip6 ";
        } + end + " { " + String.join(", ", prefixes.stream().map(Cidr::toString).toList()) + " } ";
    }
}
