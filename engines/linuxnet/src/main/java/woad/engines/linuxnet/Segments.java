package woad.engines.linuxnet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import woad.fleet.spi.EngineException;

/** The devices in a host's namespace: a bridge for each segment with its tunnel, the routers' legs, the guests' ports. */
final class Segments {

    /** Every gateway's hardware address, on each host; the one that guests of Azure see. */
    static final String GATEWAY_MAC = "12:34:56:78:9a:bc";
    /** Both ends of the link between a host and a router: known to each other, so that they never ask. */
    static final String HOST_MAC = "02:00:00:00:00:01";
    static final String ROUTER_MAC = "02:00:00:00:00:02";

    private final Commands commands;
    private final FabricSettings settings;
    private final PortDevices portDevices;

    Segments(Commands commands, FabricSettings settings, PortDevices portDevices) {
        this.commands = commands;
        this.settings = settings;
        this.portDevices = portDevices;
    }

    /**
     * Makes the devices what they must be.
     *
     * @param freshRouters namespaces of routers that were just made, so that what led to their predecessors is dead
     * @param failed       gets the id of each port that could not be made, and why
     */
    Outcome converge(Blueprint blueprint, Set<String> freshRouters, java.util.function.BiConsumer<String, String> failed)
            throws EngineException {
        Map<String, ObservedLink> observed = ObservedLink.all(commands, settings.hostNamespace());
        Map<String, Integer> numbers = numbers(blueprint, observed);
        List<Unit> units = units(blueprint, freshRouters, observed, numbers, failed);
        try {
            commands.ipBatch(settings.hostNamespace(), units.stream().flatMap(unit -> unit.lines().stream()).toList());
            return new Outcome(numbers, changed(units));
        } catch (EngineException together) {
            // One of them is at fault: find out which, so that the others stand. Lines before the fault have taken effect.
            observed = ObservedLink.all(commands, settings.hostNamespace());
            numbers = numbers(blueprint, observed);
            Set<String> changed = new LinkedHashSet<>(changed(units));
            units = units(blueprint, freshRouters, observed, numbers, failed);
            changed.addAll(changed(units));
            for (Unit unit : units) {
                try {
                    commands.ipBatch(settings.hostNamespace(), unit.lines());
                } catch (EngineException alone) {
                    unit.failed().accept(alone.getMessage());
                }
            }
            return new Outcome(numbers, changed);
        }
    }

    /**
     * What was made.
     *
     * @param numbers of bridges and of ports, by device
     * @param changed ids of networks whose routers' legs may be new
     */
    record Outcome(Map<String, Integer> numbers, Set<String> changed) {}

    /** Commands that stand or fall together, for a network or a port, and who hears of a failure. */
    private record Unit(String of, List<String> lines, Consumer<String> failed) {}

    private static Set<String> changed(List<Unit> units) {
        return units.stream().map(Unit::of).collect(java.util.stream.Collectors.toSet());
    }

    private static Map<String, Integer> numbers(Blueprint blueprint, Map<String, ObservedLink> observed) {
        Set<String> bridges = new LinkedHashSet<>();
        blueprint.networks().forEach(network -> network.segments().forEach(segment -> bridges.add(DeviceNames.bridge(segment.vni()))));
        Set<String> ports = new LinkedHashSet<>();
        blueprint.ports().forEach(port -> ports.add(port.device()));
        Set<String> all = new LinkedHashSet<>(bridges);
        all.addAll(ports);
        return Numbering.assign(all, observed);
    }

    private List<Unit> units(Blueprint blueprint, Set<String> freshRouters, Map<String, ObservedLink> observed, Map<String, Integer> numbers,
                             java.util.function.BiConsumer<String, String> failed) {
        Map<String, Unit> wanted = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Blueprint.Network network : blueprint.networks()) {
            List<String> lines = new ArrayList<>();
            boolean fresh = freshRouters.contains(network.namespace());
            routerLink(network, fresh, observed, lines);
            names.add(network.link());
            for (Blueprint.Segment segment : network.segments()) {
                segment(network, segment, fresh, observed, numbers, lines);
                names.addAll(List.of(DeviceNames.bridge(segment.vni()), DeviceNames.tunnel(segment.vni()), DeviceNames.gateway(segment.vni())));
            }
            wanted.put(network.id(), new Unit(network.id(), lines, reason -> blueprint.ports().stream()
                    .filter(port -> port.networkId().equals(network.id())).forEach(port -> failed.accept(port.id(), reason))));
        }
        for (Blueprint.Port port : blueprint.ports()) {
            List<String> lines = new ArrayList<>();
            port(port, observed, numbers.get(port.device()), lines);
            names.add(port.device());
            wanted.put(port.device(), new Unit(port.device(), lines, reason -> failed.accept(port.id(), reason)));
        }
        List<String> garbage = observed.keySet().stream().filter(name -> DeviceNames.managed(name) && !names.contains(name))
                .map(name -> "link del " + name).toList();
        List<Unit> units = new ArrayList<>();
        units.add(new Unit("garbage", garbage, reason -> {
            throw new EngineException("cannot remove what is no longer wanted: " + reason);
        }));
        units.addAll(wanted.values());
        return units.stream().filter(unit -> !unit.lines().isEmpty()).toList();
    }

    private void routerLink(Blueprint.Network network, boolean fresh, Map<String, ObservedLink> observed, List<String> lines) {
        ObservedLink link = usable(observed, network.link(), "veth", "", fresh, lines);
        if (link == null) {
            lines.add("link add name " + network.link() + " mtu " + settings.guestMtu() + " address " + HOST_MAC + " type veth peer name "
                    + DeviceNames.OUTSIDE + " mtu " + settings.guestMtu() + " address " + ROUTER_MAC + " netns " + network.namespace());
        }
        if (link == null || !link.up()) {
            lines.add("link set " + network.link() + " up");
        }
    }

    private void segment(Blueprint.Network network, Blueprint.Segment segment, boolean fresh, Map<String, ObservedLink> observed,
                         Map<String, Integer> numbers, List<String> lines) {
        String bridge = DeviceNames.bridge(segment.vni());
        ObservedLink link = usable(observed, bridge, "bridge", "", false, lines);
        if (link == null) {
            lines.add("link add name " + bridge + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
        }
        int number = numbers.get(bridge);
        if (link == null || !link.up() || link.number().orElse(0) != number) {
            lines.add("link set " + bridge + " alias \"" + ObservedLink.alias(number) + "\" up");
        }
        String tunnel = DeviceNames.tunnel(segment.vni());
        String local = settings.underlayAddress().getHostAddress();
        link = usable(observed, tunnel, "vxlan", ObservedLink.tunnel(segment.vni(), local, false), false, lines);
        if (link == null) {
            lines.add("link add name " + tunnel + " mtu " + settings.guestMtu() + " type vxlan id " + segment.vni() + " local " + local
                    + " dstport 4789 dev " + settings.uplink() + " nolearning");
        }
        attach(tunnel, bridge, link, true, lines);
        String gateway = DeviceNames.gateway(segment.vni());
        link = usable(observed, gateway, "veth", "", fresh, lines);
        if (link == null) {
            lines.add("link add name " + gateway + " mtu " + settings.guestMtu() + " type veth peer name " + DeviceNames.leg(segment.vni())
                    + " mtu " + settings.guestMtu() + " address " + GATEWAY_MAC + " netns " + network.namespace());
        }
        attach(gateway, bridge, link, false, lines);
    }

    private void port(Blueprint.Port port, Map<String, ObservedLink> observed, int number, List<String> lines) {
        ObservedLink link = usable(observed, port.device(), portDevices.kind(), "", false, lines);
        if (link == null) {
            lines.add(portDevices.create(port.device()));
        }
        if (link == null || link.mtu() != settings.guestMtu() || link.number().orElse(0) != number) {
            lines.add("link set " + port.device() + " mtu " + settings.guestMtu() + " alias \"" + ObservedLink.alias(number) + "\"");
        }
        attach(port.device(), DeviceNames.bridge(port.vni()), link, false, lines);
    }

    /** Frames go only where addresses are known to be: nothing is learnt, and strangers' frames go to the tunnel alone. */
    private static void attach(String device, String bridge, ObservedLink link, boolean flooding, List<String> lines) {
        if (link == null || !link.master().equals(bridge) || !link.up() || link.learning() || link.flooding() != flooding) {
            lines.add("link set " + device + " master " + bridge);
            lines.add("link set " + device + " type bridge_slave learning off flood " + (flooding ? "on" : "off"));
            lines.add("link set " + device + " up");
        }
    }

    /** The device if it is what is wanted; else null, and a line that removes what has its name. */
    private static ObservedLink usable(Map<String, ObservedLink> observed, String name, String kind, String tunnel, boolean dead, List<String> lines) {
        ObservedLink link = observed.get(name);
        if (link != null && !dead && link.kind().equals(kind) && link.tunnel().equals(tunnel)) {
            return link;
        }
        if (link != null) {
            lines.add("link del " + name);
        }
        return null;
    }
}
