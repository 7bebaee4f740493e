package woad.engines.linuxnet;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules of a network's router. Inside the network everything is passed on untracked: a reply may come back by another
 * host's router, and the ports judge. To and from the outside goes only what has a public address, which takes the place
 * of the private one; every packet of a translated flow is checked against the present translations, so that a flow ends
 * when its public address is taken away.
 */
final class RouterRuleset {

    private RouterRuleset() {}

    static Ruleset of(Blueprint.Network network) {
        List<Blueprint.PublicAddress> publics = network.publics();
        String inside = network.prefixes().stream().filter(Cidr::isIpv4).map(Cidr::toString).collect(Collectors.joining(", "));
        NftTable table = new NftTable("inet", Ruleset.TABLE);
        table.base("untracked", "filter hook prerouting priority -300; policy accept;", List.of(
                "meta nfproto ipv6 notrack accept",
                "ip daddr { " + Router.METADATA_ADDRESS + ", " + Router.SERVICE_ADDRESS + " } notrack accept",
                // A translation has a book of flows of its own: a new one knows nothing of the flows of the old.
                with(publics, "iifname \"out\" ct zone set ip daddr map { %s }", RouterRuleset::zoneOfPublic),
                "iifname \"out\" accept",
                with(publics, "ip daddr { %s } meta mark set 1 ct zone set 1 accept", RouterRuleset::onFabric),
                inside.isEmpty() ? "" : "ip daddr { " + inside + " } notrack accept",
                with(publics, "ct zone set ip saddr map { %s }", RouterRuleset::zoneOfPrivate)));
        table.base("output", "filter hook output priority -300; policy accept;", List.of("notrack"));
        table.base("translate_destination", "nat hook prerouting priority dstnat; policy accept;", List.of(
                with(publics, "dnat ip to ip daddr map { %s }", mapping -> onFabric(mapping) + " : " + inside(mapping))));
        table.base("translate_source", "nat hook postrouting priority srcnat; policy accept;", List.of(
                with(publics, "oifname \"out\" snat ip to ip saddr map { %s }", mapping -> inside(mapping) + " : " + onFabric(mapping)),
                with(publics, "meta mark 1 snat ip to ip saddr map { %s }", mapping -> inside(mapping) + " : " + onFabric(mapping))));
        table.base("forward", "filter hook forward priority 0; policy drop;", List.of(
                "iifname \"sn*\" oifname \"sn*\" meta nfproto ipv6 accept",
                inside.isEmpty() ? "" : "iifname \"sn*\" oifname \"sn*\" meta mark 0 ip daddr { " + inside + " } accept",
                with(publics, "meta mark 1 ip saddr != { %s } drop", RouterRuleset::inside),
                with(publics, "ct status dnat ct original ip daddr . ct reply ip saddr { %s } accept", mapping -> onFabric(mapping) + " . " + inside(mapping)),
                "ct status dnat drop",
                with(publics, "iifname \"sn*\" oifname \"out\" ct state new ip saddr { %s } accept", RouterRuleset::inside),
                with(publics, "ct status snat ct original ip saddr . ct reply ip daddr { %s } accept", mapping -> inside(mapping) + " . " + onFabric(mapping)),
                "iifname \"sn*\" reject with icmpx admin-prohibited"));
        table.base("input", "filter hook input priority 0; policy drop;", List.of(
                "iifname lo accept",
                "iifname != \"sn*\" drop",
                "ip daddr { " + Router.METADATA_ADDRESS + ", " + Router.SERVICE_ADDRESS + " } meta l4proto tcp accept",
                "meta l4proto { tcp, udp } th dport 53 accept",
                "udp dport { 67, 547 } accept",
                "icmp type echo-request accept",
                "icmpv6 type { echo-request, nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept"));
        return new Ruleset(Ruleset.TABLE, List.of("inet"), table.text());
    }

    /** The rule with an element for each translation, or no rule when there are none. */
    private static String with(List<Blueprint.PublicAddress> publics, String rule, Function<Blueprint.PublicAddress, String> element) {
        return publics.isEmpty() ? "" : rule.formatted(publics.stream().map(element).distinct().collect(Collectors.joining(", ")));
    }

    private static String onFabric(Blueprint.PublicAddress mapping) {
        return mapping.onFabric().getHostAddress();
    }

    private static String inside(Blueprint.PublicAddress mapping) {
        return mapping.inside().getHostAddress();
    }

    private static String zoneOfPublic(Blueprint.PublicAddress mapping) {
        return onFabric(mapping) + " : " + zone(mapping);
    }

    private static String zoneOfPrivate(Blueprint.PublicAddress mapping) {
        return inside(mapping) + " : " + zone(mapping);
    }

    /** A conntrack zone from 2 to 65535 for a translation; should two share one, their addresses still tell their flows apart. */
    private static int zone(Blueprint.PublicAddress mapping) {
        return 2 + Integer.parseInt(DeviceNames.digest(onFabric(mapping) + " " + inside(mapping)).substring(0, 6), 16) % 65_534;
    }
}
