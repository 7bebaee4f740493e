package woad.storage.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import inet.ipaddr.IPAddressString;
import java.util.List;

/**
 * From where an account's data may be reached. Source: Storage Accounts REST reference, {@code NetworkRuleSet}.
 *
 * @param bypass             what the rules do not apply to: {@code None}, or some of {@code Logging, Metrics, AzureServices}, separated by commas
 * @param ipRules            IPv4 addresses and CIDR prefixes
 * @param virtualNetworkRules ids of subnets
 */
public record NetworkRules(DefaultAction defaultAction, String bypass, List<String> ipRules, List<String> virtualNetworkRules) {
    /** Everybody. */
    public static final NetworkRules OPEN = new NetworkRules(DefaultAction.ALLOW, "AzureServices", List.of(), List.of());

    public NetworkRules {
        ipRules = List.copyOf(ipRules);
        virtualNetworkRules = List.copyOf(virtualNetworkRules);
    }

    /** What holds for whom no rule names. */
    public enum DefaultAction {
        @JsonProperty("Allow") ALLOW, @JsonProperty("Deny") DENY
    }

    /**
     * Whether a client is let in.
     *
     * @param address of the client, IPv4 or IPv6
     * @param subnet  id of the subnet the client is in, in any letter case, or null where it comes from outside
     */
    public boolean admit(String address, String subnet) {
        if (defaultAction == DefaultAction.ALLOW) {
            return true;
        }
        if (subnet != null) {
            return virtualNetworkRules.stream().anyMatch(subnet::equalsIgnoreCase);
        }
        var client = new IPAddressString(address).getAddress();
        return client != null && ipRules.stream().anyMatch(rule -> new IPAddressString(rule).getAddress().contains(client));
    }
}
