package woad.fleet.spec;

import java.util.List;

/**
 * A machine placed on a host.
 *
 * @param id           the machine's unique id (a GUID; its SMBIOS UUID too)
 * @param generation   of this machine's specification
 * @param bootEpoch    a running machine that was started with a lower epoch is restarted; one whose guest shut down of its own
 *                     accord starts again only with a higher epoch, while one that was killed starts again with the same
 * @param memoryMib    RAM given to the guest, after the region's over-commit rule
 * @param osDiskId     id of a disk of the same host specification
 * @param portIds      ids of ports of the same host specification, in the guest's order
 */
public record MachineSpec(
        String id,
        long generation,
        Power power,
        long bootEpoch,
        int vcpus,
        int memoryMib,
        String osDiskId,
        List<DataDisk> dataDisks,
        List<String> portIds,
        GuestSpec guest) {

    public MachineSpec {
        dataDisks = List.copyOf(dataDisks);
        portIds = List.copyOf(portIds);
    }

    /** Whether the machine should run. */
    public enum Power { RUNNING, OFF }

    /** A data disk at its logical unit number, 0 to 63. */
    public record DataDisk(int lun, String diskId) {}
}
