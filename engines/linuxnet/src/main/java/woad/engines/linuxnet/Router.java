package woad.engines.linuxnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import woad.fleet.spi.EngineException;

/**
 * The router of a network on a host: a network namespace with a leg in each subnet. The host's namespace makes the legs;
 * here they get their addresses, and the router its neighbours, rules and name server.
 */
final class Router {

    /** Where machines find the instance metadata service, as in Azure. */
    static final String METADATA_ADDRESS = "169.254.169.254";
    /** Where machines find name service and the way to the cloud's own endpoints, as in Azure. */
    static final String SERVICE_ADDRESS = "168.63.129.16";
    /** Every gateway's link-local address; the one that guests of Azure see. */
    static final String LINK_LOCAL = "fe80::1234:5678:9abc";
    static final InetAddress LINK_LOCAL_ADDRESS = Cidr.address(LINK_LOCAL);
    /** The host's and the router's end of the link between them; on no wire but that. */
    static final String HOST_ADDRESS = "169.254.0.1";
    static final String OUTSIDE_ADDRESS = "169.254.0.2";

    private final Commands commands;
    private final NameServer nameServer;
    private final Map<String, Blueprint.Network> standing = new HashMap<>();
    private final Set<String> prepared = new HashSet<>();

    Router(Commands commands, NameServer nameServer) {
        this.commands = commands;
        this.nameServer = nameServer;
    }

    /** Makes the namespaces of routers that are missing; gives those that are new. */
    Set<String> create(List<Blueprint.Network> networks) throws EngineException {
        List<String> lines = new ArrayList<>();
        Set<String> fresh = new LinkedHashSet<>();
        for (Blueprint.Network network : networks) {
            if (!NetworkNamespace.exists(network.namespace())) {
                if (NetworkNamespace.named(network.namespace()).contains(network.namespace())) {
                    lines.add("netns del " + network.namespace());
                }
                lines.add("netns add " + network.namespace());
                fresh.add(network.namespace());
                standing.remove(network.id());
                nameServer.stop(network.id());
            }
        }
        commands.ipBatch(null, lines);
        prepared.removeAll(fresh);
        for (Blueprint.Network network : networks) {
            prepare(network.namespace());
        }
        return fresh;
    }

    private void prepare(String namespace) {
        if (prepared.add(namespace)) {
            NetworkNamespace.set(namespace, List.of("ipv4/ip_forward=1", "ipv6/conf/all/forwarding=1", "ipv6/conf/default/forwarding=1",
                    "ipv6/conf/default/accept_ra=0", "ipv6/conf/default/accept_dad=0", "ipv4/conf/all/send_redirects=0",
                    "ipv4/conf/default/send_redirects=0", "ipv4/conf/all/rp_filter=0", "ipv4/conf/default/rp_filter=0",
                    "ipv4/conf/all/arp_ignore=1", "ipv4/conf/all/arp_announce=2"));
        }
    }

    /** Removes all routers whose namespaces start with {@code prefix} but those of the given networks; their legs are gone already. */
    void removeOthers(String prefix, List<Blueprint.Network> networks) throws EngineException {
        List<String> lines = new ArrayList<>();
        for (String present : NetworkNamespace.named(prefix)) {
            if (networks.stream().noneMatch(network -> network.namespace().equals(present))) {
                standing.remove(present.substring(prefix.length()));
                prepared.remove(present);
                nameServer.remove(present.substring(prefix.length()));
                lines.add("netns del " + present);
            }
        }
        commands.ipBatch(null, lines);
    }

    /** Makes a router what it must be; its legs are there already. {@code changed}: they may be new. */
    void configure(Blueprint.Network network, boolean changed) throws EngineException {
        if (changed || !network.equals(standing.get(network.id()))) {
            standing.remove(network.id());
            commands.ipBatch(network.namespace(), lines(network));
            RouterRuleset.of(network).load(commands, network.namespace());
        }
        nameServer.converge(network);
        standing.put(network.id(), network);
    }

    private List<String> lines(Blueprint.Network network) {
        Set<String> addresses = new LinkedHashSet<>(List.of(METADATA_ADDRESS + "/32 dev lo", SERVICE_ADDRESS + "/32 dev lo"));
        Set<String> neighbours = new LinkedHashSet<>();
        List<String> lines = new ArrayList<>(List.of("link set lo up",
                "link set " + DeviceNames.OUTSIDE + " addrgenmode none up",
                "neigh replace " + HOST_ADDRESS + " lladdr " + Segments.HOST_MAC + " dev " + DeviceNames.OUTSIDE + " nud permanent",
                "route replace default via " + HOST_ADDRESS + " dev " + DeviceNames.OUTSIDE + " onlink"));
        for (Blueprint.Segment segment : network.segments()) {
            String leg = DeviceNames.leg(segment.vni());
            lines.add("link set " + leg + " addrgenmode none up");
            segment.ipv6().ifPresent(_ -> addresses.add(LINK_LOCAL_ADDRESS.getHostAddress() + "/64 dev " + leg));
            for (Cidr prefix : segment.prefixes()) {
                addresses.add(prefix.first().getHostAddress() + "/" + prefix.length() + " dev " + leg);
            }
            for (Blueprint.Neighbour neighbour : segment.neighbours()) {
                neighbour.addresses().forEach(address -> neighbours.add(address.getHostAddress() + " lladdr " + neighbour.mac() + " dev " + leg));
            }
        }
        Set<String> presentAddresses = presentAddresses(network.namespace());
        presentAddresses.stream().filter(address -> !addresses.contains(address)).forEach(address -> lines.add("addr del " + address));
        addresses.stream().filter(address -> !presentAddresses.contains(address))
                .forEach(address -> lines.add("addr add " + address + (address.contains(":") ? " nodad" : "")));
        Set<String> presentNeighbours = presentNeighbours(network.namespace());
        presentNeighbours.stream().filter(neighbour -> !neighbours.contains(neighbour))
                .forEach(neighbour -> lines.add("neigh del " + neighbour));
        neighbours.stream().filter(neighbour -> !presentNeighbours.contains(neighbour))
                .forEach(neighbour -> lines.add("neigh replace " + neighbour + " nud permanent"));
        return lines;
    }

    private Set<String> presentAddresses(String namespace) {
        Set<String> addresses = new LinkedHashSet<>();
        for (JsonNode link : ObservedLink.json(commands.ip(namespace, "-j", "addr", "show"))) {
            String device = link.path("ifname").asText();
            for (JsonNode address : link.path("addr_info")) {
                InetAddress local = Cidr.address(address.path("local").asText());
                if (device.startsWith("sn") || device.equals("lo") && !local.isLoopbackAddress()) {
                    addresses.add(local.getHostAddress() + "/" + address.path("prefixlen").asInt() + " dev " + device);
                }
            }
        }
        return addresses;
    }

    private Set<String> presentNeighbours(String namespace) {
        Set<String> neighbours = new LinkedHashSet<>();
        for (JsonNode neighbour : ObservedLink.json(commands.ip(namespace, "-j", "neigh", "show", "nud", "permanent"))) {
            String device = neighbour.path("dev").asText();
            if (device.startsWith("sn")) {
                neighbours.add(Cidr.address(neighbour.path("dst").asText()).getHostAddress() + " lladdr " + neighbour.path("lladdr").asText()
                        + " dev " + device);
            }
        }
        return neighbours;
    }
}
