package woad.engines.linuxnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import woad.fleet.spi.EngineException;

/** Where each hardware address is: told to bridges and tunnels, never learnt from frames. */
final class ForwardingTable {

    /** The entry for frames to everybody, such as a guest's ARP request. */
    private static final String EVERYBODY = "00:00:00:00:00:00";

    private final Commands commands;
    private final String namespace;

    ForwardingTable(Commands commands, String namespace) {
        this.commands = commands;
        this.namespace = namespace;
    }

    void converge(Blueprint blueprint) throws EngineException {
        Set<String> wanted = wanted(blueprint);
        Set<String> present = present();
        List<String> lines = new ArrayList<>();
        present.stream().filter(entry -> !wanted.contains(entry)).forEach(entry -> lines.add("fdb del " + entry));
        wanted.stream().filter(entry -> !present.contains(entry))
                .forEach(entry -> lines.add((entry.startsWith(EVERYBODY) ? "fdb append " : "fdb add ") + entry + " static"));
        commands.bridgeBatch(namespace, lines);
    }

    private static Set<String> wanted(Blueprint blueprint) {
        Set<String> entries = new LinkedHashSet<>();
        for (Blueprint.Network network : blueprint.networks()) {
            for (Blueprint.Segment segment : network.segments()) {
                String tunnel = DeviceNames.tunnel(segment.vni());
                for (InetAddress peer : blueprint.peers()) {
                    entries.add(remote(EVERYBODY, tunnel, peer.getHostAddress()));
                }
                for (Blueprint.Neighbour neighbour : segment.neighbours()) {
                    neighbour.host().ifPresent(host -> entries.add(remote(neighbour.mac(), tunnel, host.getHostAddress())));
                }
                entries.add(local(Segments.GATEWAY_MAC, DeviceNames.gateway(segment.vni())));
            }
        }
        blueprint.ports().forEach(port -> entries.add(local(port.mac(), port.device())));
        return entries;
    }

    /** The entries that can only be the fabric's: neither the devices' own addresses nor those of multicast. */
    private Set<String> present() {
        Set<String> entries = new LinkedHashSet<>();
        for (JsonNode entry : ObservedLink.json(commands.bridge(namespace, "-j", "fdb", "show"))) {
            String device = entry.path("ifname").asText();
            if (!DeviceNames.managed(device)) {
                continue;
            }
            if (entry.has("dst")) {
                entries.add(remote(entry.path("mac").asText(), device, entry.path("dst").asText()));
            } else if (entry.has("master") && entry.path("state").asText().equals("static")) {
                entries.add(local(entry.path("mac").asText(), device));
            }
        }
        return entries;
    }

    private static String remote(String mac, String device, String host) {
        return mac + " dev " + device + " dst " + host + " self";
    }

    private static String local(String mac, String device) {
        return mac + " dev " + device + " master";
    }
}
