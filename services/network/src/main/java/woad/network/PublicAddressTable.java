package woad.network;

import inet.ipaddr.IPAddress;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.core.TenantId;
import woad.resources.Resource;
import woad.resources.ResourceId;

/** The rows of {@code network.public_address}: which addresses of the cloud's pool are given out. */
final class PublicAddressTable {
    private static final int RANDOM_ATTEMPTS = 32;

    private final Ids ids;
    private final Prefix pool;

    /** @param pool the first and the last address of it are not given out */
    PublicAddressTable(Ids ids, Prefix pool) {
        this.ids = ids;
        this.pool = pool;
    }

    /**
     * Stores an address resource; a new one is given a random free address, so that one that was just given back rests.
     *
     * @return the address
     * @throws CloudException {@code DnsRecordInUse} or {@code PublicIPAddressPoolExhausted}
     */
    String store(Handle handle, Resource resource, PublicAddress desired) {
        checkLabel(handle, resource, desired.label());
        Optional<String> present = handle.createQuery("update network.public_address set label = :label where id = :id returning host(address)")
                .bind("label", desired.label()).bind("id", resource.uniqueId()).mapTo(String.class).findOne();
        if (present.isPresent()) {
            return present.get();
        }
        long size = pool.block().getCount().longValueExact();
        for (int attempt = 0; attempt < RANDOM_ATTEMPTS; attempt++) {
            IPAddress candidate = pool.first().increment(1 + ids.below((int) Math.min(size - 2, Integer.MAX_VALUE)));
            if (insert(handle, resource, desired, Prefix.text(candidate))) {
                return Prefix.text(candidate);
            }
        }
        for (Optional<String> free = free(handle); free.isPresent(); free = free(handle)) {
            if (insert(handle, resource, desired, free.get())) {
                return free.get();
            }
        }
        throw new CloudException(NetworkError.PUBLIC_ADDRESS_POOL_EMPTY, "All public addresses of this cloud are in use: delete one, or ask its operator for a larger pool.");
    }

    /** An address resource that interfaces can be given until the end of the transaction. @throws CloudException {@code InvalidResourceReference} */
    static UUID hold(Handle handle, TenantId tenant, String id, String target) {
        return handle.createQuery("select id from network.public_address where key = :key and tenant = :tenant for update")
                .bind("key", ResourceId.parse(id, target).key()).bind("tenant", tenant.value()).mapTo(UUID.class).findOne()
                .orElseThrow(() -> References.notFound(id, target));
    }

    /** The id of the IP configuration that has the address. */
    static Optional<String> user(Handle handle, UUID id) {
        return handle.createQuery("select resource_id from network.ip_configuration where public_address = :id").bind("id", id)
                .mapTo(String.class).findOne();
    }

    /** Whether no address in the region has the label. */
    static boolean labelFree(Handle handle, String region, String label) {
        return handle.createQuery("select not exists (select 1 from network.public_address where region = :region and label = :label)")
                .bind("region", region).bind("label", label).mapTo(Boolean.class).one();
    }

    /** @throws CloudException {@code PublicIPAddressCannotBeDeleted} */
    static void release(Handle handle, Resource resource) {
        handle.createQuery("select id from network.public_address where id = :id for update").bind("id", resource.uniqueId()).mapTo(UUID.class).findOne();
        user(handle, resource.uniqueId()).ifPresent(user -> {
            throw new CloudException(NetworkError.PUBLIC_ADDRESS_CANNOT_BE_DELETED, "Public IP address " + resource.id()
                    + " can not be deleted since it is still allocated to resource " + user
                    + ". In order to delete the public IP, disassociate/detach the Public IP address from the resource.");
        });
        handle.createUpdate("delete from network.public_address where id = :id").bind("id", resource.uniqueId()).execute();
    }

    private static void checkLabel(Handle handle, Resource resource, String label) {
        if (label == null) {
            return;
        }
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:name, 0))").bind("name", "network.label " + resource.desired().location() + " " + label)
                .map((row, context) -> true).one();
        boolean taken = handle.createQuery("select exists (select 1 from network.public_address where region = :region and label = :label and id <> :id)")
                .bind("region", resource.desired().location()).bind("label", label).bind("id", resource.uniqueId()).mapTo(Boolean.class).one();
        if (taken) {
            throw new CloudException(NetworkError.DNS_RECORD_IN_USE, "DNS record " + label + " in " + resource.desired().location()
                    + " is already used by another public IP.");
        }
    }

    private static boolean insert(Handle handle, Resource resource, PublicAddress desired, String address) {
        return handle.createUpdate("""
                insert into network.public_address (id, key, resource_id, tenant, subscription, region, address, label)
                values (:id, :key, :resource, :tenant, :subscription, :region, :address::inet, :label) on conflict (address) do nothing""")
                .bind("id", resource.uniqueId()).bind("key", resource.id().key()).bind("resource", resource.id().toString())
                .bind("tenant", resource.tenant().value()).bind("subscription", resource.id().subscription().value())
                .bind("region", resource.desired().location()).bind("address", address).bind("label", desired.label()).execute() == 1;
    }

    private Optional<String> free(Handle handle) {
        return handle.createQuery("""
                select host(candidate) from (
                    select :first::inet as candidate where not exists (select 1 from network.public_address where address = :first::inet)
                    union all
                    (select p.address + 1 from network.public_address p where p.address >= :first::inet and p.address < :last::inet
                       and not exists (select 1 from network.public_address n where n.address = p.address + 1) order by p.address limit 1)
                ) candidates order by candidate limit 1""")
                .bind("first", Prefix.text(pool.first().increment(1))).bind("last", Prefix.text(pool.lastUsable())).mapTo(String.class).findOne();
    }
}
