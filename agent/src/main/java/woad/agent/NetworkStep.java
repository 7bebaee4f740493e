package woad.agent;

import java.time.Duration;
import java.util.HashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import woad.fleet.spec.HostReport.PortReport;
import woad.fleet.spec.HostReport.State;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.fleet.spi.NetworkFabric;

/** Makes the host's networks what they should be, all at once; a port goes only after the machine that uses it. */
final class NetworkStep implements Worker.Step {
    /** Networks are looked after even when nothing was said, in case somebody else changed them. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(2);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final HostState state;
    private final NetworkFabric fabric;
    private final NetworkListeners listeners;
    private final Convergence convergence;
    private List<NetworkSpec> lastNetworks = List.of();
    private List<PortSpec> lastPorts = List.of();
    private HostSpec trying;

    NetworkStep(HostState state, NetworkFabric fabric, NetworkListeners listeners, Convergence convergence) {
        this.state = state;
        this.fabric = fabric;
        this.listeners = listeners;
        this.convergence = convergence;
        this.trying = state.spec();
    }

    @Override
    public Duration run() {
        HostSpec spec = state.spec();
        trying = spec;
        List<PortSpec> ports = new ArrayList<>(spec.ports());
        ports.addAll(lingering(spec));
        List<NetworkSpec> networks = networks(spec, ports);
        lastPorts = List.copyOf(ports);
        lastNetworks = List.copyOf(networks);
        Map<String, String> faults = fabric.converge(spec.peers(), networks, ports);
        for (PortSpec port : ports) {
            String fault = faults.get(port.id());
            state.port(new PortReport(port.id(), port.generation(), fault == null ? State.READY : State.FAILED, fault));
        }
        Set<String> present = new HashSet<>(ports.stream().map(PortSpec::id).toList());
        state.ports().keySet().stream().filter(id -> !present.contains(id)).forEach(state::portGone);
        state.networksTried(spec.generation());
        convergence.networksStand();
        boolean served = listeners.converge(networks);
        return faults.isEmpty() && served ? LOOK_AGAIN : RETRY;
    }

    /** Ports that are no longer wanted, of machines that are still to be removed. */
    private List<PortSpec> lingering(HostSpec spec) {
        Set<String> wanted = new HashSet<>(spec.ports().stream().map(PortSpec::id).toList());
        return lastPorts.stream().filter(port -> !wanted.contains(port.id()))
                .filter(port -> state.machines().containsKey(port.machineId()) && state.desiredMachine(port.machineId()).isEmpty()).toList();
    }

    private List<NetworkSpec> networks(HostSpec spec, List<PortSpec> ports) {
        Set<String> wanted = new HashSet<>(spec.networks().stream().map(NetworkSpec::id).toList());
        Set<String> used = new HashSet<>(ports.stream().map(PortSpec::networkId).toList());
        List<NetworkSpec> networks = new ArrayList<>(spec.networks());
        lastNetworks.stream().filter(network -> !wanted.contains(network.id()) && used.contains(network.id())).forEach(networks::add);
        return networks;
    }

    @Override
    public void failed(String message) {
        for (PortSpec port : trying.ports()) {
            state.port(new PortReport(port.id(), port.generation(), State.FAILED, message));
        }
        state.networksTried(trying.generation());
        convergence.networksStand();
    }
}
