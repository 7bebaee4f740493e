package woad.engines.linuxnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import woad.fleet.spec.HostId;
import woad.fleet.spi.EngineException;

/**
 * Joins the hosts of one computer: a network namespace for each, a bridge in a namespace of its own between them, and a
 * link to the namespace of whoever calls, through which public addresses are reached. Needs root and iproute2, nftables.
 */
public final class Underlay {

    /** A host's device that leads to the others; no prefix of {@link DeviceNames} may fit it, since rules match devices by prefix. */
    static final String UPLINK = "underlay";

    private static final String BRIDGE = "fabric";
    private static final String ROOT_PORT = "root";

    private final UnderlayPlan plan;
    private final Commands commands = new Commands();

    public Underlay(UnderlayPlan plan) {
        this.plan = plan;
    }

    /** Makes all that is missing and mends what is not right; changes nothing that is. Hosts that the plan lacks are removed. */
    public void ensure() throws EngineException {
        KernelModules.load(commands);
        refuseForeignRoutes();
        Set<String> wanted = new LinkedHashSet<>(List.of(plan.fabricNamespace()));
        plan.hosts().forEach(host -> wanted.add(plan.namespace(host)));
        removeNamespaces(present().stream().filter(name -> wanted.stream().noneMatch(kept -> name.equals(kept) || name.startsWith(kept + "."))).toList());
        for (String namespace : wanted) {
            namespace(namespace);
        }
        Map<String, ObservedLink> outside = ObservedLink.all(commands, null);
        Map<String, ObservedLink> inside = ObservedLink.all(commands, plan.fabricNamespace());
        List<String> fabric = new ArrayList<>();
        if (!inside.containsKey(BRIDGE)) {
            fabric.add("link add name " + BRIDGE + " mtu " + plan.mtu() + " type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
        }
        fabric.add("link set " + BRIDGE + " up");
        commands.ipBatch(plan.fabricNamespace(), fabric);
        ownLink(outside, inside);
        for (HostId host : plan.hosts()) {
            hostLink(host, inside);
        }
        rules().load(commands, null);
    }

    /** Ends every process on the hosts and removes all that {@link #ensure} and the hosts' fabrics made; nothing when nothing is there. */
    public void remove() throws EngineException {
        removeNamespaces(present());
        // It goes with its other end in the removed namespace, a moment later: both may try.
        if (commands.attempt(List.of("ip", "link", "del", plan.link()), "").status() != 0
                && commands.attempt(List.of("ip", "link", "show", "dev", plan.link()), "").status() == 0) {
            commands.run(List.of("ip", "link", "del", plan.link()));
        }
        if (commands.attempt(List.of("nft", "list", "chain", "ip", plan.link(), "input"), "").status() == 0) {
            commands.run(List.of("nft", "delete", "table", "ip", plan.link()));
        }
        deleteTree(plan.runDirectory());
    }

    /** The namespaces of this cloud that are there now, those of routers first. */
    private List<String> present() {
        return NetworkNamespace.named(plan.fabricNamespace()).stream()
                .filter(name -> name.equals(plan.fabricNamespace()) || name.startsWith(plan.hostPrefix()))
                .sorted(Comparator.comparing((String name) -> !name.contains("."))).toList();
    }

    private void refuseForeignRoutes() {
        for (Cidr prefix : List.of(plan.underlay(), plan.publicAddresses().fabric())) {
            for (JsonNode route : ObservedLink.json(commands.ip(null, "-j", "route", "show", "exact", prefix.toString()))) {
                if (!route.path("dev").asText().equals(plan.link())) {
                    throw new EngineException(prefix + " is in use on this computer by " + route.path("dev").asText() + "; choose another block");
                }
            }
        }
    }

    private void namespace(String name) {
        if (!NetworkNamespace.exists(name)) {
            List<String> lines = new ArrayList<>();
            if (Files.exists(NetworkNamespace.path(name))) {
                lines.add("netns del " + name);
            }
            lines.add("netns add " + name);
            commands.ipBatch(null, lines);
        }
        NetworkNamespace.set(name, List.of("ipv6/conf/default/disable_ipv6=1", "bridge/bridge-nf-call-iptables="
                + (name.equals(plan.fabricNamespace()) ? "0" : "1"), "bridge/bridge-nf-call-arptables=0"));
        commands.ip(name, "link", "set", "lo", "up");
    }

    private void ownLink(Map<String, ObservedLink> outside, Map<String, ObservedLink> inside) {
        List<String> lines = new ArrayList<>();
        if (!outside.containsKey(plan.link()) || !inside.containsKey(ROOT_PORT)) {
            if (outside.containsKey(plan.link())) {
                lines.add("link del " + plan.link());
            }
            lines.add("link add name " + plan.link() + " mtu " + plan.mtu() + " type veth peer name " + ROOT_PORT + " mtu " + plan.mtu()
                    + " netns " + plan.fabricNamespace());
        }
        lines.add("link set " + plan.link() + " addrgenmode none up");
        lines.add("addr replace " + plan.gateway().getHostAddress() + "/" + plan.underlay().length() + " dev " + plan.link());
        lines.add("route replace " + plan.publicAddresses().fabric() + " dev " + plan.link() + " src " + plan.gateway().getHostAddress());
        commands.ipBatch(null, lines);
        commands.ipBatch(plan.fabricNamespace(), List.of("link set " + ROOT_PORT + " master " + BRIDGE + " up"));
        try {
            NetworkNamespace.write(List.of("ipv4/conf/" + plan.link() + "/route_localnet=1", "ipv6/conf/" + plan.link() + "/disable_ipv6=1"));
        } catch (IOException e) {
            throw new EngineException("cannot set up " + plan.link() + "; run this as root", e);
        }
    }

    private void hostLink(HostId host, Map<String, ObservedLink> inside) {
        String port = "h" + (plan.position(host) + 1);
        List<String> lines = new ArrayList<>();
        if (!inside.containsKey(port) || !ObservedLink.all(commands, plan.namespace(host)).containsKey(UPLINK)) {
            if (inside.containsKey(port)) {
                lines.add("link del " + port);
            }
            lines.add("link add name " + port + " mtu " + plan.mtu() + " type veth peer name " + UPLINK + " mtu " + plan.mtu()
                    + " netns " + plan.namespace(host));
        }
        lines.add("link set " + port + " master " + BRIDGE + " up");
        commands.ipBatch(plan.fabricNamespace(), lines);
        commands.ipBatch(plan.namespace(host), List.of(
                "link set " + UPLINK + " up",
                "addr replace " + plan.address(host).getHostAddress() + "/" + plan.underlay().length() + " dev " + UPLINK,
                "route replace " + plan.publicAddresses().fabric() + " dev " + UPLINK,
                "route replace default via " + plan.gateway().getHostAddress() + " dev " + UPLINK));
    }

    /**
     * Translates public addresses for this computer's own programs, and lets nothing in from the fabric but what the hosts
     * themselves send and what answers: {@code route_localnet} alone would open this computer's loopback to guests.
     */
    private Ruleset rules() {
        AddressTranslation publics = plan.publicAddresses();
        String link = "\"" + plan.link() + "\"";
        String translate = publics.pool().equals(publics.fabric()) ? ""
                : "dnat ip prefix to ip daddr map { " + publics.pool() + " : " + publics.fabric() + " }";
        return new Ruleset(plan.link(), List.of("ip"), """
                table ip %1$s {
                chain before { type filter hook prerouting priority -300; policy accept;
                iifname %2$s ip daddr 127.0.0.0/8 drop
                }
                chain translate_own { type nat hook output priority -100; policy accept;
                %3$s
                }
                chain translate { type nat hook prerouting priority dstnat; policy accept;
                %3$s
                }
                chain hide { type nat hook postrouting priority srcnat; policy accept;
                oifname %2$s ip saddr 127.0.0.0/8 masquerade
                }
                chain input { type filter hook input priority 0; policy accept;
                iifname %2$s ct state established,related accept
                iifname %2$s ip saddr %4$s accept
                iifname %2$s drop
                }
                chain forward { type filter hook forward priority 0; policy accept;
                iifname %2$s ct state established,related accept
                oifname %2$s ip daddr %5$s accept
                iifname %2$s drop
                oifname %2$s drop
                }
                }
                """.formatted(plan.link(), link, translate, plan.underlay(), publics.fabric()));
    }

    private void removeNamespaces(List<String> names) {
        List<ProcessHandle> processes = new ArrayList<>();
        for (String name : names) {
            if (NetworkNamespace.exists(name)) {
                commands.ip(null, "netns", "pids", name).lines().map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                        .flatMap(java.util.Optional::stream).filter(process -> process.pid() != ProcessHandle.current().pid()).forEach(processes::add);
            }
        }
        processes.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : processes) {
            try {
                process.onExit().get(3, TimeUnit.SECONDS);
            } catch (java.util.concurrent.TimeoutException e) {
                process.destroyForcibly();
            } catch (java.util.concurrent.ExecutionException e) {
                throw new EngineException("cannot end process " + process.pid(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException("interrupted", e);
            }
        }
        commands.ipBatch(null, names.stream().map(name -> "netns del " + name).toList());
    }

    private static void deleteTree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new EngineException("cannot remove " + directory, e);
        }
    }
}
