package woad.storage.account;

import com.github.benmanes.caffeine.cache.Ticker;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;

/** Storage accounts: puts their parts together. */
public final class AccountService {
    private final Accounts accounts;

    public AccountService(Database database, KeyHierarchy keys) {
        accounts = new Accounts(database, new AccountTable(keys), Ticker.systemTicker());
    }

    /** The accounts, for the services that hold their data. */
    public Accounts accounts() {
        return accounts;
    }
}
