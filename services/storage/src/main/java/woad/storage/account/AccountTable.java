package woad.storage.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.WorkQueue;
import woad.resources.Resource;
import woad.resources.ResourceId;

/** The rows of {@code storage.account}. Secrets are stored wrapped, each bound to its account and column. */
final class AccountTable {
    private static final String COLUMNS = "select id, name, resource_id, tenant, subscription, region, kind, hns, settings, blob_service, queue_service,"
            + " table_service, key1, key1_created_at, key2, key2_created_at, delegation_key, version from storage.account ";

    private static final int SIGNING_KEY_BYTES = 64;
    private static final int DELEGATION_KEY_BYTES = 32;
    /** Most accounts of a subscription in a region, as in Azure. */
    static final int QUOTA = 250;

    private final KeyHierarchy keys;
    private final WorkQueue queue;
    private final Ids ids;
    private final InstantSource clock;

    AccountTable(KeyHierarchy keys, WorkQueue queue, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Adds an account with new keys. Where another request makes the same resource at this moment nothing is added; the write of the
     * resource then finds that out too.
     *
     * @throws CloudException {@code StorageAccountAlreadyTaken} and the like
     */
    void insert(Handle handle, Resource resource, AccountEnvelope envelope, AccountSettings settings) {
        UUID id = resource.uniqueId();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        checkQuota(handle, resource);
        int inserted = handle.createUpdate("""
                insert into storage.account (id, name, resource_id, tenant, subscription, region, kind, sku, hns, settings, blob_service, queue_service,
                    table_service, key1, key1_created_at, key2, key2_created_at, delegation_key, created_at)
                values (:id, :name, :resource, :tenant, :subscription, :region, :kind, :sku, :hns, :settings::jsonb, :blob::jsonb, :queue::jsonb,
                    :table::jsonb, :key1, :now, :key2, :now, :delegation, :now)
                on conflict (name) do nothing""")
                .bind("id", id).bind("name", resource.id().name()).bind("resource", resource.id().toString()).bind("tenant", resource.tenant().value())
                .bind("subscription", resource.id().subscription().value()).bind("region", resource.desired().location())
                .bind("kind", envelope.kind().text()).bind("sku", envelope.sku().text()).bind("hns", settings.isHnsEnabled())
                .bind("settings", Json.write(settings)).bind("blob", Json.write(ServiceProperties.INITIAL.blob()))
                .bind("queue", Json.write(ServiceProperties.INITIAL.queue())).bind("table", Json.write(ServiceProperties.INITIAL.table()))
                .bind("key1", fresh(id, "key1", SIGNING_KEY_BYTES)).bind("key2", fresh(id, "key2", SIGNING_KEY_BYTES))
                .bind("delegation", fresh(id, "delegation_key", DELEGATION_KEY_BYTES)).bind("now", now).execute();
        if (inserted == 1) {
            keys.createResourceKey(handle, resource.tenant(), dataKey(id));
            return;
        }
        holder(handle, resource.id().name()).filter(holder -> !holder.equals(resource.id())).ifPresent(holder -> {
            throw taken(holder, resource.id());
        });
    }

    /** The account that has a name. */
    static Optional<ResourceId> holder(Handle handle, String name) {
        return handle.createQuery("select resource_id from storage.account where name = :name").bind("name", name).mapTo(String.class).findOne()
                .map(id -> ResourceId.tryParse(id).orElseThrow());
    }

    private static CloudException taken(ResourceId holder, ResourceId wanted) {
        return holder.subscription().equals(wanted.subscription())
                ? new CloudException(AccountError.IN_ANOTHER_GROUP, "The account " + wanted.name() + " is already in another resource group in this subscription.")
                : new CloudException(AccountError.ALREADY_TAKEN, takenMessage(wanted.name()));
    }

    static String takenMessage(String name) {
        return "The storage account named " + name + " is already taken.";
    }

    /** How many accounts a subscription has in a region. */
    static int count(Handle handle, SubscriptionId subscription, String region) {
        return handle.createQuery("select count(*) from storage.account where subscription = :subscription and region = :region and deleted_at is null")
                .bind("subscription", subscription.value()).bind("region", region).mapTo(Integer.class).one();
    }

    private static void checkQuota(Handle handle, Resource resource) {
        SubscriptionId subscription = resource.id().subscription();
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:name, 0))")
                .bind("name", "storage.account " + subscription + " " + resource.desired().location()).map((row, context) -> true).one();
        if (count(handle, subscription, resource.desired().location()) >= QUOTA) {
            throw new CloudException(AccountError.TOO_MANY_ACCOUNTS, "The subscription has " + QUOTA + " storage accounts in " + resource.desired().location()
                    + ", which is the most it can have. Delete one, or make the account in another region.");
        }
    }

    void update(Handle handle, Resource resource, AccountEnvelope envelope, AccountSettings settings) {
        handle.createUpdate("""
                update storage.account set kind = :kind, sku = :sku, settings = :settings::jsonb, version = version + 1 where id = :id""")
                .bind("id", resource.uniqueId()).bind("kind", envelope.kind().text()).bind("sku", envelope.sku().text())
                .bind("settings", Json.write(settings)).execute();
    }

    /** Takes the account's name away and destroys its data key; the row, and what refers to it, goes in the background. */
    void delete(Handle handle, Resource resource) {
        handle.createUpdate("update storage.account set name = null, deleted_at = :now, version = version + 1 where id = :id")
                .bind("id", resource.uniqueId()).bind("now", clock.instant().atOffset(ZoneOffset.UTC)).execute();
        keys.destroy(handle, resource.tenant(), dataKey(resource.uniqueId()));
        queue.enqueue(handle, AccountErasure.QUEUE, resource.uniqueId().toString());
        handle.afterCommit(() -> queue.wake(AccountErasure.QUEUE));
    }

    /** Puts a new key in the place of {@code key1} or {@code key2}. */
    void renewKey(Handle handle, UUID id, String column) {
        handle.createUpdate("update storage.account set <column> = :key, <column>_created_at = :now, version = version + 1 where id = :id")
                .define("column", column).bind("id", id).bind("key", fresh(id, column, SIGNING_KEY_BYTES))
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC)).execute();
    }

    /** Makes all user delegation keys worthless. */
    void renewDelegationKey(Handle handle, UUID id) {
        handle.createUpdate("update storage.account set delegation_key = :key, version = version + 1 where id = :id").bind("id", id)
                .bind("key", fresh(id, "delegation_key", DELEGATION_KEY_BYTES)).execute();
    }

    private byte[] fresh(UUID id, String column, int bytes) {
        return keys.wrap(ids.bytes(bytes), secret(id, column));
    }

    Optional<Account> find(Handle handle, String name) {
        return handle.createQuery(COLUMNS + "where name = :name").bind("name", name).map((row, context) -> read(handle, row)).findOne();
    }

    /** The present version of an account that is not deleted. */
    static OptionalLong version(Handle handle, UUID id) {
        return handle.createQuery("select version from storage.account where id = :id and deleted_at is null").bind("id", id).mapTo(Long.class).findOne()
                .map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** The services' properties, locked until the end of the transaction. */
    static Optional<ServiceProperties> lockServices(Handle handle, UUID id) {
        return handle.createQuery("select blob_service, queue_service, table_service from storage.account where id = :id and deleted_at is null for no key update")
                .bind("id", id).map((row, context) -> services(row)).findOne();
    }

    static void writeServices(Handle handle, UUID id, ServiceProperties services) {
        handle.createUpdate("""
                update storage.account set blob_service = :blob::jsonb, queue_service = :queue::jsonb, table_service = :table::jsonb, version = version + 1
                where id = :id""")
                .bind("id", id).bind("blob", Json.write(services.blob())).bind("queue", Json.write(services.queue()))
                .bind("table", Json.write(services.table())).execute();
    }

    /** The lifecycle policy of an account that is not deleted. */
    static Optional<LifecyclePolicy> policy(Handle handle, UUID id) {
        return handle.createQuery("select management_policy from storage.account where id = :id and deleted_at is null and management_policy is not null")
                .bind("id", id).mapTo(String.class).findOne().map(text -> Json.parse(text, LifecyclePolicy.class));
    }

    /** @param policy null for none */
    static void writePolicy(Handle handle, UUID id, LifecyclePolicy policy) {
        handle.createUpdate("update storage.account set management_policy = :policy::jsonb, version = version + 1 where id = :id").bind("id", id)
                .bind("policy", policy == null ? null : Json.write(policy)).execute();
    }

    private Account read(Handle handle, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        TenantId tenant = new TenantId(row.getObject("tenant", UUID.class));
        AccountKeys signing = new AccountKeys(unwrap(row, id, "key1"), unwrap(row, id, "key2"), instant(row, "key1_created_at"), instant(row, "key2_created_at"));
        return new Account(id, row.getString("name"), ResourceId.tryParse(row.getString("resource_id")).orElseThrow(), tenant,
                new SubscriptionId(row.getObject("subscription", UUID.class)), row.getString("region"), Json.MAPPER.convertValue(row.getString("kind"), AccountKind.class),
                row.getBoolean("hns"), Json.parse(row.getString("settings"), AccountSettings.class), signing, keys.unwrap(handle, tenant, dataKey(id)),
                unwrap(row, id, "delegation_key"), services(row), row.getLong("version"));
    }

    private byte[] unwrap(ResultSet row, UUID id, String column) throws SQLException {
        return keys.unwrap(row.getBytes(column), secret(id, column));
    }

    private static ServiceProperties services(ResultSet row) throws SQLException {
        return new ServiceProperties(Json.parse(row.getString("blob_service"), BlobServiceProperties.class),
                Json.parse(row.getString("queue_service"), SimpleServiceProperties.class), Json.parse(row.getString("table_service"), SimpleServiceProperties.class));
    }

    /** The resource part of the data key's place in the key hierarchy. */
    static String dataKey(UUID id) {
        return "storage.account:" + id;
    }

    /** The context to which a secret of an account is bound. */
    static String secret(UUID id, String column) {
        return "storage.account:" + id + ":" + column;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
