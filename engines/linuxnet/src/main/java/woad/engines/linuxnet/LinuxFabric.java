package woad.engines.linuxnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.NetworkFabric;

/**
 * The virtual networks of one host, made of what the kernel has: a bridge with a VXLAN tunnel for each subnet, a router
 * namespace for each network, TAP devices for guests, nftables between them. The kernel holds all of the state: a new
 * fabric on the same host finds what stands and goes on from there. Needs root, iproute2, nftables and dnsmasq-base.
 */
public final class LinuxFabric implements NetworkFabric {

    private final FabricSettings settings;
    private final Commands commands = new Commands();
    private final Segments segments;
    private final ForwardingTable forwardingTable;
    private final Router router;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, List<ServerSocketChannel>> listeners = new ConcurrentHashMap<>();
    private volatile Map<String, String> standing = Map.of();
    private boolean prepared;
    private int rulesetLoads;

    /** A fabric for the host whose namespace and uplink the settings name; they must be there, see {@link Underlay}. */
    public LinuxFabric(FabricSettings settings) {
        this(settings, new PortDevices.Taps(settings.tapOwner()));
    }

    LinuxFabric(FabricSettings settings, PortDevices portDevices) {
        this.settings = settings;
        this.segments = new Segments(commands, settings, portDevices);
        this.forwardingTable = new ForwardingTable(commands, settings.hostNamespace());
        this.router = new Router(commands, new NameServer(commands, settings));
    }

    @Override
    public Map<String, String> converge(List<HostSpec.Peer> peers, List<NetworkSpec> networks, List<PortSpec> ports) throws EngineException {
        lock.lock();
        try {
            prepare();
            Blueprint blueprint = BlueprintReader.read(settings, peers, networks, ports);
            Map<String, String> errors = new LinkedHashMap<>(blueprint.errors());
            Set<String> fresh = router.create(blueprint.networks());
            blueprint.networks().stream().filter(network -> fresh.contains(network.namespace())).forEach(network -> closeListeners(network.id()));
            Set<String> ids = blueprint.networks().stream().map(Blueprint.Network::id).collect(Collectors.toSet());
            listeners.keySet().stream().filter(id -> !ids.contains(id)).forEach(this::closeListeners);
            Segments.Outcome made = segments.converge(blueprint, fresh, errors::putIfAbsent);
            router.removeOthers(DeviceNames.routerPrefix(settings.hostNamespace()), blueprint.networks());
            Blueprint sound = without(blueprint, errors.keySet());
            if (HostRuleset.of(settings, sound, made.numbers()).load(commands, settings.hostNamespace())) {
                rulesetLoads++;
            }
            forwardingTable.converge(sound);
            for (Blueprint.Network network : sound.networks()) {
                try {
                    router.configure(network, made.changed().contains(network.id()));
                } catch (EngineException e) {
                    sound.ports().stream().filter(port -> port.networkId().equals(network.id()))
                            .forEach(port -> errors.putIfAbsent(port.id(), e.getMessage()));
                }
            }
            publicRoutes(sound);
            Map<String, String> taps = new LinkedHashMap<>();
            sound.ports().stream().filter(port -> !errors.containsKey(port.id())).forEach(port -> taps.put(port.id(), port.device()));
            standing = Map.copyOf(taps);
            return errors;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String tap(String portId) throws EngineException {
        String device = standing.get(portId);
        if (device == null) {
            throw new EngineException("port " + portId + " does not stand on this host");
        }
        return device;
    }

    @Override
    public ServerSocketChannel listen(String networkId, InetSocketAddress address) throws IOException {
        lock.lock();
        try {
            ServerSocketChannel opened = NetworkNamespace.call(DeviceNames.router(settings.hostNamespace(), networkId), () -> {
                ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
                try {
                    return channel.bind(address);
                } catch (IOException | RuntimeException e) {
                    channel.close();
                    throw e;
                }
            });
            List<ServerSocketChannel> open = listeners.computeIfAbsent(networkId, _ -> new CopyOnWriteArrayList<>());
            open.removeIf(channel -> !channel.isOpen());
            open.add(opened);
            return opened;
        } finally {
            lock.unlock();
        }
    }

    /** An open socket would keep a removed namespace alive, and whoever waits at it would wait for ever. */
    private void closeListeners(String networkId) {
        List<ServerSocketChannel> open = listeners.remove(networkId);
        if (open == null) {
            return;
        }
        for (ServerSocketChannel channel : open) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new EngineException("cannot close a listener in network " + networkId, e);
            }
        }
    }

    /** How often this fabric had to change the host's rules. */
    int rulesetLoads() {
        return rulesetLoads;
    }

    /** A flow must begin with a SYN: one whose beginning nobody saw was refused earlier, or never asked for. */
    private void prepare() {
        if (!prepared) {
            KernelModules.load(commands);
            NetworkNamespace.set(settings.hostNamespace(), List.of("ipv4/ip_forward=1", "ipv6/conf/default/disable_ipv6=1",
                    "ipv4/conf/all/rp_filter=0", "ipv4/conf/default/rp_filter=0", "ipv4/conf/all/send_redirects=0",
                    "ipv4/conf/default/send_redirects=0", "ipv4/conf/" + settings.uplink() + "/proxy_arp=1",
                    "ipv4/neigh/" + settings.uplink() + "/proxy_delay=0",
                    "bridge/bridge-nf-call-iptables=1", "bridge/bridge-nf-call-ip6tables=1", "bridge/bridge-nf-call-arptables=0",
                    "netfilter/nf_conntrack_tcp_loose=0", "netfilter/nf_conntrack_tcp_be_liberal=1"));
            prepared = true;
        }
    }

    private static Blueprint without(Blueprint blueprint, Set<String> failed) {
        return new Blueprint(blueprint.peers(), blueprint.networks(),
                blueprint.ports().stream().filter(port -> !failed.contains(port.id())).toList(), blueprint.errors());
    }

    /** Leads each public address to its router; the uplink answers for them because they are routed (proxy ARP). */
    private void publicRoutes(Blueprint blueprint) {
        Map<InetAddress, String> wanted = new LinkedHashMap<>();
        blueprint.networks().forEach(network -> network.publics().forEach(mapping -> wanted.put(mapping.onFabric(), network.link())));
        List<String> lines = new ArrayList<>();
        for (JsonNode route : ObservedLink.json(commands.ip(settings.hostNamespace(), "-j", "route", "show"))) {
            String device = route.path("dev").asText();
            String destination = route.path("dst").asText();
            if (DeviceNames.managed(device) && !destination.contains("/") && !wanted.remove(Cidr.address(destination), device)) {
                lines.add("route del " + destination + " dev " + device);
            }
        }
        wanted.forEach((address, link) -> {
            lines.add("neigh replace " + Router.OUTSIDE_ADDRESS + " lladdr " + Segments.ROUTER_MAC + " dev " + link + " nud permanent");
            lines.add("route replace " + address.getHostAddress() + " via " + Router.OUTSIDE_ADDRESS + " dev " + link + " onlink");
        });
        commands.ipBatch(settings.hostNamespace(), lines);
        Announcement.send(settings.hostNamespace(), settings.uplink(), List.copyOf(wanted.keySet()));
    }
}
