package woad.storage.account;

import woad.platform.web.WebRequest;
import woad.storage.StorageError;

/** Finds the account that a request names by the first label of its host: {@code contoso.queue.core.D}. */
public record AccountHosts(Accounts accounts) {

    /** @throws woad.platform.core.CloudException {@code ResourceNotFound} where there is no such account */
    public Account account(WebRequest request) {
        return accounts.find(request.host().substring(0, Math.max(0, request.host().indexOf('.')))).orElseThrow(StorageError.RESOURCE_NOT_FOUND::refusal);
    }
}
