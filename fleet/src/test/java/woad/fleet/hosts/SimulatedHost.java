package woad.fleet.hosts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.MachineSpec;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;

/** A host without engines: it reports at once that everything it is told has been done, unless a test holds it or has a machine fail. */
public final class SimulatedHost implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Database database;
    private final HostSignals signals;
    private final HostId host;
    private final SpecAssembly assembly;
    private final ReportIntake intake;
    private final InstantSource clock;
    private final Map<String, String> failing = new ConcurrentHashMap<>();
    private final Map<String, Boolean> shutDown = new ConcurrentHashMap<>();
    private final AtomicBoolean held = new AtomicBoolean();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Thread thread;

    /** Registers the host and starts reporting. */
    public SimulatedHost(Database database, WorkQueue queue, HostSignals signals, KeyHierarchy keys, Hosts hosts, Hosts.Registration registration, InstantSource clock) {
        this.database = database;
        this.signals = signals;
        this.host = registration.host();
        this.assembly = new SpecAssembly(keys);
        this.intake = new ReportIntake(database, queue, clock);
        this.clock = clock;
        hosts.register(registration);
        intake.take(new HostReport(host, 0, "tcg", List.of(), List.of(), List.of()));
        thread = Thread.ofVirtual().start(this::run);
    }

    /** Does and reports nothing until {@link #go}. */
    public void hold() {
        held.set(true);
    }

    /** Goes on after {@link #hold}. */
    public void go() {
        held.set(false);
    }

    /** From now on the machine fails with these words; null heals it. */
    public void fail(String machineId, String words) {
        if (words == null) {
            failing.remove(machineId);
        } else {
            failing.put(machineId, words);
        }
    }

    /** Every machine fails, the next ones too. */
    public void failAll(String words) {
        fail("*", words);
    }

    /** The guest shuts itself down; it runs again when it is booted anew. */
    public void shutDown(String machineId, long bootEpoch) {
        shutDown.put(machineId + "/" + bootEpoch, true);
    }

    /** What the host is told now. */
    public HostSpec told() {
        return database.transaction(handle -> assembly.assemble(handle, host)).spec();
    }

    private void run() {
        while (open.get()) {
            try {
                long mark = signals.mark(host);
                if (!held.get()) {
                    report();
                }
                signals.await(host, mark, LOOK);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void report() {
        HostSpec spec = told();
        intake.take(new HostReport(host, spec.generation(), "tcg", spec.machines().stream().map(this::machine).toList(),
                spec.disks().stream().map(disk -> new HostReport.DiskReport(disk.id(), disk.generation(), HostReport.State.READY, null)).toList(),
                spec.ports().stream().map(port -> new HostReport.PortReport(port.id(), port.generation(), HostReport.State.READY, null)).toList()));
    }

    private HostReport.MachineReport machine(MachineSpec spec) {
        String failure = failing.getOrDefault(spec.id(), failing.get("*"));
        if (failure != null) {
            return new HostReport.MachineReport(spec.id(), spec.generation(), HostReport.State.FAILED, HostReport.Running.STOPPED, 0, null, failure);
        }
        boolean runs = spec.power() == MachineSpec.Power.RUNNING && !shutDown.containsKey(spec.id() + "/" + spec.bootEpoch());
        return new HostReport.MachineReport(spec.id(), spec.generation(), HostReport.State.READY,
                runs ? HostReport.Running.RUNNING : HostReport.Running.STOPPED, runs ? spec.bootEpoch() : 0, clock.instant().truncatedTo(java.time.temporal.ChronoUnit.DAYS), null);
    }

    @Override
    public void close() throws InterruptedException {
        open.set(false);
        thread.join();
    }
}
