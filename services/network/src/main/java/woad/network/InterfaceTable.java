package woad.network;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.fleet.spec.HostId;
import woad.platform.core.TenantId;
import woad.resources.ResourceId;

/** The rows of {@code network.interface}, as others than the one that stores interfaces see them. */
final class InterfaceTable {
    private static final String COLUMNS = """
            select id, resource_id, tenant, region, mac::text as mac, virtual_network, security_group, dns_label, machine, machine_id, computer_name,
                position, placed_on from network.interface
            """;

    private InterfaceTable() {}

    /**
     * An interface.
     *
     * @param machine  unique id of the machine that claims it, or null; then {@code machineId}, {@code computerName} and {@code position} are null too
     * @param position among the machine's interfaces, from 0
     * @param placedOn the host on which the machine is, or null
     */
    record Row(UUID id, String resourceId, TenantId tenant, String region, String mac, UUID network, UUID securityGroup, String dnsLabel,
               UUID machine, String machineId, String computerName, Integer position, HostId placedOn) {}

    /** An interface's address, in the order of its configurations; {@code publicAddress} may be null. */
    record Lease(UUID owner, String resourceId, UUID subnet, Prefix prefix, String address, String publicAddress) {}

    static Optional<Row> find(Handle handle, UUID id) {
        return handle.createQuery(COLUMNS + "where id = :id").bind("id", id).map((row, context) -> read(row)).findOne();
    }

    static Optional<Row> find(Handle handle, String resourceId) {
        return ResourceId.tryParse(resourceId).flatMap(id -> handle.createQuery(COLUMNS + "where key = :key").bind("key", id.key())
                .map((row, context) -> read(row)).findOne());
    }

    /** As {@link #find}, kept from changing until the end of the transaction. */
    static Optional<Row> lock(Handle handle, String resourceId) {
        return ResourceId.tryParse(resourceId).flatMap(id -> handle.createQuery(COLUMNS + "where key = :key for update").bind("key", id.key())
                .map((row, context) -> read(row)).findOne());
    }

    /** As {@link #find}, kept from changing until the end of the transaction. */
    static Optional<Row> lock(Handle handle, UUID id) {
        return handle.createQuery(COLUMNS + "where id = :id for update").bind("id", id).map((row, context) -> read(row)).findOne();
    }

    /** A machine's interfaces in their order, kept from changing until the end of the transaction. */
    static List<Row> lockOfMachine(Handle handle, UUID machine) {
        return handle.createQuery(COLUMNS + "where machine = :machine order by position for update").bind("machine", machine)
                .map((row, context) -> read(row)).list();
    }

    /** The interfaces of a network that are ports of hosts. */
    static List<Row> placed(Handle handle, UUID network) {
        return handle.createQuery(COLUMNS + "where virtual_network = :network and placed_on is not null order by id").bind("network", network)
                .map((row, context) -> read(row)).list();
    }

    /** The addresses of an interface. */
    static List<Lease> leases(Handle handle, UUID owner) {
        return leases(handle, "c.interface = :id", owner);
    }

    /** The addresses of all interfaces of a network that are ports of hosts. */
    static List<Lease> placedLeases(Handle handle, UUID network) {
        return leases(handle, "c.interface in (select id from network.interface where virtual_network = :id and placed_on is not null)", network);
    }

    private static List<Lease> leases(Handle handle, String which, UUID id) {
        return handle.createQuery("""
                select c.interface, c.resource_id, c.subnet, s.prefixes, host(c.address) as address, host(p.address) as public_address
                from network.ip_configuration c join network.subnet s on s.id = c.subnet left join network.public_address p on p.id = c.public_address
                where %s order by c.interface, c.position""".formatted(which)).bind("id", id).map((row, context) -> {
                    String address = row.getString("address");
                    Prefix prefix = VirtualNetworkTable.prefixes(row.getArray("prefixes")).stream()
                            .filter(candidate -> candidate.contains(Prefix.address(address).orElseThrow())).findFirst().orElseThrow();
                    return new Lease(row.getObject("interface", UUID.class), row.getString("resource_id"), row.getObject("subnet", UUID.class), prefix,
                            address, row.getString("public_address"));
                }).list();
    }

    private static Row read(ResultSet row) throws SQLException {
        String host = row.getString("placed_on");
        return new Row(row.getObject("id", UUID.class), row.getString("resource_id"), new TenantId(row.getObject("tenant", UUID.class)),
                row.getString("region"), row.getString("mac"), row.getObject("virtual_network", UUID.class), row.getObject("security_group", UUID.class),
                row.getString("dns_label"), row.getObject("machine", UUID.class), row.getString("machine_id"), row.getString("computer_name"),
                row.getObject("position", Integer.class), host == null ? null : new HostId(host));
    }
}
