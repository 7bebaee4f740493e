package woad.storage.account;

import java.util.Optional;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;

/**
 * Finds the account that a request names by the first label of its host: {@code contoso.queue.core.D}.
 *
 * @param queuesAndTables whether only accounts are found that have queues and tables
 */
public record AccountHosts(Accounts accounts, boolean queuesAndTables) {

    /** All accounts. */
    public AccountHosts(Accounts accounts) {
        this(accounts, false);
    }

    /** @throws woad.platform.core.CloudException {@code ResourceNotFound} where there is no such account */
    public Account account(WebRequest request) {
        return find(request).orElseThrow(StorageError.RESOURCE_NOT_FOUND::refusal);
    }

    /** The account, if there is such a one. */
    public Optional<Account> find(WebRequest request) {
        return accounts.find(request.host().substring(0, Math.max(0, request.host().indexOf('.')))).filter(account -> !queuesAndTables || account.kind().hasQueuesAndTables());
    }
}
