package woad.storage.account;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;
import woad.platform.store.WorkQueue;
import woad.platform.web.Endpoint;
import woad.resources.provider.Action;
import woad.resources.provider.ProxyType;
import woad.resources.provider.ResourceType;

/** Storage accounts: puts their parts together. */
public final class AccountService {
    private final Accounts accounts;
    private final AccountType type;
    private final List<ProxyType> proxyTypes;
    private final List<Endpoint> endpoints;
    private final List<Reconciler> reconcilers;

    /**
     * What the services that hold the data add to accounts.
     *
     * @param actions what else is done with an account by POST
     * @param guard   what keeps an account from being deleted
     */
    public record Extensions(Function<Accounts, List<Action>> actions, DeletionGuard guard) {
        /** Nothing. */
        public static final Extensions NONE = new Extensions(accounts -> List.of(), (handle, account) -> { });
    }

    public AccountService(Database database, WorkQueue queue, KeyHierarchy keys, CloudProfile profile, Extensions extensions, Ids ids, InstantSource clock) {
        AccountTable table = new AccountTable(keys, queue, ids, clock);
        accounts = new Accounts(database, table, Ticker.systemTicker());
        List<Action> actions = new ArrayList<>(new AccountActions(table, accounts).all());
        actions.addAll(extensions.actions().apply(accounts));
        type = new AccountType(profile, table, accounts, actions, extensions.guard());
        proxyTypes = new ArrayList<>(ServiceType.all(table, accounts));
        proxyTypes.add(new LifecycleType(database, table, accounts, clock));
        endpoints = new AccountEndpoints(database, profile).all();
        reconcilers = List.of(new AccountErasure(database));
    }

    /** Accounts as resources. */
    public ResourceType type() {
        return type;
    }

    /** What every account has inside: its services, its lifecycle policy. */
    public List<ProxyType> proxyTypes() {
        return List.copyOf(proxyTypes);
    }

    /** What roles are assigned to inside of an account. */
    public List<String> assignableScopes() {
        return List.of("Microsoft.Storage/storageAccounts/blobServices/containers", "Microsoft.Storage/storageAccounts/queueServices/queues",
                "Microsoft.Storage/storageAccounts/tableServices/tables");
    }

    /** Catalogues. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** What has to run on the work queue. */
    public List<Reconciler> reconcilers() {
        return reconcilers;
    }

    /** The accounts, for the services that hold their data. */
    public Accounts accounts() {
        return accounts;
    }
}
