package woad.fleet.hosts;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.fleet.Item;
import woad.fleet.spec.Desired;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSecrets;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.core.TenantId;
import woad.platform.keys.KeyHierarchy;

/** Puts together what a host is told from the items that services put. */
final class SpecAssembly {
    private static final Logger LOG = System.getLogger("woad.fleet");

    private final KeyHierarchy keys;

    SpecAssembly(KeyHierarchy keys) {
        this.keys = keys;
    }

    /** The generation up to which the host has been told to do something. */
    static Optional<Long> generation(Handle handle, HostId host) {
        return handle.createQuery("select generation from fleet.host where id = :host").bind("host", host.value()).mapTo(Long.class).findOne();
    }

    private record Row(long generation, Item.Kind kind, String spec, UUID tenant) {}

    /** The whole of it. Generation and items are of one snapshot; peers may be newer, never older. */
    Desired assemble(Handle handle, HostId host) {
        List<Row> rows = handle.createQuery("""
                select h.generation, i.kind, i.spec, i.tenant from fleet.host h left join fleet.item i on i.host = h.id and i.desired
                where h.id = :host order by i.kind, i.id""").bind("host", host.value())
                .map((row, context) -> new Row(row.getLong(1), row.getString(2) == null ? null : Item.Kind.valueOf(row.getString(2)),
                        row.getString(3), row.getObject(4, UUID.class))).list();
        List<DiskSpec> disks = new ArrayList<>();
        List<MachineSpec> machines = new ArrayList<>();
        List<NetworkSpec> networks = new ArrayList<>();
        List<PortSpec> ports = new ArrayList<>();
        Map<String, String> diskKeys = new HashMap<>();
        for (Row row : rows) {
            switch (row.kind()) {
                case null -> { }
                case DISK -> {
                    DiskSpec disk = Json.parse(row.spec(), DiskSpec.class);
                    disks.add(disk);
                    key(handle, new TenantId(row.tenant()), disk.id()).ifPresent(key -> diskKeys.put(disk.id(), key));
                }
                case MACHINE -> machines.add(Json.parse(row.spec(), MachineSpec.class));
                case NETWORK -> networks.add(Json.parse(row.spec(), NetworkSpec.class));
                case PORT -> ports.add(Json.parse(row.spec(), PortSpec.class));
            }
        }
        HostSpec spec = new HostSpec(host, rows.getFirst().generation(), peers(handle, host), disks, machines, networks, ports);
        return new Desired(spec, new HostSecrets(diskKeys));
    }

    /** A disk whose key was destroyed cannot be opened any more, which is no reason to keep the host from everything else. */
    private Optional<String> key(Handle handle, TenantId tenant, String diskId) {
        try {
            return Optional.of(Base64.getEncoder().encodeToString(keys.unwrap(handle, tenant, diskId)));
        } catch (CloudException e) {
            LOG.log(Level.ERROR, "the key of disk " + diskId + " cannot be given to its host", e);
            return Optional.empty();
        }
    }

    private static List<HostSpec.Peer> peers(Handle handle, HostId host) {
        return handle.createQuery("""
                select o.id, o.underlay_address from fleet.host o join fleet.host h on h.region = o.region
                where h.id = :host and o.id <> h.id and o.key_hash is not null order by o.id""").bind("host", host.value())
                .map((row, context) -> new HostSpec.Peer(new HostId(row.getString(1)), row.getString(2))).list();
    }
}
