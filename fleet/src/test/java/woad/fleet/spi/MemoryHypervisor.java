package woad.fleet.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Machines that only exist in memory, for tests of what decides about machines. They outlive whoever started them. */
public final class MemoryHypervisor implements Hypervisor {
    private final Path directory;
    private final Map<String, RunningMachine> running = new ConcurrentHashMap<>();
    private final Map<String, Launch> known = new ConcurrentHashMap<>();
    private final Map<String, Long> shutDown = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();

    /** @param directory for serial logs */
    public MemoryHypervisor(Path directory) {
        this.directory = directory;
    }

    /** What happened, in order: {@code start id epoch}, {@code stop id}, {@code forget id}. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** The next starts fail with these messages. */
    public void fail(String... messages) {
        failures.addAll(List.of(messages));
    }

    /** The machine vanishes without a word. */
    public void kill(String machineId) {
        running.remove(machineId);
    }

    /** The guest shuts down of its own accord. */
    public void shutDown(String machineId) {
        shutDown.put(machineId, running.remove(machineId).bootEpoch());
    }

    /** With what the machine was started last. */
    public Launch launch(String machineId) {
        return known.get(machineId);
    }

    @Override
    public Accelerator accelerator() {
        return Accelerator.TCG;
    }

    @Override
    public List<RunningMachine> running() {
        return new ArrayList<>(running.values());
    }

    @Override
    public Optional<RunningMachine> find(String machineId) {
        return Optional.ofNullable(running.get(machineId));
    }

    @Override
    public synchronized RunningMachine start(Launch launch) {
        RunningMachine present = running.get(launch.machineId());
        if (present != null) {
            return present;
        }
        if (!failures.isEmpty()) {
            throw new EngineException(failures.removeFirst());
        }
        events.add("start " + launch.machineId() + " " + launch.bootEpoch());
        known.put(launch.machineId(), launch);
        shutDown.remove(launch.machineId());
        RunningMachine started = new RunningMachine(launch.machineId(), 1, launch.bootEpoch(), Instant.parse("2026-01-01T00:00:00Z").plusSeconds(events.size()));
        running.put(launch.machineId(), started);
        return started;
    }

    @Override
    public void stop(String machineId, boolean graceful) {
        if (running.remove(machineId) != null) {
            events.add("stop " + machineId);
        }
    }

    @Override
    public OptionalLong shutDownEpoch(String machineId) {
        Long epoch = shutDown.get(machineId);
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    @Override
    public void forget(String machineId) {
        if (running.containsKey(machineId)) {
            throw new EngineException("the machine runs");
        }
        known.remove(machineId);
        shutDown.remove(machineId);
        events.add("forget " + machineId);
        try {
            Files.deleteIfExists(serialLog(machineId));
        } catch (IOException e) {
            throw new EngineException("cannot forget", e);
        }
    }

    @Override
    public List<String> known() {
        return List.copyOf(known.keySet());
    }

    @Override
    public Path serialLog(String machineId) {
        return directory.resolve(machineId + ".log");
    }
}
