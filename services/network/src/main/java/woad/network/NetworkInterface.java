package woad.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.ResourceId;
import woad.resources.provider.Body;

/**
 * A network interface. Source: Network Interfaces REST reference.
 *
 * @param securityGroup ARM id, or null
 * @param dnsLabel      a further name in the network's DNS, or null
 * @param accelerated   stored and shown: a hint about hardware, which changes nothing here
 */
record NetworkInterface(List<IpConfiguration> configurations, String securityGroup, String dnsLabel, boolean accelerated) {
    private static final int MOST_CONFIGURATIONS = 256;
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

    NetworkInterface {
        configurations = List.copyOf(configurations);
    }

    /** Reads and checks {@code properties}. */
    static NetworkInterface read(ObjectNode node) {
        Body properties = Body.of(node, "properties");
        properties.ignore("provisioningState", "resourceGuid", "macAddress", "primary", "virtualMachine", "hostedWorkloads", "tapConfigurations",
                "privateEndpoint", "vnetEncryptionSupported", "dscpConfiguration", "privateLinkService", "defaultOutboundConnectivityEnabled",
                "allowPort25Out", "internalDomainNameSuffix");
        properties.notOffered("enableIPForwarding", "disableTcpStateTracking", "auxiliaryMode", "auxiliarySku", "nicType", "workloadType",
                "migrationPhase", "virtualNetworkTaps");
        List<IpConfiguration> configurations = properties.objects("ipConfigurations").stream().map(IpConfiguration::read).toList();
        String label = properties.object("dnsSettings").flatMap(dns -> {
            dns.ignore("appliedDnsServers", "internalFqdn", "internalDomainNameSuffix").notOffered("dnsServers");
            var text = dns.text("internalDnsNameLabel");
            dns.end();
            return text;
        }).orElse(null);
        if (label != null && !LABEL.matcher(label).matches()) {
            throw properties.wrong("dnsSettings.internalDnsNameLabel", "must be 1 to 63 letters, digits and hyphens");
        }
        NetworkInterface read = new NetworkInterface(primaries(configurations, properties), properties.reference("networkSecurityGroup").orElse(null),
                label, properties.flag("enableAcceleratedNetworking", false));
        properties.end();
        return read;
    }

    private static List<IpConfiguration> primaries(List<IpConfiguration> configurations, Body properties) {
        if (configurations.isEmpty() || configurations.size() > MOST_CONFIGURATIONS) {
            throw properties.wrong("ipConfigurations", "must have 1 to " + MOST_CONFIGURATIONS + " elements");
        }
        Set<String> names = new HashSet<>();
        for (IpConfiguration configuration : configurations) {
            if (!names.add(configuration.name().toLowerCase(Locale.ROOT))) {
                throw new CloudException(NetworkError.DUPLICATE_NAME, "The network interface has two IP configurations named " + configuration.name() + ".");
            }
            if (!configuration.subnet().equals(configurations.getFirst().subnet())) {
                throw new CloudException(NetworkError.DIFFERENT_SUBNETS, "IP configurations " + configurations.getFirst().name() + " and "
                        + configuration.name() + " of a network interface cannot use different subnets.");
            }
            if (!configuration.ipv4() && (configuration.primary() || configuration.publicAddress() != null)) {
                throw new CloudException(NetworkError.PRIMARY_CONFIGURATION, "IP configuration " + configuration.name()
                        + " is for IPv6: it cannot be the primary one nor have a public IPv4 address.");
            }
        }
        List<IpConfiguration> primary = configurations.stream().filter(IpConfiguration::primary).toList();
        if (primary.size() > 1) {
            throw new CloudException(NetworkError.PRIMARY_CONFIGURATION, "Only one IP configuration of a network interface can be the primary one.");
        }
        IpConfiguration first = primary.isEmpty() ? configurations.stream().filter(IpConfiguration::ipv4).findFirst()
                .orElseThrow(() -> new CloudException(NetworkError.PRIMARY_CONFIGURATION, "A network interface needs an IPv4 configuration, which is its primary one."))
                : primary.getFirst();
        return configurations.stream().map(configuration -> configuration.primary(configuration == first)).toList();
    }

    /** The subnet that all configurations use. */
    ResourceId subnet() {
        return configurations.getFirst().subnet();
    }

    /** The same with other configurations. */
    NetworkInterface with(List<IpConfiguration> given) {
        return new NetworkInterface(given, securityGroup, dnsLabel, accelerated);
    }

    /** As stored. */
    ObjectNode write() {
        ObjectNode properties = Json.object();
        ArrayNode array = properties.putArray("ipConfigurations");
        configurations.forEach(configuration -> array.add(configuration.write()));
        if (securityGroup != null) {
            properties.putObject("networkSecurityGroup").put("id", securityGroup);
        }
        properties.put("enableAcceleratedNetworking", accelerated);
        if (dnsLabel != null) {
            properties.putObject("dnsSettings").put("internalDnsNameLabel", dnsLabel);
        }
        return properties;
    }
}
