package woad.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inet.ipaddr.IPAddress;
import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.ResourceId;
import woad.resources.provider.Body;
import woad.resources.provider.NameRule;

/**
 * An address of an interface.
 *
 * @param subnet        the subnet's id
 * @param address       canonical text; null until one is given out
 * @param chosen        whether the client chose the address (allocation method Static)
 * @param publicAddress ARM id, or null
 */
record IpConfiguration(String name, ResourceId subnet, boolean ipv4, boolean chosen, String address, boolean primary, String publicAddress) {

    /** Reads an element of {@code ipConfigurations}. An address sent with Dynamic is what the client read before: it is ignored. */
    static IpConfiguration read(Body element) {
        String name = element.requiredText("name");
        if (!NameRule.NETWORK_LIKE.allows(name)) {
            throw element.wrong("name", "'" + name + "' is no name of an IP configuration: " + NameRule.NETWORK_LIKE.words());
        }
        element.ignore("id", "etag", "type");
        Body properties = element.object("properties").orElseThrow(() -> element.wrong("properties", "is missing"));
        properties.ignore("provisioningState", "privateLinkConnectionProperties");
        properties.notOffered("applicationGatewayBackendAddressPools", "applicationSecurityGroups", "loadBalancerBackendAddressPools",
                "loadBalancerInboundNatRules", "virtualNetworkTaps", "gatewayLoadBalancer", "privateIPAddressPrefixLength");
        String subnet = properties.reference("subnet").orElseThrow(() -> properties.wrong("subnet", "must have the id of a subnet"));
        boolean ipv4 = properties.choice("privateIPAddressVersion", List.of("IPv4", "IPv6")).orElse("IPv4").equals("IPv4");
        String address = properties.text("privateIPAddress").orElse(null);
        boolean chosen = properties.choice("privateIPAllocationMethod", List.of("Dynamic", "Static")).orElse("Dynamic").equals("Static");
        if (chosen && address == null) {
            throw properties.wrong("privateIPAddress", "is missing: with privateIPAllocationMethod Static an address is to be given");
        }
        IpConfiguration read = new IpConfiguration(name, subnetId(subnet, properties.path() + ".subnet.id"), ipv4, chosen,
                chosen ? canonical(address, ipv4) : null, properties.flag("primary", false), publicAddress(properties));
        properties.end();
        element.end();
        return read;
    }

    private static String publicAddress(Body properties) {
        properties.object("publicIPAddress").flatMap(reference -> reference.object("properties"))
                .ifPresent(nested -> nested.choice("deleteOption", List.of("Detach")));
        return properties.reference("publicIPAddress").orElse(null);
    }

    private static ResourceId subnetId(String text, String target) {
        ResourceId id = ResourceId.parse(text, target);
        if (!id.is("Microsoft.Network/virtualNetworks/subnets")) {
            throw References.notFound(text, target);
        }
        return id;
    }

    private static String canonical(String text, boolean ipv4) {
        IPAddress address = Prefix.address(text).filter(read -> read.isIPv4() == ipv4).orElseThrow(() -> new CloudException(NetworkError.INVALID_ADDRESS,
                "'" + text + "' is not an " + (ipv4 ? "IPv4" : "IPv6") + " address."));
        return Prefix.text(address);
    }

    /** The same with the address it was given. */
    IpConfiguration at(String given) {
        return new IpConfiguration(name, subnet, ipv4, chosen, given, primary, publicAddress);
    }

    /** The same, primary or not. */
    IpConfiguration primary(boolean is) {
        return new IpConfiguration(name, subnet, ipv4, chosen, address, is, publicAddress);
    }

    /** As stored. */
    ObjectNode write() {
        ObjectNode element = Json.object().put("name", name);
        ObjectNode properties = element.putObject("properties").put("privateIPAddressVersion", ipv4 ? "IPv4" : "IPv6")
                .put("privateIPAllocationMethod", chosen ? "Static" : "Dynamic").put("primary", primary);
        if (address != null) {
            properties.put("privateIPAddress", address);
        }
        properties.putObject("subnet").put("id", subnet.toString());
        if (publicAddress != null) {
            properties.putObject("publicIPAddress").put("id", publicAddress);
        }
        return element;
    }
}
