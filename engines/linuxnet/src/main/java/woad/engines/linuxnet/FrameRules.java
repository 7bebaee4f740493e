package woad.engines.linuxnet;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The host's rules for frames (family bridge): nobody sends as someone else, nobody gets what is not meant for them, and
 * the mark of a frame notes which ports it comes from and goes to, see {@link HostRuleset}.
 */
final class FrameRules {

    private static final String MULTICAST = "ether daddr & 01:00:00:00:00:00 == 01:00:00:00:00:00";

    private final Blueprint blueprint;
    private final Map<String, Integer> numbers;
    private final NftTable table = new NftTable("bridge", Ruleset.TABLE);

    private FrameRules(Blueprint blueprint, Map<String, Integer> numbers) {
        this.blueprint = blueprint;
        this.numbers = numbers;
    }

    /** The table's text. */
    static String of(Blueprint blueprint, Map<String, Integer> numbers) {
        return new FrameRules(blueprint, numbers).text();
    }

    private String text() {
        for (Blueprint.Port port : blueprint.ports()) {
            from(port);
            to(port);
        }
        table.chain("only_for_gateway", List.of("udp dport { 67, 547 } drop", "icmpv6 type nd-router-solicit drop"));
        // The gateway has the same addresses on every host: nobody may hear another host's.
        table.chain("from_gateway", List.of("ether type arp drop", MULTICAST + " drop", "udp sport { 67, 547 } drop",
                "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, nd-redirect } drop"));
        table.base("prerouting", "filter hook prerouting priority -300; policy accept;", List.of(
                "meta mark set 0",
                verdicts("iifname", "goto from_"),
                "iifname \"tap*\" drop"));
        table.base("forward", "filter hook forward priority -10; policy accept;", List.of(
                "iifname \"vx*\" oifname \"gw*\" drop",
                "iifname \"gw*\" oifname \"vx*\" jump from_gateway",
                "iifname \"tap*\" oifname != \"gw*\" jump only_for_gateway",
                verdicts("oifname", "goto to_"),
                "oifname \"tap*\" drop"));
        table.base("input", "filter hook input priority 0; policy drop;", List.of());
        return table.text();
    }

    /** What may leave a guest: its own addresses, asked and told; nothing of a gateway's; to everybody only what finds addresses. */
    private void from(Blueprint.Port port) {
        List<String> ipv4 = port.addresses().stream().filter(Inet4Address.class::isInstance).map(InetAddress::getHostAddress).toList();
        List<InetAddress> ipv6 = port.addresses().stream().filter(address -> !(address instanceof Inet4Address)).toList();
        List<String> lines = new ArrayList<>();
        lines.add("meta mark set " + number(port));
        // Frames with a VLAN tag above all: br_netfilter would let them pass unjudged.
        lines.add("ether type != { ip, ip6, arp } drop");
        lines.add("ether saddr != " + port.mac() + " drop");
        if (!ipv4.isEmpty()) {
            String own = "{ " + String.join(", ", ipv4) + " }";
            lines.add("arp saddr ether != " + port.mac() + " drop");
            lines.add("arp saddr ip " + own + " accept");
            lines.add("arp operation request arp saddr ip 0.0.0.0 accept");
            lines.add("ip saddr { 0.0.0.0, " + String.join(", ", ipv4) + " } udp sport 68 udp dport 67 accept");
            lines.add("ip saddr " + own + " " + MULTICAST + " drop");
            lines.add("ip saddr " + own + " udp sport 67 drop");
            lines.add("ip saddr " + own + " accept");
        }
        if (!ipv6.isEmpty()) {
            String own = "{ " + String.join(", ", ipv6.stream().map(InetAddress::getHostAddress).toList()) + " }";
            lines.add("icmpv6 type { nd-router-advert, nd-redirect } drop");
            lines.add("ip6 saddr " + Router.LINK_LOCAL + " drop");
            lines.add("icmpv6 type nd-neighbor-advert @th,64,128 " + hexadecimal(Router.LINK_LOCAL_ADDRESS) + " drop");
            for (InetAddress address : ipv6) {
                lines.add("icmpv6 type nd-neighbor-advert @th,64,128 " + hexadecimal(address) + " accept");
            }
            lines.add("icmpv6 type nd-neighbor-advert @th,64,16 & 0xffc0 != 0xfe80 drop");
            lines.add("ip6 saddr { ::, fe80::/10, " + own.substring(2)
                    + " icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept");
            lines.add("ip6 saddr fe80::/10 udp sport 546 udp dport 547 accept");
            lines.add("ip6 saddr " + own + " " + MULTICAST + " drop");
            lines.add("ip6 saddr " + own + " udp sport 547 drop");
            lines.add("ip6 saddr " + own + " accept");
        }
        lines.add("drop");
        table.chain("from_" + number(port), lines);
    }

    /** What may come to a guest: what is meant for its own addresses, and what finds and gives addresses. */
    private void to(Blueprint.Port port) {
        List<String> ipv4 = port.addresses().stream().filter(Inet4Address.class::isInstance).map(InetAddress::getHostAddress).toList();
        List<String> ipv6 = port.addresses().stream().filter(address -> !(address instanceof Inet4Address)).map(InetAddress::getHostAddress).toList();
        List<String> lines = new ArrayList<>();
        lines.add("meta mark set meta mark | 0x" + Integer.toHexString(number(port) << 16));
        lines.add("ether type arp accept");
        if (!ipv4.isEmpty()) {
            lines.add("ip daddr { " + String.join(", ", ipv4) + " } accept");
            lines.add("ip daddr 255.255.255.255 udp sport 67 udp dport 68 accept");
        }
        if (!ipv6.isEmpty()) {
            lines.add("ip6 daddr { " + String.join(", ", ipv6) + " } accept");
            lines.add("ip6 daddr { fe80::/10, ff02::/16 } icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept");
            lines.add("ip6 daddr fe80::/10 udp sport 547 udp dport 546 accept");
        }
        lines.add("drop");
        table.chain("to_" + number(port), lines);
    }

    private String verdicts(String end, String verdict) {
        String all = blueprint.ports().stream().map(port -> "\"" + port.device() + "\" : " + verdict + number(port)).collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : end + " vmap { " + all + " }";
    }

    private static String hexadecimal(InetAddress address) {
        return "0x" + HexFormat.of().formatHex(address.getAddress());
    }

    private int number(Blueprint.Port port) {
        return numbers.get(port.device());
    }
}
