package woad.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.ResourceId;
import woad.resources.provider.Body;

/** A virtual network: address space and subnets. Source: Virtual Networks REST reference. */
record VirtualNetwork(List<Prefix> prefixes, List<Subnet> subnets) {
    private static final int MOST_SUBNETS = 3000;
    private static final int MOST_PREFIXES = 1000;

    VirtualNetwork {
        prefixes = List.copyOf(prefixes);
        subnets = List.copyOf(subnets);
    }

    /**
     * Reads and checks {@code properties}.
     *
     * @param existing what the network is so far, or null; a PUT that says nothing about subnets leaves them as they are
     */
    static VirtualNetwork read(ResourceId id, ObjectNode node, VirtualNetwork existing) {
        Body properties = Body.of(node, "properties");
        properties.ignore("provisioningState", "resourceGuid", "flowLogs", "summarizedGatewayPrefixes", "defaultPublicNatGateway");
        properties.notOffered("virtualNetworkPeerings", "enableDdosProtection", "enableVmProtection", "ddosProtectionPlan", "bgpCommunities",
                "flowTimeoutInMinutes", "ipAllocations");
        properties.choice("privateEndpointVNetPolicies", List.of("Disabled"));
        properties.object("encryption").ifPresent(encryption -> encryption.ignore("enforcement").notOffered("enabled").end());
        properties.object("dhcpOptions").ifPresent(options -> options.notOffered("dnsServers").end());
        Body space = properties.object("addressSpace").orElseThrow(() -> properties.wrong("addressSpace", "is missing"));
        space.notOffered("ipamPoolPrefixAllocations");
        List<String> texts = space.texts("addressPrefixes");
        space.end();
        if (texts.isEmpty() || texts.size() > MOST_PREFIXES) {
            throw space.wrong("addressPrefixes", "must have 1 to " + MOST_PREFIXES + " prefixes");
        }
        List<Subnet> subnets = properties.has("subnets") || existing == null
                ? properties.objects("subnets").stream().map(element -> Subnet.read(element, id.toString())).toList() : existing.subnets;
        properties.end();
        VirtualNetwork network = new VirtualNetwork(AddressSpace.read(texts, id.toString()), subnets);
        network.check(id);
        return network;
    }

    private void check(ResourceId id) {
        AddressSpace.checkNetwork(prefixes, id.toString());
        if (subnets.size() > MOST_SUBNETS) {
            throw new CloudException(NetworkError.QUOTA, "A virtual network has at most " + MOST_SUBNETS + " subnets.");
        }
        Set<String> names = new HashSet<>();
        List<Prefix> taken = new ArrayList<>();
        for (Subnet subnet : subnets) {
            if (!names.add(subnet.name().toLowerCase(Locale.ROOT))) {
                throw new CloudException(NetworkError.DUPLICATE_NAME, "Virtual network '" + id.name() + "' has two subnets named " + subnet.name() + ".");
            }
            AddressSpace.checkSubnet(subnet.name(), subnet.prefixes(), id.name(), prefixes);
            if (subnet.prefixes().stream().anyMatch(prefix -> taken.stream().anyMatch(prefix::overlaps))) {
                throw new CloudException(NetworkError.SUBNET_RANGES_OVERLAP, "Subnet '" + subnet.name()
                        + "' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '" + id.name() + "'.");
            }
            taken.addAll(subnet.prefixes());
        }
    }

    /** A subnet by its name without regard to case. */
    Optional<Subnet> subnet(String name) {
        return subnets.stream().filter(subnet -> subnet.name().equalsIgnoreCase(name)).findFirst();
    }

    /** As stored. */
    ObjectNode write() {
        ObjectNode properties = Json.object();
        ArrayNode space = properties.putObject("addressSpace").putArray("addressPrefixes");
        prefixes.forEach(prefix -> space.add(prefix.toString()));
        ArrayNode array = properties.putArray("subnets");
        subnets.forEach(subnet -> array.add(subnet.write()));
        return properties;
    }
}
