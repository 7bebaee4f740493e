package woad.agent;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import woad.fleet.spec.Desired;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.HostReport.DiskReport;
import woad.fleet.spec.HostReport.MachineReport;
import woad.fleet.spec.HostReport.Running;
import woad.fleet.spec.HostReport.State;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spi.DiskStore;
import woad.fleet.spi.Hypervisor;
import woad.fleet.spi.NetworkFabric;

/**
 * Brings the host to its desired state: one worker for the networks and one for each disk and machine, so that nothing slow
 * holds up anything else. A machine's disks and ports are made side by side; it starts when the last of them stands.
 */
final class Convergence {
    private final HostState state;
    private final Hypervisor hypervisor;
    private final DiskStore disks;
    private final NetworkFabric fabric;
    private final ExecutorService executor;
    private final Worker network;
    private final Map<String, Worker> machineWorkers = new HashMap<>();
    private final Map<String, Worker> diskWorkers = new HashMap<>();
    private boolean started;

    Convergence(HostState state, Hypervisor hypervisor, DiskStore disks, NetworkFabric fabric, NetworkListeners listeners, ExecutorService executor) {
        this.state = state;
        this.hypervisor = hypervisor;
        this.disks = disks;
        this.fabric = fabric;
        this.executor = executor;
        this.network = new Worker("networks", new NetworkStep(state, fabric, listeners, this));
    }

    /**
     * Takes up what the host must make true. The first time, everything that is on the host is found as well: what runs is
     * adopted, what nobody wants is removed.
     */
    synchronized void accept(Desired told) {
        Desired before = new Desired(state.spec(), told.secrets());
        Set<String> machinesHere = new HashSet<>(state.machines().keySet());
        Set<String> disksHere = new HashSet<>(state.disks().keySet());
        if (!started) {
            hypervisor.running().forEach(machine -> found(machine.machineId(), machine));
            hypervisor.known().forEach(id -> found(id, null));
            disks.known().forEach(id -> state.disk(new DiskReport(id, 0, State.WORKING, null)));
            machinesHere.addAll(state.machines().keySet());
            disksHere.addAll(state.disks().keySet());
        }
        state.desire(told);
        Set<DiskSpec> sameDisks = new HashSet<>(before.spec().disks());
        told.spec().disks().stream().filter(disk -> !sameDisks.contains(disk) || failed(disk)).map(DiskSpec::id).forEach(disksHere::add);
        disksHere.removeAll(told.spec().disks().stream().filter(disk -> sameDisks.contains(disk) && !failed(disk)).map(DiskSpec::id).toList());
        disksHere.forEach(this::pokeDisk);
        if (started) {
            network.poke();
        } else {
            network.start(executor);
            started = true;
        }
        Set<MachineSpec> sameMachines = new HashSet<>(before.spec().machines());
        told.spec().machines().stream().map(MachineSpec::id).forEach(machinesHere::add);
        machinesHere.removeAll(told.spec().machines().stream().filter(sameMachines::contains).map(MachineSpec::id).toList());
        machinesHere.forEach(this::pokeMachine);
    }

    private boolean failed(DiskSpec disk) {
        DiskReport report = state.disks().get(disk.id());
        return report != null && report.state() == State.FAILED;
    }

    private void found(String id, Hypervisor.RunningMachine running) {
        Instant since = running == null ? null : running.startedAt();
        state.machines().putIfAbsent(id, new MachineReport(id, 0, State.WORKING, running == null ? Running.STOPPED : Running.RUNNING,
                running == null ? 0 : running.bootEpoch(), since, null));
    }

    /** Looks for machines that came or went without a word. */
    void sweep() {
        Set<String> running = new HashSet<>(hypervisor.running().stream().map(Hypervisor.RunningMachine::machineId).toList());
        state.machines().values().stream().filter(machine -> (machine.running() == Running.RUNNING) != running.contains(machine.id()))
                .map(MachineReport::id).forEach(this::pokeMachine);
        running.stream().filter(id -> !state.machines().containsKey(id)).forEach(this::pokeMachine);
    }

    synchronized void pokeMachine(String id) {
        Worker present = machineWorkers.get(id);
        if (present == null) {
            machineWorkers.put(id, new Worker("machine " + id, new MachineStep(id, state, hypervisor, fabric, this)).start(executor));
        } else {
            present.poke();
        }
    }

    private synchronized void pokeDisk(String id) {
        Worker present = diskWorkers.get(id);
        if (present == null) {
            diskWorkers.put(id, new Worker("disk " + id, new DiskStep(id, state, disks, this)).start(executor));
        } else {
            present.poke();
        }
    }

    /** Whether there are machines that are still to be removed, whose disks must wait. */
    boolean undesiredMachines() {
        return state.machines().keySet().stream().anyMatch(id -> state.desiredMachine(id).isEmpty());
    }

    void diskStands(String id) {
        state.spec().machines().stream().filter(machine -> machine.osDiskId().equals(id) || machine.dataDisks().stream().anyMatch(disk -> disk.diskId().equals(id)))
                .map(MachineSpec::id).forEach(this::pokeMachine);
    }

    void networksStand() {
        state.spec().machines().stream().filter(machine -> !ready(machine)).map(MachineSpec::id).forEach(this::pokeMachine);
    }

    private boolean ready(MachineSpec machine) {
        MachineReport report = state.machines().get(machine.id());
        return report != null && report.state() == State.READY && report.generation() == machine.generation();
    }

    synchronized void machineGone(String id) {
        if (state.desiredMachine(id).isEmpty()) {
            Worker worker = machineWorkers.remove(id);
            if (worker != null) {
                worker.close();
            }
        } else {
            pokeMachine(id);
        }
        network.poke();
        state.disks().keySet().stream().filter(disk -> state.desiredDisk(disk).isEmpty()).toList().forEach(this::pokeDisk);
    }

    synchronized void diskGone(String id) {
        if (state.desiredDisk(id).isEmpty()) {
            Worker worker = diskWorkers.remove(id);
            if (worker != null) {
                worker.close();
            }
        } else {
            pokeDisk(id);
        }
    }
}
