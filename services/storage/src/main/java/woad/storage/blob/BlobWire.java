package woad.storage.blob;

import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.access.StorageAction;
import woad.storage.access.StorageAuthoriser;
import woad.storage.access.StorageScope;
import woad.storage.access.StorageService;
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;

/** Makes the endpoints of the blob service: each belongs to the account that the host names. */
final class BlobWire {
    private final AccountHosts hosts;
    private final StorageAuthoriser authoriser;

    BlobWire(AccountHosts hosts, StorageAuthoriser authoriser) {
        this.hosts = hosts;
        this.authoriser = authoriser;
    }

    /** Does the work of an endpoint on an account. */
    @FunctionalInterface
    interface AccountHandler {
        WebResponse handle(Account account, WebRequest request) throws Exception;
    }

    /** An operation on the service. */
    Endpoint service(String name, Method method, StorageAction action, AccountHandler handler) {
        return Endpoint.of(name, method, "/", permission(action, request -> StorageScope.service(account(request), StorageService.BLOB)), handled(handler));
    }

    /** An operation for which the container that the path names need not be there. */
    Endpoint anyContainer(String name, Method method, StorageAction action, AccountHandler handler) {
        return Endpoint.of(name, method, "/{container}", permission(action, this::containerScope), handled(handler));
    }

    /** An operation on a container. */
    Endpoint container(String name, Method method, StorageAction action, AccountHandler handler) {
        return anyContainer(name, method, action, handler).whenQuery("restype", "container");
    }

    /** An operation on a blob. */
    Endpoint blob(String name, Method method, StorageAction action, AccountHandler handler) {
        return Endpoint.of(name, method, "/{container}/{blob*}", permission(action, this::blobScope), handled(handler));
    }

    /** Whether the caller may replace the blob that the request names. */
    boolean mayOverwrite(WebRequest request) {
        return authoriser.mayOverwrite(request.caller(), blobScope(request));
    }

    /** Demands more of the caller than the endpoint does. */
    void authorise(WebRequest request, StorageAction action) {
        authoriser.authorise(request.caller(), action, blobScope(request));
    }

    /** Demands what a write needs beyond itself: for tags, and for a policy or a hold. */
    void authorise(WebRequest request, NewBlob said) {
        if (!said.tags().isEmpty()) {
            authorise(request, StorageAction.SET_BLOB_TAGS);
        }
        if (!said.immutability().equals(Immutability.NONE)) {
            authorise(request, said.immutability().legalHold() ? StorageAction.SET_LEGAL_HOLD : StorageAction.SET_IMMUTABILITY_POLICY);
        }
    }

    Account account(WebRequest request) {
        return hosts.account(request);
    }

    private StorageScope containerScope(WebRequest request) {
        return StorageScope.container(account(request), BlobRequests.container(request));
    }

    private StorageScope blobScope(WebRequest request) {
        return StorageScope.blob(account(request), BlobRequests.container(request), request.pathValue("blob"));
    }

    private static Access permission(StorageAction action, java.util.function.Function<WebRequest, StorageScope> scope) {
        return new Access.Permission(action.name(), request -> scope.apply(request).toString());
    }

    private woad.platform.web.Handler handled(AccountHandler handler) {
        return request -> {
            BlobRequests.refuseUnoffered(request);
            return handler.handle(account(request), request);
        };
    }
}
