package woad.storage;

import java.time.InstantSource;
import java.util.List;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;
import woad.platform.store.WorkQueue;
import woad.platform.web.Endpoint;
import woad.resources.provider.ProxyType;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;
import woad.storage.access.SasActions;
import woad.storage.account.AccountService;
import woad.storage.account.Accounts;

/** {@code Microsoft.Storage}: puts its parts together. */
public final class StorageProvider implements ResourceProvider {
    private final AccountService accounts;

    public StorageProvider(Database database, WorkQueue queue, KeyHierarchy keys, CloudProfile profile, Ids ids, InstantSource clock) {
        accounts = new AccountService(database, queue, keys, profile, SasActions::of, ids, clock);
    }

    @Override
    public String namespace() {
        return "Microsoft.Storage";
    }

    @Override
    public List<ResourceType> types() {
        return List.of(accounts.type());
    }

    @Override
    public List<ProxyType> proxyTypes() {
        return accounts.proxyTypes();
    }

    @Override
    public List<Endpoint> endpoints() {
        return accounts.endpoints();
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

    /** What has to run on the work queue. */
    public List<Reconciler> reconcilers() {
        return accounts.reconcilers();
    }
}
