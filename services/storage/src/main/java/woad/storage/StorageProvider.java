package woad.storage;

import java.util.List;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;
import woad.storage.account.AccountService;
import woad.storage.account.Accounts;

/** {@code Microsoft.Storage}: puts its parts together. */
public final class StorageProvider implements ResourceProvider {
    private final AccountService accounts;

    public StorageProvider(Database database, KeyHierarchy keys) {
        accounts = new AccountService(database, keys);
    }

    @Override
    public String namespace() {
        return "Microsoft.Storage";
    }

    @Override
    public List<ResourceType> types() {
        return List.of();
    }

    @Override
    public List<String> assignableScopes() {
        return List.of("Microsoft.Storage/storageAccounts/blobServices/containers", "Microsoft.Storage/storageAccounts/queueServices/queues",
                "Microsoft.Storage/storageAccounts/tableServices/tables");
    }

    /** The accounts, for the services that hold their data. */
    public Accounts accounts() {
        return accounts.accounts();
    }
}
