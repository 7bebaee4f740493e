package woad.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.provider.Body;

/** A network security group: rules that decide on the traffic of interfaces and subnets. */
record SecurityGroup(List<SecurityRule> rules) {
    private static final int MOST_RULES = 1000;

    SecurityGroup {
        rules = List.copyOf(rules);
    }

    /** Reads and checks {@code properties}. */
    static SecurityGroup read(ObjectNode node) {
        Body properties = Body.of(node, "properties");
        properties.ignore("defaultSecurityRules", "networkInterfaces", "subnets", "flowLogs", "resourceGuid", "provisioningState").notOffered("flushConnection");
        List<SecurityRule> rules = properties.objects("securityRules").stream().map(SecurityRule::read).toList();
        properties.end();
        if (rules.size() > MOST_RULES) {
            throw properties.wrong("securityRules", "has more than " + MOST_RULES + " rules");
        }
        checkConflicts(rules);
        return new SecurityGroup(rules);
    }

    private static void checkConflicts(List<SecurityRule> rules) {
        Set<String> names = new HashSet<>();
        Map<String, SecurityRule> places = new HashMap<>();
        for (SecurityRule rule : rules) {
            if (!names.add(rule.name().toLowerCase(Locale.ROOT))) {
                throw new CloudException(NetworkError.DUPLICATE_NAME, "The security group has two rules named " + rule.name() + ".");
            }
            SecurityRule other = places.put(rule.direction() + rule.priority(), rule);
            if (other != null) {
                throw new CloudException(NetworkError.RULE_CONFLICT, "Security rule " + rule.name() + " conflicts with rule " + other.name()
                        + ". Rules cannot have the same Priority and Direction.");
            }
        }
    }

    /** As stored. */
    ObjectNode write() {
        ObjectNode properties = Json.object();
        ArrayNode array = properties.putArray("securityRules");
        rules.forEach(rule -> array.add(rule.write()));
        return properties;
    }
}
