package woad.storage.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.core.TenantId;
import woad.platform.keys.FileRootKey;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;

/** Storage accounts without a resource manager: rows as it would write them, with real keys under a root key of their own. */
public final class TestAccounts {
    private static final String SETTINGS = """
            {"accessTier": "Hot", "minimumTlsVersion": "TLS1_2", "supportsHttpsTrafficOnly": true, "allowBlobPublicAccess": true, "allowSharedKeyAccess": true,
             "isHnsEnabled": false, "publicNetworkAccess": "Enabled", "networkAcls": {"defaultAction": "Allow", "bypass": "AzureServices", "ipRules": [], "virtualNetworkRules": []}}""";

    private final Database database;
    private final Ids ids = new Ids(new SecureRandom());
    private final KeyHierarchy keys;
    private final Accounts accounts;

    public TestAccounts(Database database) {
        this.database = database;
        try {
            Path directory = Files.createTempDirectory("woad-test-root-key");
            keys = KeyHierarchy.open(database, FileRootKey.createOrOpen(directory.resolve("root.key"), new SecureRandom()), new SecureRandom());
            directory.resolve("root.key").toFile().deleteOnExit();
            directory.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accounts = new AccountService(database, new WorkQueue(), keys, CloudProfile.local(), AccountService.Extensions.NONE, ids, InstantSource.system()).accounts();
    }

    /** Those that the data plane finds. */
    public Accounts accounts() {
        return accounts;
    }

    /** Makes an account of kind {@code StorageV2} in a tenant of its own. */
    public Account create(String name) {
        return create(name, AccountKind.STORAGE_V2);
    }

    /** Makes an account in a tenant of its own. */
    public Account create(String name, AccountKind kind) {
        UUID id = ids.guid();
        TenantId tenant = new TenantId(ids.guid());
        UUID subscription = ids.guid();
        database.transaction(handle -> {
            keys.createResourceKey(handle, tenant, AccountTable.dataKey(id));
            handle.createUpdate("""
                    insert into storage.account (id, name, resource_id, tenant, subscription, region, kind, sku, hns, settings, blob_service, queue_service,
                        table_service, key1, key1_created_at, key2, key2_created_at, delegation_key, created_at)
                    values (:id, :name, :resourceId, :tenant, :subscription, 'francecentral', :kind, 'Standard_LRS', false, :settings::jsonb, :blob::jsonb,
                        :queue::jsonb, :table::jsonb, :key1, now(), :key2, now(), :delegationKey, now())""")
                    .bind("id", id).bind("name", name).bind("kind", kind.text()).bind("tenant", tenant.value()).bind("subscription", subscription)
                    .bind("resourceId", "/subscriptions/" + subscription + "/resourceGroups/test/providers/Microsoft.Storage/storageAccounts/" + name)
                    .bind("settings", SETTINGS).bind("blob", Json.write(ServiceProperties.INITIAL.blob())).bind("queue", Json.write(ServiceProperties.INITIAL.queue()))
                    .bind("table", Json.write(ServiceProperties.INITIAL.table())).bind("key1", secret(id, "key1", 64)).bind("key2", secret(id, "key2", 64))
                    .bind("delegationKey", secret(id, "delegation_key", 32)).execute();
            return null;
        });
        return accounts.find(name).orElseThrow();
    }

    private byte[] secret(UUID id, String column, int bytes) {
        return keys.wrap(ids.bytes(bytes), AccountTable.secret(id, column));
    }
}
