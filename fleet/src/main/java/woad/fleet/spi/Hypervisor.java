package woad.fleet.spi;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import woad.fleet.spec.GuestSpec;

/** Runs machines on this host. Machines outlive the process that started them and are found again by a new one. */
public interface Hypervisor {

    /** How guests run here. */
    Accelerator accelerator();

    /** Every machine that runs here now, whoever started it. */
    List<RunningMachine> running();

    /** The machine if it runs here now. */
    Optional<RunningMachine> find(String machineId);

    /** Starts a machine and returns once the guest's processor runs. Does nothing when it runs already. */
    RunningMachine start(Launch launch) throws EngineException;

    /** Asks the guest to shut down, then cuts its power when {@code graceful} is false or 30 s have passed. */
    void stop(String machineId, boolean graceful) throws EngineException;

    /**
     * The boot epoch of the machine's last run, where that ended because its guest shut down of its own accord; empty while it runs, and
     * where it was ended by {@link #stop}, killed, or went down with the computer.
     */
    OptionalLong shutDownEpoch(String machineId) throws EngineException;

    /** Removes what is kept of a stopped machine (logs, sockets, configuration drive), not its disks. */
    void forget(String machineId) throws EngineException;

    /** Ids of all machines of which anything is kept here, running or not. */
    List<String> known();

    /** What the guest wrote to its first serial port, oldest first; the file may not exist yet. */
    Path serialLog(String machineId);

    /** How guests run. */
    enum Accelerator { KVM, TCG }

    /** A machine that runs. */
    record RunningMachine(String machineId, long processId, long bootEpoch, Instant startedAt) {}

    /**
     * All that is needed to start a machine.
     *
     * @param disks OS disk first, then data disks by LUN order
     */
    record Launch(String machineId, long bootEpoch, int vcpus, int memoryMib, List<AttachedDisk> disks,
                  List<AttachedPort> ports, GuestSpec guest) {
        public Launch {
            disks = List.copyOf(disks);
            ports = List.copyOf(ports);
        }
    }

    /** A disk of the {@link DiskStore}; {@code lun} is -1 for the OS disk. {@code key} is its 32-byte key. */
    record AttachedDisk(DiskStore.Disk disk, int lun, byte[] key) {}

    /** A TAP device made by the {@link NetworkFabric}, and the guest's hardware address. */
    record AttachedPort(String tap, String mac, List<String> addresses) {}
}
