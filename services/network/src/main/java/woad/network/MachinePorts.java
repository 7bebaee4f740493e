package woad.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.fleet.FleetStore;
import woad.fleet.NetworkPorts;
import woad.fleet.spec.HostId;
import woad.platform.core.CloudException;

/** Interfaces as machines use them. */
final class MachinePorts implements NetworkPorts {
    private final FleetStore fleet;
    private final Fabric fabric;

    MachinePorts(FleetStore fleet, Fabric fabric) {
        this.fleet = fleet;
        this.fabric = fabric;
    }

    @Override
    public Optional<Interface> find(Handle handle, String interfaceId) {
        return InterfaceTable.find(handle, interfaceId).map(row -> show(handle, row, row.machineId()));
    }

    @Override
    public List<Interface> claim(Handle handle, Machine machine, List<String> interfaceIds) {
        Set<String> distinct = new HashSet<>();
        for (String id : interfaceIds) {
            if (!distinct.add(id.toLowerCase(Locale.ROOT))) {
                throw new CloudException(NetworkError.DUPLICATE_NAME, "The network interface " + id + " is named twice.", "networkInterfaces", List.of());
            }
        }
        List<UUID> before = InterfaceTable.lockOfMachine(handle, machine.id()).stream().map(InterfaceTable.Row::id).toList();
        interfaceIds.stream().sorted(String.CASE_INSENSITIVE_ORDER).forEach(id -> InterfaceTable.lock(handle, id));
        List<InterfaceTable.Row> rows = interfaceIds.stream().map(id -> claimable(handle, machine, id)).toList();
        checkOneNetwork(rows);
        List<UUID> after = rows.stream().map(InterfaceTable.Row::id).toList();
        if (!before.equals(after)) {
            change(handle, machine, before, after);
        } else {
            handle.createUpdate("update network.interface set computer_name = :name where machine = :machine").bind("name", machine.computerName())
                    .bind("machine", machine.id()).execute();
        }
        return rows.stream().map(row -> show(handle, row, machine.resourceId())).toList();
    }

    private static InterfaceTable.Row claimable(Handle handle, Machine machine, String id) {
        InterfaceTable.Row row = InterfaceTable.find(handle, id)
                .filter(found -> found.tenant().equals(machine.tenant()) && found.region().equals(machine.region()))
                .orElseThrow(() -> References.notFound(id, "networkProfile.networkInterfaces"));
        if (row.machine() != null && !row.machine().equals(machine.id())) {
            throw new CloudException(NetworkError.INTERFACE_IN_USE, "Network Interface " + row.resourceId() + " is used by existing resource "
                    + row.machineId() + ". A network interface belongs to one machine: name another one.");
        }
        return row;
    }

    private static void checkOneNetwork(List<InterfaceTable.Row> rows) {
        rows.stream().filter(row -> !row.network().equals(rows.getFirst().network())).findFirst().ifPresent(row -> {
            throw new CloudException(NetworkError.SUBNETS_NOT_IN_SAME_NETWORK, "Network interfaces " + rows.getFirst().resourceId() + " and "
                    + row.resourceId() + " of one machine must be in the same virtual network.");
        });
    }

    private static void change(Handle handle, Machine machine, List<UUID> before, List<UUID> after) {
        boolean placed = handle.createQuery("select exists (select 1 from network.interface where machine = :machine and placed_on is not null)")
                .bind("machine", machine.id()).mapTo(Boolean.class).one();
        if (placed) {
            throw new CloudException(NetworkError.NOT_ALLOWED, "The network interfaces of " + machine.resourceId()
                    + " cannot change while it is allocated: deallocate it first.");
        }
        clear(handle, machine.id());
        for (int position = 0; position < after.size(); position++) {
            handle.createUpdate("""
                    update network.interface set machine = :machine, machine_id = :resource, computer_name = :name, position = :position where id = :id""")
                    .bind("machine", machine.id()).bind("resource", machine.resourceId()).bind("name", machine.computerName())
                    .bind("position", position).bind("id", after.get(position)).execute();
        }
    }

    @Override
    public List<String> place(Handle handle, UUID machine, HostId host) {
        return move(handle, machine, host);
    }

    @Override
    public void unplace(Handle handle, UUID machine) {
        move(handle, machine, null);
    }

    @Override
    public void release(Handle handle, UUID machine) {
        move(handle, machine, null);
        clear(handle, machine);
    }

    private static void clear(Handle handle, UUID machine) {
        handle.createUpdate("""
                update network.interface set machine = null, machine_id = null, computer_name = null, position = null where machine = :machine""")
                .bind("machine", machine).execute();
    }

    /** @param host null to take the ports away */
    private List<String> move(Handle handle, UUID machine, HostId host) {
        List<HostId> hosts = new ArrayList<>(handle.createQuery("select distinct placed_on from network.interface where machine = :machine and placed_on is not null")
                .bind("machine", machine).mapTo(String.class).map(HostId::new).list());
        if (host != null && !hosts.contains(host)) {
            hosts.add(host);
        }
        fleet.lock(handle, hosts);
        List<InterfaceTable.Row> rows = InterfaceTable.lockOfMachine(handle, machine);
        boolean moves = rows.stream().anyMatch(row -> !Objects.equals(row.placedOn(), host));
        if (moves) {
            handle.createUpdate("update network.interface set placed_on = :host where machine = :machine")
                    .bind("host", host == null ? null : host.value()).bind("machine", machine).execute();
        }
        rows.stream().map(InterfaceTable.Row::network).distinct().sorted().forEach(network -> {
            fabric.update(handle, network, hosts);
            if (moves) {
                fabric.enqueue(handle, network);
            }
        });
        return rows.stream().map(row -> row.id().toString()).toList();
    }

    private static Interface show(Handle handle, InterfaceTable.Row row, String machine) {
        List<Address> addresses = InterfaceTable.leases(handle, row.id()).stream()
                .map(lease -> new Address(lease.address(), lease.prefix().length(), lease.publicAddress())).toList();
        return new Interface(row.resourceId(), row.id().toString(), row.tenant(), row.region(), row.mac(), addresses, machine);
    }
}
