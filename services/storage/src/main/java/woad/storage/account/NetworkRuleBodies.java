package woad.storage.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.ResourceId;
import woad.resources.provider.Body;
import woad.resources.provider.PutRequest;
import woad.storage.account.NetworkRules.DefaultAction;

/** {@code properties.networkAcls} of an account. Source: Storage Accounts REST reference, {@code NetworkRuleSet}. */
final class NetworkRuleBodies {
    private static final String SUBNET = "Microsoft.Network/virtualNetworks/subnets";
    private static final List<String> BYPASSES = List.of("None", "Logging", "Metrics", "AzureServices");
    private static final Pattern ADDRESS = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}(/\\d{1,2})?");
    private static final int MOST = 400;

    private NetworkRuleBodies() {}

    /** Reads and checks rules; what is left out stays as it is. */
    static NetworkRules read(Body body, NetworkRules present) {
        DefaultAction action = AccountProperties.choice(body, "defaultAction", DefaultAction.class, present.defaultAction());
        String bypass = body.text("bypass").map(text -> bypass(body, text)).orElse(present.bypass());
        List<String> addresses = body.has("ipRules") ? addresses(body) : present.ipRules();
        List<String> subnets = body.has("virtualNetworkRules") ? subnets(body) : present.virtualNetworkRules();
        body.notOffered("resourceAccessRules", "ipv6Rules");
        body.end();
        return new NetworkRules(action, bypass, addresses, subnets);
    }

    private static String bypass(Body body, String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : text.split(",")) {
            words.add(BYPASSES.stream().filter(word.strip()::equalsIgnoreCase).findFirst()
                    .orElseThrow(() -> body.wrong("bypass", "must be made of " + String.join(", ", BYPASSES))));
        }
        if (words.contains("None") && words.size() > 1) {
            throw body.wrong("bypass", "cannot be None and something else");
        }
        return String.join(", ", words);
    }

    private static List<String> addresses(Body body) {
        Set<String> addresses = new LinkedHashSet<>();
        for (Body rule : rules(body, "ipRules")) {
            String text = rule.requiredText("value");
            IPAddress address = ADDRESS.matcher(text).matches() ? new IPAddressString(text).getAddress() : null;
            if (address == null || address.isPrefixed() && !address.isPrefixBlock()) {
                throw invalid("'" + AccountType.printable(text) + "' is neither an IPv4 address nor a CIDR prefix without host bits");
            }
            allow(rule);
            addresses.add(address.toCanonicalString());
        }
        return List.copyOf(addresses);
    }

    private static List<String> subnets(Body body) {
        List<String> subnets = new ArrayList<>();
        for (Body rule : rules(body, "virtualNetworkRules")) {
            String text = rule.requiredText("id");
            ResourceId id = ResourceId.tryParse(text).filter(subnet -> subnet.is(SUBNET)).orElseThrow(() -> invalid("'" + AccountType.printable(text) + "' is not the id of a subnet"));
            allow(rule);
            if (subnets.stream().noneMatch(id.toString()::equalsIgnoreCase)) {
                subnets.add(id.toString());
            }
        }
        return subnets;
    }

    private static List<Body> rules(Body body, String name) {
        List<Body> rules = body.objects(name);
        if (rules.size() > MOST) {
            throw invalid("an account has at most " + MOST + " " + name);
        }
        return rules;
    }

    private static void allow(Body rule) {
        rule.choice("action", List.of("Allow"));
        rule.ignore("state").end();
    }

    /** New subnets must be there, and the caller must be allowed to give them access. */
    static void checkSubnets(PutRequest put, NetworkRules wanted, NetworkRules present) {
        for (String text : wanted.virtualNetworkRules()) {
            if (present != null && present.virtualNetworkRules().contains(text)) {
                continue;
            }
            ResourceId subnet = ResourceId.parse(text, "virtualNetworkRules");
            put.authorise(SUBNET + "/joinViaServiceEndpoint/action", subnet);
            boolean there = put.resources().find(subnet.parent().orElseThrow()).filter(network -> network.tenant().equals(put.tenant())).stream()
                    .flatMap(network -> network.desired().properties().path("subnets").valueStream()).anyMatch(one -> one.path("name").asText().equalsIgnoreCase(subnet.name()));
            if (!there) {
                throw invalid("the subnet " + subnet + " does not exist");
            }
        }
    }

    private static CloudException invalid(String what) {
        return new CloudException(AccountError.NETWORK_RULES, "Validation of network acls failure: " + what + ".", "properties.networkAcls", List.of());
    }

    /** As stored with the resource and shown. */
    static ObjectNode write(NetworkRules rules) {
        ObjectNode written = Json.object().put("defaultAction", Json.MAPPER.convertValue(rules.defaultAction(), String.class)).put("bypass", rules.bypass());
        ArrayNode addresses = written.putArray("ipRules");
        rules.ipRules().forEach(address -> addresses.addObject().put("value", address).put("action", "Allow"));
        ArrayNode subnets = written.putArray("virtualNetworkRules");
        rules.virtualNetworkRules().forEach(subnet -> subnets.addObject().put("id", subnet).put("action", "Allow").put("state", "Succeeded"));
        written.putArray("ipv6Rules");
        written.putArray("resourceAccessRules");
        return written;
    }
}
