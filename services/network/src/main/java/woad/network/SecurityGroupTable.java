package woad.network;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.core.TenantId;
import woad.resources.Resource;
import woad.resources.ResourceId;

/** The rows of {@code network.security_group}. */
final class SecurityGroupTable {
    private SecurityGroupTable() {}

    /** Who uses a security group: ids of interfaces and of subnets. */
    record Users(List<String> interfaces, List<String> subnets) {
        boolean none() {
            return interfaces.isEmpty() && subnets.isEmpty();
        }
    }

    static void store(Handle handle, Resource resource) {
        int stored = handle.createUpdate("""
                insert into network.security_group (id, key, resource_id, tenant, subscription, region, rules)
                values (:id, :key, :resource, :tenant, :subscription, :region, :rules::jsonb)
                on conflict (id) do update set rules = excluded.rules""")
                .bind("id", resource.uniqueId()).bind("key", resource.id().key()).bind("resource", resource.id().toString())
                .bind("tenant", resource.tenant().value()).bind("subscription", resource.id().subscription().value())
                .bind("region", resource.desired().location()).bind("rules", Json.write(resource.desired().properties().get("securityRules"))).execute();
        if (stored != 1) {
            throw new IllegalStateException("security group " + resource.id() + " was not stored");
        }
    }

    /** The unique id of a group that is there until the end of the transaction. @throws CloudException {@code InvalidResourceReference} */
    static UUID hold(Handle handle, TenantId tenant, String id, String target) {
        return handle.createQuery("select id from network.security_group where key = :key and tenant = :tenant for key share")
                .bind("key", ResourceId.parse(id, target).key()).bind("tenant", tenant.value()).mapTo(UUID.class).findOne()
                .orElseThrow(() -> References.notFound(id, target));
    }

    /** @throws CloudException {@code InUseNetworkSecurityGroupCannotBeDeleted} */
    static void release(Handle handle, Resource resource) {
        handle.createQuery("select id from network.security_group where id = :id for update").bind("id", resource.uniqueId()).mapTo(UUID.class).findOne();
        Users users = users(handle, resource.uniqueId());
        if (!users.none()) {
            String names = String.join(", ", Stream.concat(users.interfaces.stream(), users.subnets.stream()).limit(10).toList());
            throw new CloudException(NetworkError.SECURITY_GROUP_IN_USE, "Network security group " + resource.id()
                    + " cannot be deleted because it is in use by the following resources: " + names
                    + ". In order to delete the Network security group, remove the association with the resource(s).");
        }
        handle.createUpdate("delete from network.security_group where id = :id").bind("id", resource.uniqueId()).execute();
    }

    static Users users(Handle handle, UUID group) {
        List<String> interfaces = new ArrayList<>();
        List<String> subnets = new ArrayList<>();
        handle.createQuery("""
                select true, resource_id from network.interface where security_group = :id
                union all
                select false, n.resource_id || '/subnets/' || s.name from network.subnet s join network.virtual_network n on n.id = s.virtual_network
                where s.security_group = :id order by 2""").bind("id", group)
                .map((row, context) -> (row.getBoolean(1) ? interfaces : subnets).add(row.getString(2))).list();
        return new Users(interfaces, subnets);
    }

    /** The networks in which interfaces or subnets use the group. */
    static List<UUID> networks(Handle handle, UUID group) {
        return handle.createQuery("""
                select virtual_network from network.interface where security_group = :id and placed_on is not null
                union select virtual_network from network.subnet where security_group = :id""").bind("id", group).mapTo(UUID.class).list();
    }
}
