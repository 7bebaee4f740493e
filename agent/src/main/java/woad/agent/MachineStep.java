package woad.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import woad.fleet.spec.HostReport.DiskReport;
import woad.fleet.spec.HostReport.MachineReport;
import woad.fleet.spec.HostReport.PortReport;
import woad.fleet.spec.HostReport.Running;
import woad.fleet.spec.HostReport.State;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spec.PortSpec;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.Hypervisor;
import woad.fleet.spi.Hypervisor.AttachedDisk;
import woad.fleet.spi.Hypervisor.AttachedPort;
import woad.fleet.spi.Hypervisor.RunningMachine;
import woad.fleet.spi.NetworkFabric;

/** Starts, restarts, stops and removes one machine; finds one that runs already and leaves it running. */
final class MachineStep implements Worker.Step {
    private final String id;
    private final HostState state;
    private final Hypervisor hypervisor;
    private final NetworkFabric fabric;
    private final Convergence convergence;
    private long watchedProcess;

    MachineStep(String id, HostState state, Hypervisor hypervisor, NetworkFabric fabric, Convergence convergence) {
        this.id = id;
        this.state = state;
        this.hypervisor = hypervisor;
        this.fabric = fabric;
        this.convergence = convergence;
    }

    @Override
    public Duration run() {
        Optional<MachineSpec> desired = state.desiredMachine(id);
        if (desired.isEmpty()) {
            return remove();
        }
        MachineSpec spec = desired.get();
        Optional<RunningMachine> running = hypervisor.find(id);
        switch (spec.power()) {
            case OFF -> {
                if (running.isPresent()) {
                    report(spec, State.WORKING, running, null);
                    hypervisor.stop(id, true);
                }
                report(spec, State.READY, Optional.empty(), null);
            }
            case RUNNING -> {
                if (running.isPresent() && running.get().bootEpoch() < spec.bootEpoch()) {
                    report(spec, State.WORKING, running, null);
                    hypervisor.stop(id, true);
                    running = Optional.empty();
                }
                if (running.isPresent()) {
                    adopt(spec, running.get());
                } else {
                    start(spec);
                }
            }
        }
        return null;
    }

    private Duration remove() {
        Optional<RunningMachine> running = hypervisor.find(id);
        if (running.isPresent()) {
            hypervisor.stop(id, false);
        }
        if (hypervisor.known().contains(id)) {
            hypervisor.forget(id);
        }
        state.machineGone(id);
        convergence.machineGone(id);
        return null;
    }

    private void adopt(MachineSpec spec, RunningMachine running) {
        if (watchedProcess != running.processId()) {
            watchedProcess = running.processId();
            ProcessHandle.of(watchedProcess).ifPresent(process -> process.onExit().thenRun(() -> convergence.pokeMachine(id)));
        }
        report(spec, State.READY, Optional.of(running), null);
    }

    private void start(MachineSpec spec) {
        OptionalLong shutDown = hypervisor.shutDownEpoch(id);
        if (shutDown.isPresent() && shutDown.getAsLong() >= spec.bootEpoch()) {
            state.machine(new MachineReport(id, spec.generation(), State.READY, Running.STOPPED, shutDown.getAsLong(), null, null));
            return;
        }
        Optional<String> obstacle = obstacle(spec);
        if (obstacle.isPresent()) {
            report(spec, State.FAILED, Optional.empty(), obstacle.get());
        } else if (!prepared(spec)) {
            report(spec, State.WORKING, Optional.empty(), null);
        } else {
            report(spec, State.WORKING, Optional.empty(), null);
            adopt(spec, hypervisor.start(launch(spec)));
        }
    }

    private boolean prepared(MachineSpec spec) {
        return diskIds(spec).stream().allMatch(state.standingDisks()::containsKey)
                && spec.portIds().stream().allMatch(port -> Optional.ofNullable(state.ports().get(port)).map(PortReport::state).filter(State.READY::equals).isPresent());
    }

    /** Why the machine cannot start until something else has been mended. */
    private Optional<String> obstacle(MachineSpec spec) {
        Optional<String> disk = diskIds(spec).stream().map(state.disks()::get).filter(d -> d != null && d.state() == State.FAILED)
                .map(DiskReport::message).findFirst();
        Optional<String> port = spec.portIds().stream().map(state.ports()::get).filter(p -> p != null && p.state() == State.FAILED)
                .map(PortReport::message).findFirst();
        return disk.map(message -> "A disk of the machine is not ready: " + message)
                .or(() -> port.map(message -> "A network interface of the machine is not ready: " + message));
    }

    private Hypervisor.Launch launch(MachineSpec spec) {
        List<AttachedDisk> disks = new ArrayList<>(List.of(attached(spec.osDiskId(), -1)));
        spec.dataDisks().stream().sorted(Comparator.comparingInt(MachineSpec.DataDisk::lun)).forEach(disk -> disks.add(attached(disk.diskId(), disk.lun())));
        List<AttachedPort> ports = new ArrayList<>();
        for (String portId : spec.portIds()) {
            PortSpec port = state.spec().ports().stream().filter(p -> p.id().equals(portId)).findFirst()
                    .orElseThrow(() -> new EngineException("the host was not told of network interface " + portId));
            ports.add(new AttachedPort(fabric.tap(portId), port.mac(), port.addresses().stream().map(PortSpec.Address::privateAddress).toList()));
        }
        return new Hypervisor.Launch(id, spec.bootEpoch(), spec.vcpus(), spec.memoryMib(), disks, ports, spec.guest());
    }

    private AttachedDisk attached(String diskId, int lun) {
        String key = state.diskKey(diskId).orElseThrow(() -> new EngineException("the host has no key for disk " + diskId));
        return new AttachedDisk(Optional.ofNullable(state.standingDisks().get(diskId)).orElseThrow(() -> new EngineException("disk " + diskId + " is not ready")),
                lun, Base64.getDecoder().decode(key));
    }

    private static List<String> diskIds(MachineSpec spec) {
        List<String> ids = new ArrayList<>(List.of(spec.osDiskId()));
        spec.dataDisks().forEach(disk -> ids.add(disk.diskId()));
        return ids;
    }

    private void report(MachineSpec spec, State what, Optional<RunningMachine> running, String message) {
        long epoch = running.map(RunningMachine::bootEpoch).orElse(Optional.ofNullable(state.machines().get(id)).map(MachineReport::bootEpoch).orElse(0L));
        Instant started = running.map(RunningMachine::startedAt).orElse(null);
        state.machine(new MachineReport(id, spec.generation(), what, running.isPresent() ? Running.RUNNING : Running.STOPPED, epoch, started, message));
    }

    @Override
    public void failed(String message) {
        MachineReport last = state.machines().get(id);
        boolean runs = last != null && last.running() == Running.RUNNING;
        state.machine(new MachineReport(id, state.desiredMachine(id).map(MachineSpec::generation).orElse(0L), State.FAILED,
                runs ? Running.RUNNING : Running.STOPPED, last == null ? 0 : last.bootEpoch(), runs ? last.startedAt() : null, message));
    }
}
