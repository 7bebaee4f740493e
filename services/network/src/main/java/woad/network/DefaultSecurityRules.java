package woad.network;

import java.util.List;
import woad.network.SecurityRule.Side;

/** The rules that every security group ends with. Source: "Network security groups", Default security rules. */
final class DefaultSecurityRules {
    /** In the order in which Azure lists them. */
    static final List<SecurityRule> ALL = List.of(
            rule("AllowVnetInBound", "Allow inbound traffic from all VMs in VNET", "VirtualNetwork", "VirtualNetwork", "Allow", 65000, "Inbound"),
            rule("AllowAzureLoadBalancerInBound", "Allow inbound traffic from azure load balancer", "AzureLoadBalancer", "*", "Allow", 65001, "Inbound"),
            rule("DenyAllInBound", "Deny all inbound traffic", "*", "*", "Deny", 65500, "Inbound"),
            rule("AllowVnetOutBound", "Allow outbound traffic from all VMs to all VMs in VNET", "VirtualNetwork", "VirtualNetwork", "Allow", 65000, "Outbound"),
            rule("AllowInternetOutBound", "Allow outbound traffic from all VMs to Internet", "*", "Internet", "Allow", 65001, "Outbound"),
            rule("DenyAllOutBound", "Deny all outbound traffic", "*", "*", "Deny", 65500, "Outbound"));

    private DefaultSecurityRules() {}

    private static SecurityRule rule(String name, String description, String source, String destination, String access, int priority, String direction) {
        return new SecurityRule(name, description, "*", Side.of(source), Side.of(destination), access, priority, direction);
    }
}
