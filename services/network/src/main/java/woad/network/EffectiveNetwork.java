package woad.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.web.WebResponse;
import woad.resources.Resource;

/** What applies to an interface in the end: rules and routes. Source: Network Interfaces REST reference, List Effective Network Security Groups and Get Effective Route Table. */
final class EffectiveNetwork {
    private final Database database;

    EffectiveNetwork(Database database) {
        this.database = database;
    }

    private record Group(UUID id, String resourceId, String association, String associated) {}

    /** The security groups of the interface and of its subnet with their rules. */
    WebResponse securityGroups(Resource resource) {
        return WebResponse.ok(database.with(handle -> {
            ObjectNode answer = Json.object();
            ArrayNode value = answer.putArray("value");
            List<Prefix> network = network(handle, resource.uniqueId());
            for (Group group : groups(handle, resource.uniqueId())) {
                ObjectNode element = value.addObject();
                element.putObject("networkSecurityGroup").put("id", group.resourceId());
                element.putObject("association").putObject(group.association()).put("id", group.associated());
                ArrayNode rules = element.putArray("effectiveSecurityRules");
                String stored = handle.createQuery("select rules from network.security_group where id = :id").bind("id", group.id()).mapTo(String.class).one();
                NetworkPicture.rules(stored).forEach(rule -> rules.add(rule(rule, "securityRules/", network)));
                DefaultSecurityRules.ALL.forEach(rule -> rules.add(rule(rule, "defaultSecurityRules/", network)));
            }
            return answer;
        }));
    }

    private static List<Group> groups(Handle handle, UUID owner) {
        return handle.createQuery("""
                select g.id, g.resource_id, 'networkInterface', i.resource_id from network.interface i join network.security_group g on g.id = i.security_group
                where i.id = :id
                union
                select g.id, g.resource_id, 'subnet', n.resource_id || '/subnets/' || s.name from network.ip_configuration c
                join network.subnet s on s.id = c.subnet join network.security_group g on g.id = s.security_group
                join network.virtual_network n on n.id = s.virtual_network where c.interface = :id order by 3""").bind("id", owner)
                .map((row, context) -> new Group(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4))).list();
    }

    private static ObjectNode rule(SecurityRule rule, String kind, List<Prefix> network) {
        ObjectNode shown = Json.object().put("name", kind + rule.name()).put("protocol", rule.protocol().equals("*") ? "All" : rule.protocol())
                .put("priority", rule.priority()).put("access", rule.access()).put("direction", rule.direction());
        side(shown, "source", "Source", rule.source(), network);
        side(shown, "destination", "Destination", rule.destination(), network);
        return shown;
    }

    private static void side(ObjectNode shown, String name, String expanded, SecurityRule.Side side, List<Prefix> network) {
        List<String> ports = side.portRanges().isEmpty() ? List.of("0-65535") : side.portRanges().stream().map(range -> range.first() + "-" + range.last()).toList();
        List<String> addresses = Stream.concat(Stream.ofNullable(side.address()), side.addresses().stream()).toList();
        shown.put(name + "PortRange", ports.getFirst());
        texts(shown, name + "PortRanges", ports);
        shown.put(name + "AddressPrefix", addresses.getFirst());
        texts(shown, name + "AddressPrefixes", addresses);
        texts(shown, "expanded" + expanded + "AddressPrefix", side.addressTerms().stream().flatMap(term -> term.in(network).stream())
                .map(Prefix::toString).distinct().toList());
    }

    private static void texts(ObjectNode node, String name, List<String> texts) {
        ArrayNode array = node.putArray(name);
        texts.forEach(array::add);
    }

    /** The routes that every interface has: inside the network directly, outside it by its public address. */
    WebResponse routes(Resource resource) {
        return WebResponse.ok(database.with(handle -> {
            ObjectNode answer = Json.object();
            ArrayNode value = answer.putArray("value");
            network(handle, resource.uniqueId()).forEach(prefix -> route(value, prefix.toString(), "VnetLocal"));
            boolean outside = InterfaceTable.leases(handle, resource.uniqueId()).stream().anyMatch(lease -> lease.publicAddress() != null);
            route(value, "0.0.0.0/0", outside ? "Internet" : "None");
            return answer;
        }));
    }

    private static void route(ArrayNode value, String prefix, String next) {
        ObjectNode route = value.addObject().put("source", "Default").put("state", "Active").put("nextHopType", next);
        route.putArray("addressPrefix").add(prefix);
        route.putArray("nextHopIpAddress");
    }

    private static List<Prefix> network(Handle handle, UUID owner) {
        return handle.createQuery("select n.prefixes from network.interface i join network.virtual_network n on n.id = i.virtual_network where i.id = :id")
                .bind("id", owner).map((row, context) -> VirtualNetworkTable.prefixes(row.getArray(1))).one();
    }
}
