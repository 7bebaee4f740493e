package woad.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.resources.Desired;
import woad.resources.ResourceId;
import woad.resources.provider.Body;

/**
 * A public IPv4 address. Source: Public IP Addresses REST reference.
 *
 * @param sku         Basic or Standard
 * @param allocation  Static or Dynamic; here both have their address from creation to deletion
 * @param idleMinutes stored and shown, 4 to 30
 * @param label       DNS label, or null
 * @param zones       of the region, or empty
 */
record PublicAddress(String sku, String allocation, int idleMinutes, String label, List<String> zones) {
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{1,61}[a-z0-9]");

    PublicAddress {
        zones = List.copyOf(zones);
    }

    /**
     * Reads and checks a request. Without a SKU it is Standard, or Basic where a dynamic address is asked for.
     *
     * @param existing what it is so far, or null
     * @param address  that it has so far, or null
     */
    static PublicAddress read(ResourceId id, Desired desired, Region region, PublicAddress existing, String address) {
        Body properties = Body.of(desired.properties(), "properties");
        properties.ignore("provisioningState", "resourceGuid", "ipConfiguration", "linkedPublicIPAddress", "servicePublicIPAddress", "migrationPhase");
        properties.notOffered("publicIPPrefix", "ipTags", "natGateway");
        properties.choice("deleteOption", List.of("Detach"));
        properties.object("ddosSettings").ifPresent(ddos -> {
            ddos.notOffered("ddosProtectionPlan", "ddosCustomPolicy");
            ddos.choice("protectionMode", List.of("VirtualNetworkInherited", "Disabled"));
            ddos.ignore("protectedIP", "protectionCoverage").end();
        });
        if (properties.choice("publicIPAddressVersion", List.of("IPv4", "IPv6")).orElse("IPv4").equals("IPv6")) {
            throw new CloudException(NetworkError.PUBLIC_ADDRESS_VERSION, "This cloud gives out no public IPv6 addresses; use version IPv4 for " + id + ".");
        }
        properties.text("ipAddress").filter(wanted -> !wanted.equals(address)).ifPresent(wanted -> {
            throw properties.wrong("ipAddress", "cannot be chosen: leave it out, the address comes from the cloud's pool");
        });
        String allocation = properties.choice("publicIPAllocationMethod", List.of("Static", "Dynamic"))
                .orElse(existing == null ? null : existing.allocation);
        int idle = properties.number("idleTimeoutInMinutes").orElse(4);
        if (idle < 4 || idle > 30) {
            throw properties.wrong("idleTimeoutInMinutes", "must be from 4 to 30");
        }
        String label = properties.object("dnsSettings").flatMap(dns -> {
            dns.ignore("fqdn").notOffered("reverseFqdn", "domainNameLabelScope");
            var text = dns.text("domainNameLabel");
            dns.end();
            return text;
        }).orElse(null);
        properties.end();
        String sku = sku(desired.envelope(), existing == null ? null : existing.sku);
        if (sku == null) {
            sku = "Dynamic".equals(allocation) ? "Basic" : "Standard";
        }
        if (allocation == null) {
            allocation = sku.equals("Basic") ? "Dynamic" : "Static";
        }
        PublicAddress read = new PublicAddress(sku, allocation, idle, label, zones(desired.envelope(), region));
        read.check(id, existing);
        return read;
    }

    private void check(ResourceId id, PublicAddress existing) {
        if (sku.equals("Standard") && allocation.equals("Dynamic")) {
            throw new CloudException(NetworkError.STANDARD_MUST_BE_STATIC, "Standard sku publicIp " + id + " must have AllocationMethod set to Static.");
        }
        if (sku.equals("Basic") && !zones.isEmpty()) {
            throw new CloudException(NetworkError.ZONES_NOT_ALLOWED_IN_BASIC, "Zones not allowed in basic SKU resource " + id + ". Please use standard SKU.");
        }
        if (label != null) {
            checkLabel(label, "resource " + id);
        }
        if (existing != null && (!existing.sku.equals(sku) || !existing.zones.equals(zones))) {
            throw new CloudException(NetworkError.PROPERTY_CHANGE_NOT_ALLOWED, "The SKU and the zones of public IP address " + id
                    + " cannot be changed: delete it and make a new one.");
        }
    }

    /** @throws CloudException {@code InvalidDomainNameLabel} */
    static void checkLabel(String label, String of) {
        if (!LABEL.matcher(label).matches()) {
            throw new CloudException(NetworkError.INVALID_DOMAIN_NAME_LABEL, "The domain name label for " + of
                    + " is invalid. It must conform to the following regular expression: ^" + LABEL + "$.");
        }
    }

    /** Reads what is stored. */
    static PublicAddress stored(Desired desired) {
        JsonNode properties = desired.properties();
        List<String> zones = new ArrayList<>();
        desired.envelope().path("zones").forEach(zone -> zones.add(zone.asText()));
        return new PublicAddress(desired.envelope().at("/sku/name").asText(), properties.get("publicIPAllocationMethod").asText(),
                properties.get("idleTimeoutInMinutes").asInt(), properties.at("/dnsSettings/domainNameLabel").asText(null), zones);
    }

    private static String sku(ObjectNode envelope, String otherwise) {
        if (!(envelope.path("sku") instanceof ObjectNode node)) {
            return otherwise;
        }
        Body sku = Body.of(node, "sku");
        String name = sku.choice("name", List.of("Basic", "Standard")).orElse(otherwise);
        sku.choice("tier", List.of("Regional"));
        sku.end();
        return name;
    }

    private static List<String> zones(ObjectNode envelope, Region region) {
        List<String> zones = Body.of(envelope, "").texts("zones");
        zones.stream().filter(zone -> !region.zones().contains(zone)).findFirst().ifPresent(zone -> {
            throw new CloudException(NetworkError.INVALID_ZONE, "The zone '" + zone + "' does not exist in " + region.name() + ", which has "
                    + String.join(", ", region.zones()) + ".", "zones", List.of());
        });
        return zones.stream().distinct().sorted().toList();
    }

    /** The top-level members as stored. */
    ObjectNode envelope() {
        ObjectNode envelope = Json.object();
        envelope.putObject("sku").put("name", sku).put("tier", "Regional");
        if (!zones.isEmpty()) {
            ArrayNode array = envelope.putArray("zones");
            zones.forEach(array::add);
        }
        return envelope;
    }

    /** {@code properties} as stored; the address is added when it is taken. */
    ObjectNode write() {
        ObjectNode properties = Json.object().put("publicIPAddressVersion", "IPv4").put("publicIPAllocationMethod", allocation)
                .put("idleTimeoutInMinutes", idleMinutes);
        if (label != null) {
            properties.putObject("dnsSettings").put("domainNameLabel", label);
        }
        return properties;
    }
}
