package woad.network;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import woad.fleet.FleetStore;
import woad.fleet.Item;
import woad.fleet.spec.HostId;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;
import woad.platform.store.WorkQueue;
import woad.resources.Resource;
import woad.resources.provider.Convergence;

/**
 * Keeps what hosts are told of networks as it is stored. A host is locked before anything is read, so that what was read last is
 * what it is told last; hosts are locked in one order and before any row of this service.
 */
final class Fabric implements Reconciler {
    private static final String QUEUE = "network.fabric";
    /** How long a write waits for hosts to apply it; a host that is down applies it when it is back. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Database database;
    private final WorkQueue queue;
    private final FleetStore fleet;
    private final PlacedItems items;
    private final InstantSource clock;

    Fabric(Database database, WorkQueue queue, FleetStore fleet, InstantSource clock) {
        this.database = database;
        this.queue = queue;
        this.fleet = fleet;
        this.items = new PlacedItems(fleet);
        this.clock = clock;
    }

    @Override
    public String queue() {
        return QUEUE;
    }

    @Override
    public Outcome reconcile(String key) {
        update(UUID.fromString(key));
        return new Outcome.Done();
    }

    /** Has all hosts told anew of a network soon after the caller's transaction. */
    void enqueue(Handle handle, UUID network) {
        queue.enqueue(handle, QUEUE, network.toString());
        handle.afterCommit(() -> queue.wake(QUEUE));
    }

    /** Tells these hosts of a network, in the caller's transaction. */
    void update(Handle handle, UUID network, List<HostId> hosts) {
        fleet.lock(handle, hosts);
        Optional<NetworkPicture> picture = NetworkPicture.read(handle, network);
        hosts.forEach(host -> items.update(handle, network, picture, host, new Item.Owner(QUEUE, network.toString())));
    }

    /** Tells every host of a network that has or had an interface of it. */
    private void update(UUID network) {
        database.transaction(handle -> {
            List<HostId> placed = InterfaceTable.placed(handle, network).stream().map(InterfaceTable.Row::placedOn).toList();
            update(handle, network, Stream.concat(placed.stream(), PlacedItems.hosts(handle, network).stream()).distinct().toList());
            return null;
        });
    }

    /** Converges a resource whose write changes what hosts are told of some networks: tells them, and waits a while until they have applied it. */
    Convergence converge(Resource resource, Function<Handle, List<UUID>> affected) {
        if (resource.state() == Resource.State.DELETING) {
            return new Convergence.Gone();
        }
        List<UUID> networks = database.with(affected::apply);
        networks.forEach(this::update);
        boolean waited = clock.instant().isAfter(resource.systemData().changedAt().plus(PATIENCE));
        List<PlacedItems.Progress> progress = database.with(handle -> networks.stream().map(network -> items.progress(handle, network, resource.uniqueId())).toList());
        if (!waited && !progress.stream().allMatch(PlacedItems.Progress.Done.class::isInstance)) {
            return new Convergence.Working(resource.observed(), LOOK_AGAIN);
        }
        for (PlacedItems.Progress one : progress) {
            if (one instanceof PlacedItems.Progress.Failing failing) {
                return new Convergence.Failed(resource.observed(), NetworkError.NOT_APPLIED.code(), "The host of the machine cannot make its network interface so: "
                        + failing.message());
            }
        }
        return new Convergence.Ready(resource.observed());
    }
}
