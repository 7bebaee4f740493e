package woad.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.fleet.hosts.HostSignals;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport;
import woad.platform.core.CloudException;
import woad.platform.core.Json;

/**
 * What services have the hosts make true, and what the hosts made of it. Writers work in the caller's transaction: the host's
 * generation rises with it, and the host is told as soon as it has committed. A transaction that writes to several hosts must
 * {@link #lock} them first, so that two such transactions do not wait for each other.
 */
public final class FleetStore {
    private final HostSignals signals;

    public FleetStore(HostSignals signals) {
        this.signals = signals;
    }

    /** Keeps other transactions from writing to these hosts until the end of this one. */
    public void lock(Handle handle, Collection<HostId> hosts) {
        for (String host : hosts.stream().map(HostId::value).distinct().sorted().toList()) {
            handle.createQuery("select 1 from fleet.host where id = :host for no key update").bind("host", host).mapTo(Integer.class)
                    .findOne().orElseThrow(() -> noHost(host));
        }
    }

    /**
     * Has the host make this so. Putting what is there already changes nothing.
     *
     * @param owner hears of every change of the observed state, also once the item is removed
     */
    public void putItem(Handle handle, HostId host, Item item, Item.Owner owner) {
        lock(handle, List.of(host));
        int changed = handle.createUpdate("""
                insert into fleet.item (host, kind, id, desired, host_generation, tenant, spec, work_queue, work_key)
                select :host, :kind, :id, true, h.generation + 1, :tenant, :spec::jsonb, :queue, :key from fleet.host h where h.id = :host
                on conflict (host, kind, id) do update
                set desired = true, host_generation = excluded.host_generation, tenant = excluded.tenant, spec = excluded.spec,
                    work_queue = excluded.work_queue, work_key = excluded.work_key
                where not fleet.item.desired or fleet.item.spec <> excluded.spec or fleet.item.tenant is distinct from excluded.tenant
                   or fleet.item.work_queue <> excluded.work_queue or fleet.item.work_key <> excluded.work_key""")
                .bind("host", host.value()).bind("kind", item.kind()).bind("id", item.id()).bind("spec", Json.write(item.spec()))
                .bind("tenant", item instanceof Item.Disk disk ? disk.tenant().value() : null)
                .bind("queue", owner.queue()).bind("key", owner.key()).execute();
        if (changed > 0) {
            advance(handle, host);
        }
    }

    /** Has the host take this away. It is {@link #exists gone} once the host has reported so, or at once where the host was removed; then its owner is told. */
    public void removeItem(Handle handle, HostId host, Item.Kind kind, String id) {
        lock(handle, List.of(host));
        int changed = handle.createUpdate("""
                update fleet.item i set desired = false, host_generation = h.generation + 1 from fleet.host h
                where h.id = :host and i.host = :host and i.kind = :kind and i.id = :id and i.desired""")
                .bind("host", host.value()).bind("kind", kind).bind("id", id).execute();
        if (changed > 0 && !droppedWithHost(handle, host, kind, id)) {
            advance(handle, host);
        }
    }

    /** Nobody will report that a removed host has taken the thing away. */
    private static boolean droppedWithHost(Handle handle, HostId host, Item.Kind kind, String id) {
        return handle.createUpdate("""
                with gone as (
                    delete from fleet.item i using fleet.host h
                    where h.id = :host and h.state = 'REMOVED' and i.host = :host and i.kind = :kind and i.id = :id returning i.work_queue, i.work_key)
                insert into platform.work (queue, key) select work_queue, work_key from gone
                on conflict (queue, key) do update set version = platform.work.version + 1, due_at = now(), attempts = 0""")
                .bind("host", host.value()).bind("kind", kind).bind("id", id).execute() > 0;
    }

    /** Whether the host has or may have the thing: from {@link #putItem} until the host has reported that nothing is left of it. */
    public boolean exists(Handle handle, HostId host, Item.Kind kind, String id) {
        return handle.createQuery("select exists (select 1 from fleet.item where host = :host and kind = :kind and id = :id)")
                .bind("host", host.value()).bind("kind", kind).bind("id", id).mapTo(Boolean.class).one();
    }

    /** Whether the host has tried the thing as it was last put; a removed host has no more to try. */
    public boolean applied(Handle handle, HostId host, Item.Kind kind, String id) {
        return handle.createQuery("""
                select exists (select 1 from fleet.item i join fleet.host h on h.id = i.host
                where i.host = :host and i.kind = :kind and i.id = :id and i.desired and (h.applied_generation >= i.host_generation or h.state = 'REMOVED'))""")
                .bind("host", host.value()).bind("kind", kind).bind("id", id).mapTo(Boolean.class).one();
    }

    /** The hosts that have or may have the thing. */
    public List<HostId> hosts(Handle handle, Item.Kind kind, String id) {
        return handle.createQuery("select host from fleet.item where kind = :kind and id = :id order by host")
                .bind("kind", kind).bind("id", id).mapTo(String.class).map(HostId::new).list();
    }

    /** What the host last reported of a machine. */
    public Optional<HostReport.MachineReport> machine(Handle handle, HostId host, String id) {
        return observed(handle, host, Item.Kind.MACHINE, id, HostReport.MachineReport.class);
    }

    /** What the host last reported of a disk. */
    public Optional<HostReport.DiskReport> disk(Handle handle, HostId host, String id) {
        return observed(handle, host, Item.Kind.DISK, id, HostReport.DiskReport.class);
    }

    /** What the host last reported of a port. */
    public Optional<HostReport.PortReport> port(Handle handle, HostId host, String id) {
        return observed(handle, host, Item.Kind.PORT, id, HostReport.PortReport.class);
    }

    private static <T> Optional<T> observed(Handle handle, HostId host, Item.Kind kind, String id, Class<T> type) {
        return handle.createQuery("select state from fleet.observation where host = :host and kind = :kind and id = :id")
                .bind("host", host.value()).bind("kind", kind).bind("id", id).mapTo(String.class).findOne().map(text -> Json.parse(text, type));
    }

    private void advance(Handle handle, HostId host) {
        handle.createUpdate("update fleet.host set generation = generation + 1 where id = :host").bind("host", host.value()).execute();
        signals.changedBy(handle, host);
    }

    static CloudException noHost(String host) {
        return new CloudException(FleetError.HOST_NOT_FOUND, "There is no host " + host + ".");
    }
}
