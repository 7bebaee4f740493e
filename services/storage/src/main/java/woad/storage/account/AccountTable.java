package woad.storage.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.keys.KeyHierarchy;
import woad.resources.ResourceId;

/** The rows of {@code storage.account}. Secrets are stored wrapped, each bound to its account and column. */
final class AccountTable {
    private static final String COLUMNS = "select id, name, resource_id, tenant, subscription, region, kind, hns, settings, blob_service, queue_service,"
            + " table_service, key1, key1_created_at, key2, key2_created_at, delegation_key, version from storage.account ";

    private final KeyHierarchy keys;

    AccountTable(KeyHierarchy keys) {
        this.keys = keys;
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
