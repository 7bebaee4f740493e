package woad.engines.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.Hypervisor;

/**
 * Machines by QEMU. A machine is a process of its own session that knows nothing of its starter; which machines run is
 * read from the system's processes each time, so nothing can be forgotten and nothing need be remembered.
 */
public final class Qemu implements Hypervisor {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_PRESSES = Duration.ofSeconds(3);
    private static final Duration POWER_CUT = Duration.ofSeconds(10);
    private static final int USER_IDS = 60_000;

    private final QemuSettings settings;
    private final Supplier<Accelerator> accelerator;
    private final Map<String, ReentrantLock> oneAtATime = new ConcurrentHashMap<>();

    /** @param accelerator how guests run here, as {@link AcceleratorTrial} finds out; asked when first needed */
    public Qemu(QemuSettings settings, Supplier<Accelerator> accelerator) {
        this.settings = settings;
        this.accelerator = accelerator;
        FileTrees.ownerOnly(settings.directory());
        FileTrees.ownerOnly(settings.memory());
    }

    @Override
    public Accelerator accelerator() {
        return accelerator.get();
    }

    @Override
    public List<RunningMachine> running() {
        List<QemuProcess> processes = QemuProcess.under(settings.directory());
        processes.forEach(process -> trimLog(process.machineId()));
        return processes.stream().map(Qemu::toRunning).toList();
    }

    @Override
    public Optional<RunningMachine> find(String machineId) {
        return process(machineId).map(Qemu::toRunning);
    }

    @Override
    public RunningMachine start(Launch launch) {
        ReentrantLock lock = lockOf(launch.machineId());
        lock.lock();
        try {
            Optional<QemuProcess> present = process(launch.machineId());
            if (present.isPresent()) {
                awaitMonitor(launch.machineId(), present.get().handle());
                FileTrees.delete(secrets(launch.machineId())); // of a starter that died
                return toRunning(present.get());
            }
            return startNew(launch);
        } catch (IOException e) {
            throw new EngineException("cannot start the machine: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private RunningMachine startNew(Launch launch) throws IOException {
        MachineDirectory directory = directory(launch.machineId());
        FileTrees.ownerOnly(directory.path());
        Path secrets = secrets(launch.machineId());
        FileTrees.delete(secrets);
        FileTrees.ownerOnly(secrets);
        try {
            for (int index = 0; index < launch.disks().size(); index++) {
                FileTrees.writeSecret(QemuCommand.keyFile(secrets, index), passphrase(launch.disks().get(index).key()));
            }
            Path drive = ConfigurationDrive.write(launch, secrets);
            Files.deleteIfExists(directory.monitor());
            Ending.forget(directory);
            List<String> command = new ArrayList<>(settings.wrapper());
            command.add("setsid");
            command.addAll(Ending.recording(directory, launch.bootEpoch()));
            command.addAll(List.of("setpriv", "--no-new-privs"));
            command.addAll(QemuCommand.of(launch, accelerator(), directory, secrets, drive, userId(launch.machineId())));
            Process process = new ProcessBuilder(command).directory(directory.path().toFile()).redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true).redirectOutput(directory.ownLog().toFile()).start();
            awaitMonitor(launch.machineId(), process.toHandle());
            return process(launch.machineId()).map(Qemu::toRunning).orElseThrow(() -> new EngineException(lastWords(directory)));
        } finally {
            FileTrees.delete(secrets);
        }
    }

    /** LUKS in QEMU takes its passphrase as text. */
    static byte[] passphrase(byte[] key) {
        return Base64.getEncoder().encode(key);
    }

    /** Waits until the guest's processor runs, which the monitor says when everything has been set up. */
    private void awaitMonitor(String machineId, ProcessHandle process) {
        MachineDirectory directory = directory(machineId);
        long deadline = System.nanoTime() + START.toNanos();
        IOException last = null;
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new EngineException(lastWords(directory));
            }
            try {
                Qmp.once(directory.monitor(), ANSWER, "query-status", Map.of());
                return;
            } catch (IOException notYet) {
                last = notYet;
                pause(Duration.ofMillis(5));
            }
        }
        processes(machineId).forEach(started -> started.handle().destroyForcibly());
        throw new EngineException("QEMU started but did not answer within " + START.toSeconds() + " s", last);
    }

    private static String lastWords(MachineDirectory directory) {
        try {
            String said = Files.readString(directory.ownLog(), StandardCharsets.UTF_8).strip();
            return "QEMU ended: " + (said.isEmpty() ? "it said nothing" : said.substring(Math.max(0, said.length() - 1_000)));
        } catch (IOException e) {
            return "QEMU ended, and what it said cannot be read: " + e.getMessage();
        }
    }

    @Override
    public void stop(String machineId, boolean graceful) {
        ReentrantLock lock = lockOf(machineId);
        lock.lock();
        try {
            for (QemuProcess process : processes(machineId)) {
                Ending.asked(directory(machineId));
                if (graceful && shutsDown(machineId, process.handle())) {
                    continue;
                }
                if (!(tell(machineId, "quit") && awaitEnd(process.handle(), POWER_CUT))) {
                    process.handle().destroyForcibly();
                    if (!awaitEnd(process.handle(), POWER_CUT)) {
                        throw new EngineException("process " + process.handle().pid() + " of the machine cannot be ended");
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Presses the power button again and again: a guest that has only begun to boot does not notice the first time. */
    private boolean shutsDown(String machineId, ProcessHandle process) {
        long deadline = System.nanoTime() + settings.shutdownPatience().toNanos();
        while (System.nanoTime() < deadline && tell(machineId, "system_powerdown")) {
            if (awaitEnd(process, BETWEEN_PRESSES)) {
                return true;
            }
        }
        return !process.isAlive();
    }

    /** False when the monitor does not take the command: the machine has just ended, or hangs. */
    private boolean tell(String machineId, String command) {
        try {
            Qmp.once(directory(machineId).monitor(), ANSWER, command, Map.of());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean awaitEnd(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new EngineException("cannot wait for a process", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while a machine stopped", e);
        }
    }

    @Override
    public OptionalLong shutDownEpoch(String machineId) {
        return process(machineId).isPresent() ? OptionalLong.empty() : Ending.shutDownEpoch(directory(machineId));
    }

    @Override
    public void forget(String machineId) {
        ReentrantLock lock = lockOf(machineId);
        lock.lock();
        try {
            if (process(machineId).isPresent()) {
                throw new EngineException("the machine runs; stop it before it is forgotten");
            }
            FileTrees.delete(secrets(machineId));
            FileTrees.delete(directory(machineId).path());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<String> known() {
        return FileTrees.names(settings.directory());
    }

    @Override
    public Path serialLog(String machineId) {
        return directory(machineId).serialLog();
    }

    /** Tells the machine that has the disk open, if one runs, that it has grown. False when none has. */
    boolean growIfOpen(String diskId, long sizeBytes) throws IOException {
        String node = QemuCommand.node(diskId);
        for (QemuProcess process : QemuProcess.under(settings.directory())) {
            if (process.arguments().stream().anyMatch(argument -> argument.contains('"' + node + '"'))) {
                Qmp.once(directory(process.machineId()).monitor(), ANSWER, "block_resize", Map.of("node-name", node, "size", sizeBytes));
                return true;
            }
        }
        return false;
    }

    private void trimLog(String machineId) {
        try {
            SerialLog.trim(serialLog(machineId));
        } catch (IOException e) {
            throw new EngineException("cannot trim a serial log: " + e.getMessage(), e);
        }
    }

    private Optional<QemuProcess> process(String machineId) {
        return processes(machineId).stream().findFirst();
    }

    private List<QemuProcess> processes(String machineId) {
        return QemuProcess.under(settings.directory()).stream().filter(process -> process.machineId().equals(machineId)).toList();
    }

    private static RunningMachine toRunning(QemuProcess process) {
        return new RunningMachine(process.machineId(), process.handle().pid(), process.bootEpoch(), process.startedAt());
    }

    private MachineDirectory directory(String machineId) {
        return MachineDirectory.of(settings.directory(), machineId);
    }

    private Path secrets(String machineId) {
        return settings.memory().resolve(directory(machineId).path().getFileName());
    }

    private int userId(String machineId) {
        return settings.firstUserId() + Math.floorMod(machineId.hashCode(), USER_IDS);
    }

    private ReentrantLock lockOf(String machineId) {
        return oneAtATime.computeIfAbsent(machineId, id -> new ReentrantLock());
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while a machine started", e);
        }
    }
}
