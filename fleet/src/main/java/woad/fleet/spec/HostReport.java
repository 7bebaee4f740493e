package woad.fleet.spec;

import java.time.Instant;
import java.util.List;

/**
 * What an agent observes on its host.
 *
 * Everything that is left on the host is in it, desired or not: what is absent from a report of the generation that removed it is gone.
 *
 * @param appliedGeneration the host generation that the agent holds and to which it has brought its networks, as far as they can be;
 *                          machines, disks and ports tell their own generations
 * @param accelerator       "kvm" or "tcg", or null while that is being found out
 */
public record HostReport(HostId host, long appliedGeneration, String accelerator, List<MachineReport> machines,
                         List<DiskReport> disks, List<PortReport> ports) {
    public HostReport {
        machines = List.copyOf(machines);
        disks = List.copyOf(disks);
        ports = List.copyOf(ports);
    }

    /** How a thing on a host stands. */
    public enum State { WORKING, READY, FAILED }

    /** What a machine does. */
    public enum Running { RUNNING, STOPPED }

    /**
     * @param generation of the machine specification that this state belongs to
     * @param bootEpoch  with which the present guest was started; 0 when it never ran
     * @param message    why it failed, in words that a customer may read; null otherwise
     */
    public record MachineReport(String id, long generation, State state, Running running, long bootEpoch,
                                Instant startedAt, String message) {}

    /** The state of a disk. */
    public record DiskReport(String id, long generation, State state, String message) {}

    /** The state of a port. */
    public record PortReport(String id, long generation, State state, String message) {}
}
