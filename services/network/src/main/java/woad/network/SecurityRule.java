package woad.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import woad.fleet.spec.PortSpec.PortRange;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.provider.Body;
import woad.resources.provider.NameRule;

/**
 * One rule of a security group. Source: Network Security Groups REST reference, {@code SecurityRule}.
 *
 * @param protocol  Tcp, Udp, Icmp or *
 * @param access    Allow or Deny
 * @param priority  100 to 4096; the lower decides first
 * @param direction Inbound or Outbound
 */
record SecurityRule(String name, String description, String protocol, Side source, Side destination, String access, int priority,
                    String direction) {
    static final int FIRST_PRIORITY = 100;
    static final int LAST_PRIORITY = 4096;
    private static final int LONGEST_DESCRIPTION = 140;

    /** Where traffic comes from or goes to, in the client's form: one value or several of ports and of addresses. */
    record Side(String port, List<String> ports, String address, List<String> addresses) {
        Side {
            ports = List.copyOf(ports);
            addresses = List.copyOf(addresses);
        }

        static final Side ANY = of("*");

        /** Any port of one address term. */
        static Side of(String address) {
            return new Side("*", List.of(), address, List.of());
        }

        /** Port ranges; empty means any. */
        List<PortRange> portRanges() {
            List<PortRange> ranges = terms(port, ports).map(SecurityRule::portRange).toList();
            return ranges.stream().anyMatch(range -> range.first() == 0 && range.last() == 65535) ? List.of() : ranges;
        }

        /** What the addresses are. */
        List<AddressTerm> addressTerms() {
            return terms(address, addresses).map(AddressTerm::read).toList();
        }

        private static Stream<String> terms(String one, List<String> many) {
            return Stream.concat(Stream.ofNullable(one), many.stream());
        }
    }

    /** Reads and checks an element of {@code securityRules}. */
    static SecurityRule read(Body element) {
        String name = element.requiredText("name");
        if (!NameRule.NETWORK_LIKE.allows(name)) {
            throw element.wrong("name", "'" + name + "' is no name of a rule: " + NameRule.NETWORK_LIKE.words());
        }
        element.ignore("id", "etag", "type");
        Body properties = element.object("properties").orElseThrow(() -> element.wrong("properties", "is missing"));
        properties.ignore("provisioningState").notOffered("sourceApplicationSecurityGroups", "destinationApplicationSecurityGroups");
        SecurityRule rule = new SecurityRule(name, properties.text("description").orElse(null),
                required(properties, "protocol", List.of("Tcp", "Udp", "Icmp", "*")), side(properties, "source"), side(properties, "destination"),
                required(properties, "access", List.of("Allow", "Deny")),
                properties.number("priority").orElseThrow(() -> properties.wrong("priority", "is missing")),
                required(properties, "direction", List.of("Inbound", "Outbound")));
        properties.end();
        element.end();
        rule.check(properties);
        return rule;
    }

    private void check(Body properties) {
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw properties.wrong("description", "is longer than " + LONGEST_DESCRIPTION + " characters");
        }
        if (priority < FIRST_PRIORITY || priority > LAST_PRIORITY) {
            throw new CloudException(NetworkError.RULE_PRIORITY, "Security rule " + name + " has invalid priority. Value provided: " + priority
                    + ". Allowed range " + FIRST_PRIORITY + "-" + LAST_PRIORITY + ".", properties.path() + ".priority", List.of());
        }
        source.addressTerms();
        destination.addressTerms();
        boolean ports = !source.portRanges().isEmpty() || !destination.portRanges().isEmpty();
        if (protocol.equals("Icmp") && ports) {
            throw new CloudException(NetworkError.RULE_PORT_RANGE, "Security rule " + name + " is for Icmp, which has no ports: its port ranges must be '*'.",
                    properties.path(), List.of());
        }
    }

    private static String required(Body properties, String name, List<String> words) {
        return properties.choice(name, words).orElseThrow(() -> properties.wrong(name, "is missing"));
    }

    private static Side side(Body properties, String side) {
        Side read = new Side(properties.text(side + "PortRange").orElse(null), properties.texts(side + "PortRanges"),
                properties.text(side + "AddressPrefix").orElse(null), properties.texts(side + "AddressPrefixes"));
        if (read.port == null && read.ports.isEmpty()) {
            throw properties.wrong(side + "PortRange", "is missing: give a port, a range or '*'");
        }
        if (read.address == null && read.addresses.isEmpty()) {
            throw properties.wrong(side + "AddressPrefix", "is missing: give a prefix, a service tag or '*'");
        }
        return read;
    }

    private static PortRange portRange(String text) {
        if (text.equals("*")) {
            return new PortRange(0, 65535);
        }
        if (text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
            int dash = text.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
            int last = Integer.parseInt(text.substring(dash + 1));
            if (first <= last && last <= 65535) {
                return new PortRange(first, last);
            }
        }
        throw new CloudException(NetworkError.RULE_PORT_RANGE, "Security rule has invalid Port range. Value provided: " + text
                + ". Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535.");
    }

    /** As stored and shown: {@code {"name", "properties"}}. */
    ObjectNode write() {
        ObjectNode element = Json.object().put("name", name);
        ObjectNode properties = element.putObject("properties");
        if (description != null) {
            properties.put("description", description);
        }
        properties.put("protocol", protocol);
        write(properties, "source", source);
        write(properties, "destination", destination);
        properties.put("access", access).put("priority", priority).put("direction", direction);
        return element;
    }

    private static void write(ObjectNode properties, String side, Side value) {
        if (value.port != null) {
            properties.put(side + "PortRange", value.port);
        }
        if (value.address != null) {
            properties.put(side + "AddressPrefix", value.address);
        }
        ArrayNode ports = properties.putArray(side + "PortRanges");
        value.ports.forEach(ports::add);
        ArrayNode addresses = properties.putArray(side + "AddressPrefixes");
        value.addresses.forEach(addresses::add);
    }
}
