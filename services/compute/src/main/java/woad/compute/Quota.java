package woad.compute;

import java.util.List;
import woad.platform.core.CloudException;
import woad.resources.Resource;
import woad.resources.provider.PutRequest;

/**
 * How much a subscription may have in a region. Capacity itself is guarded by placement; a quota keeps one customer from taking all of
 * it. Requests at the very same time may exceed it by a machine each.
 */
final class Quota {
    /** Virtual processors, of all families together. */
    static final int CORES = 200;
    static final int MACHINES = 1000;

    private Quota() {}

    /** @throws CloudException {@code QuotaExceeded} where a new machine of this size would be too much */
    static void check(PutRequest put, MachineSize size) {
        List<Resource> machines = put.resources().list(put.tenant(), put.id().subscription(), VirtualMachine.TYPE).stream()
                .filter(machine -> machine.desired().location().equals(put.requested().location()) && !machine.id().equals(put.id())).toList();
        int cores = machines.stream().mapToInt(machine -> WantedMachine.of(machine).size().vcpus()).sum();
        if (cores + size.vcpus() > CORES || machines.size() >= MACHINES) {
            throw new CloudException(ComputeError.QUOTA_EXCEEDED, "Operation could not be completed as it results in exceeding approved quota. Location: "
                    + put.requested().location() + ", current limit: " + CORES + " vCPUs and " + MACHINES + " virtual machines, current usage: " + cores
                    + " vCPUs, additional required: " + size.vcpus() + ". Delete machines that are not needed, or ask the operator for more.");
        }
    }
}
