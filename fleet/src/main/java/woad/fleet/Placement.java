package woad.fleet;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import woad.fleet.spec.HostId;
import woad.platform.core.CloudException;

/**
 * Finds room on hosts and reserves it in the caller's transaction, never more than there is: the reservation is one conditional
 * update of the host's row. Hosts that are up and have the most free memory come first.
 */
public final class Placement {
    /** Another transaction may take the room that was found while this one waits for it; then others are looked at. */
    private static final int ATTEMPTS = 5;

    private final Map<String, RegionRules> rules;

    /** @param rules by region name; a region without rules promises no more than it has */
    public Placement(Map<String, RegionRules> rules) {
        this.rules = Map.copyOf(rules);
    }

    /**
     * What needs room.
     *
     * @param id       a GUID: the machine's or disk's unique id
     * @param zone     or null for any
     * @param pinnedTo the only host that will do, since the disks are there; or null
     */
    public record Request(String id, String region, String zone, HostId pinnedTo, Demand demand) {}

    /** How much; {@code memoryMib} is what the guest is given, see {@link RegionRules#guestMemoryMib}. */
    public record Demand(int vcpus, int memoryMib, long diskGib) {
        /** A running machine. */
        public static Demand machine(int vcpus, int memoryMib) {
            return new Demand(vcpus, memoryMib, 0);
        }

        /** A disk. */
        public static Demand disk(long gib) {
            return new Demand(0, 0, gib);
        }
    }

    /** The rules of a region. */
    public RegionRules rules(String region) {
        return rules.getOrDefault(region, RegionRules.full());
    }

    /**
     * Reserves room inside the caller's transaction. Asking again for the same id gives the same host; a changed demand replaces
     * the former one, on the same host where it has room.
     *
     * @throws CloudException {@code SkuNotAvailable} where no host could ever hold it, {@code AllocationFailed} or
     *         {@code ZonalAllocationFailed} where there is no room now
     */
    public HostId reserve(Handle handle, Request request) {
        Optional<Held> held = held(handle, request.id());
        if (held.isPresent() && held.get().demand().equals(request.demand()) && fits(held.get().host(), request)) {
            return held.get().host();
        }
        release(handle, request.id());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> host = take(handle, request, attempt == 0 ? "skip locked" : "", held.map(h -> h.host().value()).orElse(""));
            if (host.isPresent()) {
                handle.createUpdate("""
                        insert into fleet.reservation (id, host, vcpus, memory_mib, disk_gib) values (:id, :chosen, :vcpus, :memory, :disk)""")
                        .bind("id", request.id()).bind("chosen", host.get()).bind("vcpus", request.demand().vcpus())
                        .bind("memory", memory(request)).bind("disk", request.demand().diskGib()).execute();
                return new HostId(host.get());
            }
        }
        throw refusal(handle, request);
    }

    /** The host on which room is reserved under an id. */
    public Optional<HostId> reserved(Handle handle, String id) {
        return held(handle, id).map(Held::host);
    }

    /** Gives the room back inside the caller's transaction; nothing where none is reserved. */
    public void release(Handle handle, String id) {
        handle.createUpdate("""
                with gone as (delete from fleet.reservation where id = :id returning host, vcpus, memory_mib, disk_gib)
                update fleet.host h set reserved_vcpus = reserved_vcpus - gone.vcpus, reserved_memory_mib = reserved_memory_mib - gone.memory_mib,
                    reserved_disk_gib = reserved_disk_gib - gone.disk_gib
                from gone where h.id = gone.host""").bind("id", id).execute();
    }

    private record Held(HostId host, Demand demand) {}

    private Optional<Held> held(Handle handle, String id) {
        return handle.createQuery("""
                select r.host, r.vcpus, r.memory_mib, r.disk_gib, h.region from fleet.reservation r join fleet.host h on h.id = r.host
                where r.id = :id for update of r""").bind("id", id)
                .map((row, context) -> {
                    int memory = row.getInt(3);
                    int overhead = memory == 0 ? 0 : rules(row.getString(5)).overheadMib();
                    return new Held(new HostId(row.getString(1)), new Demand(row.getInt(2), memory - overhead, row.getLong(4)));
                }).findOne();
    }

    private static boolean fits(HostId host, Request request) {
        return request.pinnedTo() == null || request.pinnedTo().equals(host);
    }

    private Optional<String> take(Handle handle, Request request, String locking, String former) {
        return bind(handle.createQuery("""
                update fleet.host set reserved_vcpus = reserved_vcpus + :vcpus, reserved_memory_mib = reserved_memory_mib + :memory,
                    reserved_disk_gib = reserved_disk_gib + :disk
                where id = (select id from fleet.host
                    where region = :region and (:zone::text is null or zone = :zone) and (:pinned::text is null or id = :pinned)
                      and state = 'UP' and (schedulable or id = :pinned)
                      and reserved_vcpus + :vcpus <= vcpus * :vcpuRatio and reserved_memory_mib + :memory <= memory_mib
                      and reserved_disk_gib + :disk <= disk_gib * :diskRatio
                    order by id = :former desc, memory_mib - reserved_memory_mib desc, disk_gib - reserved_disk_gib desc, id
                    limit 1 for no key update\s""" + locking + """
                ) returning id"""), request).bind("former", former).mapTo(String.class).findOne();
    }

    private CloudException refusal(Handle handle, Request request) {
        boolean ever = bind(handle.createQuery("""
                select exists (select 1 from fleet.host where region = :region and (:zone::text is null or zone = :zone)
                  and (:pinned::text is null or id = :pinned)
                  and :vcpus <= vcpus * :vcpuRatio and :memory <= memory_mib and :disk <= disk_gib * :diskRatio)"""), request)
                .mapTo(Boolean.class).one();
        String where = request.zone() == null ? "location '" + request.region() + "'" : "zone '" + request.zone() + "' of location '" + request.region() + "'";
        if (!ever) {
            return new CloudException(FleetError.SKU_NOT_AVAILABLE, "The requested size is currently not available in " + where
                    + ": no host there can hold it. Please try another size or deploy to a different location or zone.");
        }
        if (request.zone() != null) {
            return new CloudException(FleetError.ZONAL_ALLOCATION_FAILED, "Allocation failed. We do not have sufficient capacity for the requested size in "
                    + where + ". Please try later, a smaller size or another zone.");
        }
        return new CloudException(FleetError.ALLOCATION_FAILED, "Allocation failed. We do not have sufficient capacity for the requested size in "
                + where + ". Please try later, a smaller size or another location.");
    }

    private long memory(Request request) {
        int memory = request.demand().memoryMib();
        return memory == 0 ? 0 : memory + (long) rules(request.region()).overheadMib();
    }

    private <T extends SqlStatement<T>> T bind(T statement, Request request) {
        RegionRules limits = rules(request.region());
        return statement.bind("region", request.region()).bind("zone", request.zone())
                .bind("pinned", request.pinnedTo() == null ? null : request.pinnedTo().value())
                .bind("vcpus", request.demand().vcpus()).bind("memory", memory(request)).bind("disk", request.demand().diskGib())
                .bind("vcpuRatio", limits.vcpuRatio()).bind("diskRatio", limits.diskRatio());
    }
}
