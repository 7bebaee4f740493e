package woad.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.PortSpec.PortRange;
import woad.fleet.spec.PortSpec.Protocol;
import woad.fleet.spec.PortSpec.Rule;
import woad.fleet.spec.PortSpec.RuleGroup;
import woad.platform.core.Json;
import woad.resources.provider.Body;

class SecurityRuleCompilerTest {
    private static final List<Prefix> NETWORK = List.of(Prefix.of("10.0.0.0/16"), Prefix.of("fd00:1::/48"));

    private static SecurityRule rule(String properties) {
        ObjectNode element = (ObjectNode) Json.parse("{\"name\":\"r\",\"properties\":" + properties.replace('\'', '"') + "}");
        return SecurityRule.read(Body.of(element, "securityRules[0]"));
    }

    @Test
    void endsWithAzuresDefaultRules() {
        RuleGroup group = SecurityRuleCompiler.compile(List.of(), NETWORK);
        assertThat(group.inbound()).extracting(Rule::name, Rule::priority, Rule::allow).containsExactly(
                org.assertj.core.groups.Tuple.tuple("AllowVnetInBound", 65000, true),
                org.assertj.core.groups.Tuple.tuple("AllowAzureLoadBalancerInBound", 65001, true),
                org.assertj.core.groups.Tuple.tuple("DenyAllInBound", 65500, false));
        assertThat(group.outbound()).extracting(Rule::name).containsExactly("AllowVnetOutBound", "AllowInternetOutBound", "DenyAllOutBound");
        assertThat(group.inbound().getFirst().sourcePrefixes()).containsExactly("10.0.0.0/16", "fd00:1::/48");
        assertThat(group.inbound().getLast().sourcePrefixes()).isEmpty();
    }

    @Test
    void meansEverythingOutsideTheNetworkByInternet() {
        List<Prefix> internet = SecurityRuleCompiler.compile(List.of(), NETWORK).outbound().get(1).destinationPrefixes().stream().map(Prefix::of).toList();
        assertThat(internet).noneMatch(part -> NETWORK.stream().anyMatch(part::overlaps));
        assertThat(internet).anyMatch(part -> part.contains(Prefix.of("8.8.8.8/32"))).anyMatch(part -> part.contains(Prefix.of("10.1.0.0/16")))
                .anyMatch(part -> part.contains(Prefix.of("2001:db8::/32"))).anyMatch(part -> part.contains(Prefix.of("fd00:2::/48")));
    }

    @Test
    void ordersByPriorityAndSplitsPortsOfAnyProtocol() {
        SecurityRule late = rule("{'protocol':'*','sourcePortRange':'*','destinationPortRanges':['80','443-444'],'sourceAddressPrefix':'internet',"
                + "'destinationAddressPrefix':'10.0.0.4','access':'Allow','priority':300,'direction':'Inbound'}");
        SecurityRule early = rule("{'protocol':'tcp','sourcePortRange':'0-65535','destinationPortRange':'22','sourceAddressPrefixes':['192.0.2.0/24','2001:db8::1'],"
                + "'destinationAddressPrefix':'*','access':'deny','priority':100,'direction':'inbound'}");
        List<Rule> inbound = SecurityRuleCompiler.compile(List.of(late, early), NETWORK).inbound();
        assertThat(inbound.getFirst()).isEqualTo(new Rule("r", 100, false, Protocol.TCP, List.of("192.0.2.0/24", "2001:db8::1/128"), List.of(), List.of(),
                List.of(new PortRange(22, 22))));
        assertThat(inbound.subList(1, 3)).extracting(Rule::protocol).containsExactly(Protocol.TCP, Protocol.UDP);
        assertThat(inbound.get(1).destinationPorts()).containsExactly(new PortRange(80, 80), new PortRange(443, 444));
        assertThat(inbound.get(1).destinationPrefixes()).containsExactly("10.0.0.4/32");
    }
}
