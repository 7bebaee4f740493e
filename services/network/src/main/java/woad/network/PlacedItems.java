package woad.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.fleet.FleetStore;
import woad.fleet.Item;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.platform.core.Json;

/** What hosts were told of networks ({@code network.placed_item}): puts what changed and removes what is gone. Callers hold the host's lock. */
final class PlacedItems {
    private static final ObjectWriter SORTED = Json.MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final FleetStore fleet;

    PlacedItems(FleetStore fleet) {
        this.fleet = fleet;
    }

    private record Key(Item.Kind kind, UUID id) {}

    /** Makes what a host was told of a network what the picture says; nothing of it where there is no picture or no interface on the host. */
    void update(Handle handle, UUID network, Optional<NetworkPicture> picture, HostId host, Item.Owner owner) {
        Map<Key, byte[]> told = told(handle, network, host);
        picture.filter(known -> known.on(host)).ifPresent(known -> {
            NetworkSpec spec = known.network();
            put(handle, network, host, told.remove(new Key(Item.Kind.NETWORK, network)), spec, generation -> new Item.Network(new NetworkSpec(spec.id(), generation,
                    spec.prefixes(), spec.subnets(), spec.names(), spec.endpoints())), owner);
            for (PortSpec port : known.ports(host)) {
                put(handle, network, host, told.remove(new Key(Item.Kind.PORT, UUID.fromString(port.id()))), port, generation -> new Item.Port(new PortSpec(port.id(),
                        generation, port.machineId(), port.networkId(), port.subnetId(), port.mac(), port.addresses(), port.rules())), owner);
            }
        });
        for (Key gone : told.keySet()) {
            fleet.removeItem(handle, host, gone.kind(), gone.id().toString());
            handle.createUpdate("delete from network.placed_item where host = :host and kind = :kind and id = :id")
                    .bind("host", host.value()).bind("kind", gone.kind().name()).bind("id", gone.id()).execute();
        }
    }

    /** The hosts that were told of a network. */
    static List<HostId> hosts(Handle handle, UUID network) {
        return handle.createQuery("select distinct host from network.placed_item where virtual_network = :network").bind("network", network)
                .mapTo(String.class).map(HostId::new).list();
    }

    /** How far hosts are with what they were told. */
    sealed interface Progress {
        /** All is as told. */
        record Done() implements Progress {}

        /** A host has not tried all of it yet. */
        record Waiting() implements Progress {}

        /** A host could not make the port what it was told; the message is the host's. */
        record Failing(String message) implements Progress {}
    }

    /** How far the hosts are with a network; only the failure of the one port, if it is one of the network's, is told. */
    Progress progress(Handle handle, UUID network, UUID port) {
        record Told(HostId host, Item.Kind kind, String id, long generation) {}
        List<Told> told = handle.createQuery("select host, kind, id, generation from network.placed_item where virtual_network = :network").bind("network", network)
                .map((row, context) -> new Told(new HostId(row.getString(1)), Item.Kind.valueOf(row.getString(2)), row.getString(3), row.getLong(4))).list();
        if (!told.stream().allMatch(item -> fleet.applied(handle, item.host(), item.kind(), item.id()))) {
            return new Progress.Waiting();
        }
        return told.stream().filter(item -> item.kind() == Item.Kind.PORT && item.id().equals(port.toString()))
                .flatMap(item -> fleet.port(handle, item.host(), item.id()).filter(report -> report.generation() == item.generation()).stream())
                .filter(report -> report.state() == HostReport.State.FAILED).findFirst()
                .<Progress>map(report -> new Progress.Failing(report.message())).orElseGet(Progress.Done::new);
    }

    private interface Generated {
        Item at(long generation);
    }

    private void put(Handle handle, UUID network, HostId host, byte[] before, Object spec, Generated item, Item.Owner owner) {
        byte[] digest = digest(spec);
        if (Arrays.equals(before, digest)) {
            return;
        }
        long generation = handle.createQuery("select nextval('network.generation')").mapTo(Long.class).one();
        Item made = item.at(generation);
        handle.createUpdate("""
                insert into network.placed_item (host, kind, id, virtual_network, digest, generation)
                values (:host, :kind, :id, :network, :digest, :generation)
                on conflict (host, kind, id) do update set virtual_network = excluded.virtual_network, digest = excluded.digest, generation = excluded.generation""")
                .bind("host", host.value()).bind("kind", made.kind().name()).bind("id", UUID.fromString(made.id())).bind("network", network)
                .bind("digest", digest).bind("generation", generation).execute();
        fleet.putItem(handle, host, made, owner);
    }

    private static Map<Key, byte[]> told(Handle handle, UUID network, HostId host) {
        Map<Key, byte[]> told = new HashMap<>();
        handle.createQuery("select kind, id, digest from network.placed_item where host = :host and virtual_network = :network")
                .bind("host", host.value()).bind("network", network)
                .map((row, context) -> told.put(new Key(Item.Kind.valueOf(row.getString(1)), row.getObject(2, UUID.class)), row.getBytes(3))).list();
        return told;
    }

    private static byte[] digest(Object spec) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(spec));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException("cannot digest a " + spec.getClass().getSimpleName(), e);
        }
    }
}
