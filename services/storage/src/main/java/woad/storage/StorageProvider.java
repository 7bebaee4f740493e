package woad.storage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import woad.platform.store.Reconciler;
import woad.platform.web.Endpoint;
import woad.platform.web.WebService;
import woad.resources.provider.ProxyType;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;
import woad.storage.access.AccessLookups.StoredAccessPolicy;
import woad.storage.access.SasActions;
import woad.storage.access.StorageAuthenticator;
import woad.storage.access.StorageAuthoriser;
import woad.storage.access.StorageService;
import woad.storage.account.Account;
import woad.storage.account.AccountService;
import woad.storage.blob.BlobService;
import woad.storage.blob.ProtectedBlobs;
import woad.storage.queue.QueueService;
import woad.storage.table.TableService;

/** {@code Microsoft.Storage}: puts its parts together. */
public final class StorageProvider implements ResourceProvider {
    private final StorageParts parts;
    private final AccountService accounts;
    private final BlobService blobs;
    private final QueueService queues;
    private final TableService tables;

    public StorageProvider(StorageParts parts) {
        this.parts = parts;
        accounts = new AccountService(parts.database(), parts.queue(), parts.keys(), parts.profile(), new AccountService.Extensions(SasActions::of, ProtectedBlobs::check),
                parts.ids(), parts.clock());
        blobs = new BlobService(parts.database(), accounts.accounts(), parts.bytes(), parts.ids(), parts.clock());
        queues = new QueueService(parts.database(), accounts.accounts(), parts.ids());
        tables = new TableService(parts.database(), accounts.accounts(), parts.ids());
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
        return Stream.concat(accounts.proxyTypes().stream(), Stream.of(blobs.containerType())).toList();
    }

    @Override
    public List<Endpoint> endpoints() {
        return accounts.endpoints();
    }

    @Override
    public List<String> assignableScopes() {
        return accounts.assignableScopes();
    }

    /** The data planes, on host names of their own. */
    public List<WebService> services() {
        String domain = parts.profile().domain();
        StorageAuthoriser authoriser = new StorageAuthoriser(parts.resources()::grants, (caller, action, scope) -> false, blobs::openness);
        return List.of(blobs.service(domain, authenticator(StorageService.BLOB), authoriser, parts.clock()), blobs.website(domain),
                queues.service(domain, authenticator(StorageService.QUEUE), authoriser, parts.clock()),
                tables.service(domain, authenticator(StorageService.TABLE), authoriser, parts.clock()));
    }

    /** What has to run on the work queue. */
    public List<Reconciler> reconcilers() {
        return Stream.of(accounts.reconcilers(), blobs.reconcilers(), queues.reconcilers(), tables.reconcilers()).flatMap(List::stream).toList();
    }

    private StorageAuthenticator authenticator(StorageService service) {
        return new StorageAuthenticator(service, new StorageAuthenticator.Foundation(accounts.accounts()::find, parts.tokens(), this::policy, parts.principals(),
                parts.profile().loginUrl(), parts.clock()));
    }

    private Optional<StoredAccessPolicy> policy(Account account, StorageService service, String resource, String id) {
        return switch (service) {
            case BLOB, DATA_LAKE -> blobs.policy(account, resource, id);
            case QUEUE -> queues.policy(account, resource, id);
            case TABLE -> tables.policy(account, resource, id);
        };
    }
}
