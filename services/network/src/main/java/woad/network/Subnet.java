package woad.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import woad.platform.core.Json;
import woad.resources.provider.Body;
import woad.resources.provider.NameRule;

/**
 * A subnet as its network holds it.
 *
 * @param plural        whether the client gave {@code addressPrefixes}, which it then gets back
 * @param securityGroup ARM id, or null
 * @param privateEndpointPolicies     stored and shown; there are no private endpoints that they could apply to
 * @param privateLinkServicePolicies  likewise
 */
record Subnet(String name, List<Prefix> prefixes, boolean plural, String securityGroup, String privateEndpointPolicies,
              String privateLinkServicePolicies) {
    private static final List<String> POLICIES = List.of("Enabled", "Disabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled");

    Subnet {
        prefixes = List.copyOf(prefixes);
    }

    /** Reads an element of {@code subnets}; where its prefixes may be, the network checks. */
    static Subnet read(Body element, String networkId) {
        String name = element.requiredText("name");
        if (!NameRule.NETWORK_LIKE.allows(name)) {
            throw element.wrong("name", "'" + name + "' is no name of a subnet: " + NameRule.NETWORK_LIKE.words());
        }
        element.ignore("id", "etag", "type");
        Body properties = element.object("properties").orElseThrow(() -> element.wrong("properties", "is missing"));
        properties.ignore("ipConfigurations", "ipConfigurationProfiles", "privateEndpoints", "resourceNavigationLinks", "serviceAssociationLinks",
                "purpose", "provisioningState");
        properties.notOffered("delegations", "serviceEndpoints", "serviceEndpointPolicies", "routeTable", "natGateway", "defaultOutboundAccess",
                "applicationGatewayIPConfigurations", "ipAllocations", "ipamPoolPrefixAllocations", "sharingScope", "serviceGateway");
        List<String> many = properties.texts("addressPrefixes");
        List<String> texts = new ArrayList<>(many);
        properties.text("addressPrefix").filter(one -> !many.contains(one)).ifPresent(one -> {
            if (!many.isEmpty()) {
                throw properties.wrong("addressPrefix", "is not one of addressPrefixes: give one of the two members");
            }
            texts.add(one);
        });
        if (texts.isEmpty()) {
            throw properties.wrong("addressPrefix", "is missing");
        }
        Subnet subnet = new Subnet(name, AddressSpace.read(texts, networkId + "/subnets/" + name), !many.isEmpty(),
                properties.reference("networkSecurityGroup").orElse(null),
                properties.choice("privateEndpointNetworkPolicies", POLICIES).orElse("Disabled"),
                properties.choice("privateLinkServiceNetworkPolicies", POLICIES).orElse("Enabled"));
        properties.end();
        element.end();
        return subnet;
    }

    /** As stored. */
    ObjectNode write() {
        ObjectNode element = Json.object().put("name", name);
        ObjectNode properties = element.putObject("properties");
        if (plural) {
            ArrayNode array = properties.putArray("addressPrefixes");
            prefixes.forEach(prefix -> array.add(prefix.toString()));
        } else {
            properties.put("addressPrefix", prefixes.getFirst().toString());
        }
        if (securityGroup != null) {
            properties.putObject("networkSecurityGroup").put("id", securityGroup);
        }
        properties.put("privateEndpointNetworkPolicies", privateEndpointPolicies);
        properties.put("privateLinkServiceNetworkPolicies", privateLinkServicePolicies);
        return element;
    }
}
