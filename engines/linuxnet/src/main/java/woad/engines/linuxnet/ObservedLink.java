package woad.engines.linuxnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import woad.fleet.spi.EngineException;

/**
 * A network device as the kernel describes it.
 *
 * @param kind   bridge, vxlan, veth or tun; empty for others
 * @param master name of the bridge that it is a port of; empty when none
 * @param number the number that the fabric gave it and that its alias keeps, see {@link #alias}
 * @param tunnel identifier, end and learning of a VXLAN device; empty for others
 */
record ObservedLink(String name, String kind, String master, boolean up, int mtu, boolean learning, boolean flooding,
                    OptionalInt number, String tunnel) {

    private static final String ALIAS = "woad ";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What to set as a device's alias, so that its number is found again by whoever comes after a crash. */
    static String alias(int number) {
        return ALIAS + number;
    }

    /** All devices of a namespace by name. */
    static Map<String, ObservedLink> all(Commands commands, String namespace) throws EngineException {
        Map<String, ObservedLink> links = new LinkedHashMap<>();
        for (JsonNode link : json(commands.ip(namespace, "-j", "-d", "link", "show"))) {
            JsonNode info = link.path("linkinfo");
            JsonNode data = info.path("info_data");
            JsonNode port = info.path("info_slave_data");
            boolean up = false;
            for (JsonNode flag : link.path("flags")) {
                up |= flag.asText().equals("UP");
            }
            String kind = info.path("info_kind").asText();
            links.put(link.path("ifname").asText(), new ObservedLink(link.path("ifname").asText(), kind, link.path("master").asText(), up,
                    link.path("mtu").asInt(), port.path("learning").asBoolean(true), port.path("flood").asBoolean(true),
                    number(link.path("ifalias").asText()), kind.equals("vxlan")
                    ? tunnel(data.path("id").asInt(), data.path("local").asText(), data.path("learning").asBoolean(true)) : ""));
        }
        return links;
    }

    /** How {@link #tunnel} describes a VXLAN device. */
    static String tunnel(int vni, String local, boolean learning) {
        return vni + " " + local + (learning ? " learning" : "");
    }

    /** Reads what the tools of iproute2 print with {@code -j}; nothing at all means an empty list. */
    static JsonNode json(String output) throws EngineException {
        try {
            return JSON.readTree(output.isBlank() ? "[]" : output);
        } catch (JsonProcessingException e) {
            throw new EngineException("cannot read what iproute2 says", e);
        }
    }

    private static OptionalInt number(String alias) {
        return alias.matches(ALIAS + "[0-9]{1,5}") ? OptionalInt.of(Integer.parseInt(alias.substring(ALIAS.length()))) : OptionalInt.empty();
    }
}
