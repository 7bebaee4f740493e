package woad.fleet;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.fleet.spec.HostId;
import woad.platform.core.TenantId;

/**
 * The network interfaces that machines are given: what the service of machines needs of the service of networks. A machine first
 * claims interfaces, for as long as it exists; while it is placed on a host, they are ports of that host. Implemented by the network
 * service; every method that takes a handle works in the caller's transaction and can be repeated.
 */
public interface NetworkPorts {

    /**
     * A machine that interfaces belong to.
     *
     * @param id           its unique id, as in {@code MachineSpec.id}
     * @param resourceId   its ARM id, which the interface shows as {@code virtualMachine}
     * @param computerName the label under which the network's DNS knows its addresses
     * @param region       its location
     */
    record Machine(UUID id, String resourceId, String computerName, TenantId tenant, String region) {}

    /**
     * A network interface.
     *
     * @param resourceId as it was created
     * @param portId     the id of its {@code PortSpec}: the interface's unique id
     * @param mac        lower-case, colon-separated
     * @param machine    the ARM id of the machine that claims it, or null
     */
    record Interface(String resourceId, String portId, TenantId tenant, String region, String mac, List<Address> addresses, String machine) {
        public Interface {
            addresses = List.copyOf(addresses);
        }
    }

    /** A private address of either family, its subnet's prefix length, and the public address mapped to it or null. */
    record Address(String privateAddress, int prefixLength, String publicAddress) {}

    /** An interface by its ARM id (compared without regard to case), if there is one. */
    Optional<Interface> find(Handle handle, String interfaceId);

    /**
     * Makes these the machine's interfaces, in this order, and no others; to be called before the machine is placed.
     *
     * @return the interfaces as they stand
     * @throws woad.platform.core.CloudException {@code InvalidResourceReference} where one does not exist in the machine's region and
     *         tenant, {@code NicInUse} where another machine has it, {@code OperationNotAllowed} where the machine is placed and they would change
     */
    List<Interface> claim(Handle handle, Machine machine, List<String> interfaceIds);

    /**
     * Makes the machine's interfaces ports of a host: the host's {@code PortSpec}s and {@code NetworkSpec}s are there when the
     * transaction commits; the other hosts of the networks follow. A machine that was on another host is taken off it.
     *
     * @return the port ids in the order of the claim, for {@code MachineSpec.portIds}
     */
    List<String> place(Handle handle, UUID machine, HostId host);

    /** Takes the machine's ports off its host; it keeps its interfaces and their addresses. */
    void unplace(Handle handle, UUID machine);

    /** The machine is gone: {@link #unplace} and give its interfaces free. */
    void release(Handle handle, UUID machine);
}
