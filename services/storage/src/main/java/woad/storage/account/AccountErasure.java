package woad.storage.account;

import java.util.UUID;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;

/** Removes the rows of deleted accounts with all that refers to them. What they held cannot be read any more: its key is destroyed. */
final class AccountErasure implements Reconciler {
    /** Keys are ids of deleted accounts. */
    static final String QUEUE = "storage.account.erase";

    private final Database database;

    AccountErasure(Database database) {
        this.database = database;
    }

    @Override
    public String queue() {
        return QUEUE;
    }

    @Override
    public Outcome reconcile(String key) {
        database.with(handle -> handle.createUpdate("delete from storage.account where id = :id and deleted_at is not null").bind("id", UUID.fromString(key)).execute());
        return new Outcome.Done();
    }
}
