package woad.engines.linuxnet;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The host's rules for packets (family inet, reached from the bridges through br_netfilter): every flow of a guest is judged
 * by its port's rules, and the host itself is out of reach. For marks see {@link HostRuleset}.
 */
final class FlowRules {

    private static final String SERVICES = "{ " + Router.METADATA_ADDRESS + ", " + Router.SERVICE_ADDRESS + " }";
    /** Bits of a flow's mark: the rules of the port that began it have accepted it; those of the port that it goes to have. */
    private static final int STARTER_JUDGED = 1;
    private static final int TARGET_JUDGED = 2;

    private final FabricSettings settings;
    private final Blueprint blueprint;
    private final Map<String, Integer> numbers;
    private final NftTable table = new NftTable("inet", Ruleset.TABLE);

    private FlowRules(FabricSettings settings, Blueprint blueprint, Map<String, Integer> numbers) {
        this.settings = settings;
        this.blueprint = blueprint;
        this.numbers = numbers;
    }

    /** The table's text. */
    static String of(FabricSettings settings, Blueprint blueprint, Map<String, Integer> numbers) {
        return new FlowRules(settings, blueprint, numbers).text();
    }

    private String text() {
        for (Blueprint.Port port : blueprint.ports()) {
            table.lines(PortRules.outbound(port, number(port)));
            table.lines(PortRules.inbound(port, number(port)));
        }
        table.chain("platform", List.of(
                "ip daddr 255.255.255.255 udp sport 68 udp dport 67 accept",
                atGateway(true, "daddr", "udp sport 68 udp dport 67"), atGateway(true, "saddr", "udp sport 67 udp dport 68"),
                "ip6 daddr { ff02::1:2, " + Router.LINK_LOCAL + " } udp sport 546 udp dport 547 accept",
                "ip6 saddr " + Router.LINK_LOCAL + " udp sport 547 udp dport 546 accept",
                "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept",
                "ip daddr " + SERVICES + " accept", "ip saddr " + SERVICES + " accept",
                atGateway(false, "daddr", "meta l4proto { tcp, udp } th dport 53"), atGateway(false, "saddr", "meta l4proto { tcp, udp } th sport 53")));
        table.chain("begun", judgement("out_", "in_", STARTER_JUDGED, TARGET_JUDGED));
        table.chain("answered", judgement("in_", "out_", TARGET_JUDGED, STARTER_JUDGED));
        table.chain("between_ports", List.of(
                "meta mark 0 accept",
                "jump platform",
                "ct state invalid drop",
                "ct state related ct mark & 0xfffffffc != " + Ruleset.GENERATION + " drop",
                "ct state related accept",
                "ct mark & 0xfffffffc != " + Ruleset.GENERATION + " ct mark set " + Ruleset.GENERATION,
                "ct direction original goto begun",
                "goto answered"));
        String peers = blueprint.peers().stream().map(InetAddress::getHostAddress).sorted().collect(Collectors.joining(", "));
        String uplink = "\"" + settings.uplink() + "\"";
        String publics = blueprint.networks().stream().flatMap(network -> network.publics().stream()
                .map(mapping -> "\"" + network.link() + "\" . " + mapping.onFabric().getHostAddress())).collect(Collectors.joining(", "));
        table.chain("between_networks", List.of(
                peers.isEmpty() ? "" : "ip daddr { " + peers + " } drop",
                publics.isEmpty() ? "" : "iifname " + uplink + " oifname . ip daddr { " + publics + " } accept",
                publics.isEmpty() ? "" : "iifname . ip saddr { " + publics + " } oifname " + uplink + " accept",
                publics.isEmpty() ? "" : "iifname . ip saddr { " + publics + " } oifname . ip daddr { " + publics + " } accept",
                "drop"));
        // Before fragments are put together (-400), so that those of different networks are not mixed.
        table.base("books", "filter hook prerouting priority -450; policy accept;", List.of(zones()));
        table.base("prerouting", "filter hook prerouting priority -300; policy accept;", List.of(
                "iifname \"br*\" accept",
                "iifname != " + uplink + " iifname \"up*\" notrack accept",
                publics.isEmpty() ? "" : "iifname " + uplink + " ip daddr { " + blueprint.networks().stream().flatMap(network -> network.publics().stream())
                        .map(mapping -> mapping.onFabric().getHostAddress()).collect(Collectors.joining(", ")) + " } notrack accept",
                "iifname " + uplink + " udp dport 4789 notrack accept"));
        table.base("output", "filter hook output priority -300; policy accept;", List.of("oifname " + uplink + " udp dport 4789 notrack accept"));
        table.base("forward", "filter hook forward priority 0; policy drop;", List.of(
                "iifname \"br*\" oifname \"br*\" goto between_ports",
                "goto between_networks"));
        table.base("input", "filter hook input priority 0; policy drop;", List.of(
                "iifname lo accept",
                peers.isEmpty() ? "" : "iifname " + uplink + " ip saddr { " + peers + " } udp dport 4789 accept",
                "iifname " + uplink + " ct state established,related accept",
                "iifname " + uplink + " icmp type echo-request accept"));
        return table.text();
    }

    /**
     * Judges a flow at the ports that the present packet comes from and goes to, unless the flow's mark says that it was:
     * one port may see a flow before the other does, as when a guest sends to its neighbour by way of the gateway.
     */
    private List<String> judgement(String from, String to, int fromJudged, int toJudged) {
        return List.of(
                verdicts("ct mark & " + fromJudged + " == 0 ", false, from),
                verdicts("ct mark & " + toJudged + " == 0 ", true, to),
                "ct mark & " + fromJudged + " == 0 meta mark & 0x0000ffff != 0 ct mark set ct mark | " + fromJudged,
                "ct mark & " + toJudged + " == 0 meta mark & 0xffff0000 != 0 ct mark set ct mark | " + toJudged,
                "accept");
    }

    /** Accepts what goes to, or comes from, the gateway of the very segment: it gives addresses, and answers for names also in IPv6. */
    private String atGateway(boolean ipv4, String end, String what) {
        String gateways = blueprint.networks().stream().flatMap(network -> network.segments().stream())
                .flatMap(segment -> (ipv4 ? segment.ipv4() : segment.ipv6()).stream()
                        .map(prefix -> "\"" + DeviceNames.bridge(segment.vni()) + "\" . " + prefix.first().getHostAddress()))
                .collect(Collectors.joining(", "));
        return gateways.isEmpty() ? "" : "iifname . " + (ipv4 ? "ip " : "ip6 ") + end + " { " + gateways + " } " + what + " accept";
    }

    /**
     * Each segment keeps its own book of flows, in both directions: other networks may use the same addresses, and a flow
     * from subnet to subnet on one host is in two books.
     */
    private String zones() {
        String zones = blueprint.networks().stream().flatMap(network -> network.segments().stream()).map(segment -> DeviceNames.bridge(segment.vni()))
                .map(bridge -> "\"" + bridge + "\" : " + numbers.get(bridge)).collect(Collectors.joining(", "));
        return zones.isEmpty() ? "" : "ct zone set iifname map { " + zones + " }";
    }

    private String verdicts(String condition, boolean destination, String chain) {
        String all = blueprint.ports().stream().map(port -> "0x" + Integer.toHexString(destination ? number(port) << 16 : number(port)) + " : jump "
                + chain + number(port)).collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : condition + "meta mark & " + (destination ? "0xffff0000" : "0x0000ffff") + " vmap { " + all + " }";
    }

    private int number(Blueprint.Port port) {
        return numbers.get(port.device());
    }
}
