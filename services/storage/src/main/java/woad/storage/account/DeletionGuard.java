package woad.storage.account;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What an account holds that may not be deleted, and so keeps the account. */
@FunctionalInterface
public interface DeletionGuard {
    /**
     * Runs in the transaction that deletes an account.
     *
     * @throws woad.platform.core.CloudException where it must stay
     */
    void check(Handle handle, UUID account);
}
