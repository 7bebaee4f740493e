package woad.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import woad.fleet.spec.PortSpec.PortRange;
import woad.fleet.spec.PortSpec.Protocol;
import woad.fleet.spec.PortSpec.Rule;
import woad.fleet.spec.PortSpec.RuleGroup;

/** Turns a security group into what a host enforces in one network. */
final class SecurityRuleCompiler {
    private SecurityRuleCompiler() {}

    /** The group's own rules and the default ones, each direction by priority. */
    static RuleGroup compile(List<SecurityRule> rules, List<Prefix> network) {
        return new RuleGroup(direction(rules, "Inbound", network), direction(rules, "Outbound", network));
    }

    private static List<Rule> direction(List<SecurityRule> rules, String direction, List<Prefix> network) {
        return Stream.concat(rules.stream(), DefaultSecurityRules.ALL.stream()).filter(rule -> rule.direction().equals(direction))
                .sorted(Comparator.comparingInt(SecurityRule::priority)).flatMap(rule -> compile(rule, network).stream()).toList();
    }

    private static List<Rule> compile(SecurityRule rule, List<Prefix> network) {
        List<PortRange> sourcePorts = rule.source().portRanges();
        List<PortRange> destinationPorts = rule.destination().portRanges();
        List<Protocol> protocols = switch (rule.protocol()) {
            case "Tcp" -> List.of(Protocol.TCP);
            case "Udp" -> List.of(Protocol.UDP);
            case "Icmp" -> List.of(Protocol.ICMP);
            case "*" -> sourcePorts.isEmpty() && destinationPorts.isEmpty() ? List.of(Protocol.ANY) : List.of(Protocol.TCP, Protocol.UDP);
            default -> throw new IllegalStateException("a stored rule has protocol " + rule.protocol());
        };
        return protocols.stream().map(protocol -> new Rule(rule.name(), rule.priority(), rule.access().equals("Allow"), protocol,
                prefixes(rule.source(), network), sourcePorts, prefixes(rule.destination(), network), destinationPorts)).toList();
    }

    /** Empty means any, which is never what a list of terms that are no wildcard may come to. */
    private static List<String> prefixes(SecurityRule.Side side, List<Prefix> network) {
        List<String> prefixes = new ArrayList<>();
        for (AddressTerm term : side.addressTerms()) {
            if (term instanceof AddressTerm.Any) {
                return List.of();
            }
            term.in(network).forEach(prefix -> prefixes.add(prefix.toString()));
        }
        if (prefixes.isEmpty()) {
            throw new IllegalStateException("no address is meant by " + side);
        }
        return prefixes.stream().distinct().toList();
    }
}
