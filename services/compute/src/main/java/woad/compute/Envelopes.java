package woad.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.resources.provider.PutRequest;

/** What stands beside the properties of machines and disks: zones, and features that this cloud does not offer. */
final class Envelopes {
    private Envelopes() {}

    /** The envelope to store: zones, and the members named, which the caller has checked. */
    static ObjectNode settle(PutRequest put, CloudProfile profile, List<String> alsoKept) {
        ObjectNode asked = put.requested().envelope();
        refuse(asked, "plan", "The images of this cloud have no purchase plan: leave out 'plan'.");
        refuse(asked, "extendedLocation", "Edge zones are not offered in this cloud: leave out 'extendedLocation'.");
        JsonNode identity = asked.path("identity").path("type");
        if (!identity.isMissingNode() && !identity.isNull() && !identity.asText().equalsIgnoreCase("None")) {
            throw Refusal.notOffered("identity", "Managed identities are not offered in this cloud: leave out 'identity'.");
        }
        ObjectNode envelope = Json.object();
        for (String name : alsoKept) {
            if (asked.has(name)) {
                envelope.set(name, asked.get(name));
            }
        }
        String zone = zone(put, profile);
        if (zone != null) {
            envelope.putArray("zones").add(zone);
        }
        return envelope;
    }

    /** The zone of a stored envelope, or null. */
    static String zone(ObjectNode envelope) {
        JsonNode zone = envelope.path("zones").path(0);
        return zone.isMissingNode() ? null : zone.asText();
    }

    private static String zone(PutRequest put, CloudProfile profile) {
        JsonNode asked = put.requested().envelope().path("zones");
        String existing = put.existing() == null ? null : zone(put.existing().desired().envelope());
        if (asked.isMissingNode() || asked.isEmpty()) {
            return existing;
        }
        Region region = profile.region(put.requested().location()).orElseThrow();
        String zone = asked.get(0).asText();
        if (asked.size() > 1 || !region.zones().contains(zone)) {
            throw new CloudException(ComputeError.ZONE_NOT_SUPPORTED, "The zone(s) '" + Refusal.printable(zone) + (asked.size() > 1 ? "', …" : "'") + " for resource '"
                    + put.id().type() + "/" + put.id().name() + "' is not supported. One of the zones for location '" + region.name() + "' can be given: '"
                    + String.join(",", region.zones()) + "'.", "zones", List.of());
        }
        if (put.existing() != null && !zone.equals(existing)) {
            throw Refusal.immutable("zones");
        }
        return zone;
    }

    private static void refuse(ObjectNode asked, String member, String message) {
        if (asked.hasNonNull(member) && !asked.get(member).isEmpty()) {
            throw Refusal.notOffered(member, message);
        }
    }
}
