package woad.agent;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import woad.fleet.spec.Desired;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.HostReport;
import woad.fleet.spec.HostReport.DiskReport;
import woad.fleet.spec.HostReport.MachineReport;
import woad.fleet.spec.HostReport.PortReport;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spi.DiskStore;

/** What this host should be and what it is: shared by the workers, of whom each writes only its own part. */
final class HostState {
    private final Map<String, MachineReport> machines = new ConcurrentHashMap<>();
    private final Map<String, DiskReport> disks = new ConcurrentHashMap<>();
    private final Map<String, PortReport> ports = new ConcurrentHashMap<>();
    private final Map<String, DiskStore.Disk> standingDisks = new ConcurrentHashMap<>();
    private final Semaphore changes = new Semaphore(0);
    private volatile Indexed desired;
    private volatile long networksTried = -1;
    private volatile String accelerator;

    /** The desired state, found by id. */
    private record Indexed(Desired desired, Map<String, MachineSpec> machines, Map<String, DiskSpec> disks) {}

    HostState(HostSpec empty) {
        desire(new Desired(empty, new woad.fleet.spec.HostSecrets(Map.of())));
    }

    void desire(Desired told) {
        Map<String, MachineSpec> byMachine = new java.util.HashMap<>();
        told.spec().machines().forEach(machine -> byMachine.put(machine.id(), machine));
        Map<String, DiskSpec> byDisk = new java.util.HashMap<>();
        told.spec().disks().forEach(disk -> byDisk.put(disk.id(), disk));
        desired = new Indexed(told, byMachine, byDisk);
    }

    HostSpec spec() {
        return desired.desired().spec();
    }

    Optional<MachineSpec> desiredMachine(String id) {
        return Optional.ofNullable(desired.machines().get(id));
    }

    Optional<DiskSpec> desiredDisk(String id) {
        return Optional.ofNullable(desired.disks().get(id));
    }

    /** A disk's key, base64, if the host was told. */
    Optional<String> diskKey(String id) {
        return Optional.ofNullable(desired.desired().secrets().diskKeys().get(id));
    }

    Map<String, MachineReport> machines() {
        return machines;
    }

    Map<String, DiskReport> disks() {
        return disks;
    }

    Map<String, PortReport> ports() {
        return ports;
    }

    /** Disks that are ready to be opened. */
    Map<String, DiskStore.Disk> standingDisks() {
        return standingDisks;
    }

    void machine(MachineReport report) {
        changedIf(!report.equals(machines.put(report.id(), report)));
    }

    void machineGone(String id) {
        changedIf(machines.remove(id) != null);
    }

    void disk(DiskReport report) {
        changedIf(!report.equals(disks.put(report.id(), report)));
    }

    void diskGone(String id) {
        standingDisks.remove(id);
        changedIf(disks.remove(id) != null);
    }

    void port(PortReport report) {
        changedIf(!report.equals(ports.put(report.id(), report)));
    }

    void portGone(String id) {
        changedIf(ports.remove(id) != null);
    }

    void networksTried(long generation) {
        networksTried = generation;
        changes.release();
    }

    /** Whether the networks have been looked at since this agent started: before that, nothing is known of ports. */
    boolean networksLookedAt() {
        return networksTried >= 0;
    }

    void accelerator(String found) {
        accelerator = found;
        changes.release();
    }

    private void changedIf(boolean changed) {
        if (changed) {
            changes.release();
        }
    }

    /** Waits for a change of what is observed. */
    void awaitChange(long millis) throws InterruptedException {
        if (changes.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
        }
    }

    HostReport report() {
        long applied = Math.max(0, Math.min(networksTried, spec().generation()));
        return new HostReport(spec().host(), applied, accelerator, sorted(machines, MachineReport::id), sorted(disks, DiskReport::id), sorted(ports, PortReport::id));
    }

    private static <T> List<T> sorted(Map<String, T> reports, java.util.function.Function<T, String> id) {
        return reports.values().stream().sorted(Comparator.comparing(id)).toList();
    }
}
