package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.store.Database;

/** Subscriptions: what a tenant's resources are billed to and bounded by. */
public final class Subscriptions {
    private final Database database;

    Subscriptions(Database database) {
        this.database = database;
    }

    /** A subscription of a tenant. */
    public record Subscription(SubscriptionId id, TenantId tenant, String displayName) {}

    /** The operator makes a subscription for a tenant. */
    public Subscription create(SubscriptionId id, TenantId tenant, String displayName, Instant at) {
        database.with(handle -> handle.createUpdate("insert into resources.subscription (id, tenant, display_name, created_at) values (:id, :tenant, :name, :at)")
                .bind("id", id.value()).bind("tenant", tenant.value()).bind("name", displayName).bind("at", at.atOffset(ZoneOffset.UTC)).execute());
        return new Subscription(id, tenant, displayName);
    }

    /** The subscription, of whatever tenant. */
    public Optional<Subscription> find(SubscriptionId id) {
        return database.with(handle -> handle.createQuery("select tenant, display_name from resources.subscription where id = :id").bind("id", id.value())
                .map((row, context) -> new Subscription(id, new TenantId(row.getObject("tenant", UUID.class)), row.getString("display_name"))).findOne());
    }

    /** Every subscription of the cloud, for the operator. */
    public List<Subscription> all() {
        return database.with(handle -> handle.createQuery("select id, tenant, display_name from resources.subscription order by display_name, id")
                .map((row, context) -> new Subscription(new SubscriptionId(row.getObject("id", UUID.class)), new TenantId(row.getObject("tenant", UUID.class)),
                        row.getString("display_name"))).list());
    }

    TenantId tenant(SubscriptionId id) {
        return find(id).orElseThrow(() -> notFound(id.toString())).tenant();
    }

    /** Those in which one of the principals has a role at any scope, in name order. */
    public List<Subscription> visible(TenantId tenant, List<UUID> principals) {
        return database.with(handle -> handle.createQuery("""
                select s.id, s.display_name from resources.subscription s where s.tenant = :tenant and exists (
                    select 1 from resources.role_assignment a where a.tenant = :tenant and a.principal = any(:principals)
                        and (a.scope_key = '/' or a.scope_key = '/subscriptions/' || s.id or a.scope_key like '/subscriptions/' || s.id || '/%'))
                order by s.display_name, s.id""")
                .bind("tenant", tenant.value()).bind("principals", principals.toArray(UUID[]::new))
                .map((row, context) -> new Subscription(new SubscriptionId(row.getObject("id", UUID.class)), tenant, row.getString("display_name"))).list());
    }

    static CloudException notFound(String id) {
        return new CloudException(ResourceManagerError.SUBSCRIPTION_NOT_FOUND, "The subscription '" + id + "' could not be found.");
    }

    static ObjectNode render(Subscription subscription) {
        ObjectNode body = Json.object();
        body.put("id", "/subscriptions/" + subscription.id()).put("authorizationSource", "RoleBased");
        body.putArray("managedByTenants");
        body.put("subscriptionId", subscription.id().toString()).put("tenantId", subscription.tenant().toString())
                .put("displayName", subscription.displayName()).put("state", "Enabled");
        body.putObject("subscriptionPolicies").put("locationPlacementId", "Internal_2014-09-01").put("quotaId", "Internal_2014-09-01").put("spendingLimit", "Off");
        return body;
    }
}
