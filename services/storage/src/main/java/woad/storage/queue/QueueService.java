package woad.storage.queue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;
import woad.platform.web.Authenticator;
import woad.platform.web.Authoriser;
import woad.platform.web.Endpoint;
import woad.platform.web.HostPattern;
import woad.platform.web.WebService;
import woad.storage.access.AccessLookups.StoredAccessPolicy;
import woad.storage.access.StorageAction;
import woad.storage.access.StorageService;
import woad.storage.access.UserDelegationKeys;
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;
import woad.storage.account.Accounts;
import woad.storage.account.ServiceProperties;
import woad.storage.wire.ServiceEndpoints;
import woad.storage.wire.SignedIdentifier;
import woad.storage.wire.XmlErrors;

/** Queue Storage: puts its parts together. */
public final class QueueService {
    private final AccountHosts hosts;
    private final QueueStore queues;
    private final MessageStore messages;
    private final QueueSweeper sweeper;

    public QueueService(Database database, Accounts accounts, Ids ids) {
        hosts = new AccountHosts(accounts, true);
        queues = new QueueStore(database);
        messages = new MessageStore(database, ids);
        sweeper = new QueueSweeper(database);
    }

    /** The service at {@code *.queue.core.D}. @param domain D */
    public WebService service(String domain, Authenticator authenticator, Authoriser authoriser, InstantSource clock) {
        ServiceEndpoints whole = new ServiceEndpoints(hosts, ServiceProperties::queue, ServiceProperties::withQueue);
        List<Endpoint> endpoints = new ArrayList<>(whole.endpoints(QueueEndpoints.service(hosts, StorageAction.GET_QUEUE_SERVICE_PROPERTIES),
                QueueEndpoints.service(hosts, StorageAction.SET_QUEUE_SERVICE_PROPERTIES), QueueEndpoints.service(hosts, StorageAction.GET_QUEUE_SERVICE_STATS)));
        endpoints.add(UserDelegationKeys.endpoint(StorageService.QUEUE, hosts.accounts()::find, clock));
        endpoints.addAll(new QueueEndpoints(hosts, queues).endpoints());
        endpoints.addAll(new MessageEndpoints(hosts, messages).endpoints());
        return new WebService("queue", List.of(new HostPattern("*.queue.core." + domain)), endpoints, authenticator, authoriser, new XmlErrors(clock), whole.finish());
    }

    /** What removes expired messages, and those of queues that are gone. */
    public List<Reconciler> reconcilers() {
        return List.of(sweeper);
    }

    /** The stored access policy of a queue with this id, if there is such a queue and it has it. */
    public Optional<StoredAccessPolicy> policy(Account account, String queue, String id) {
        return QueueName.isName(queue) ? queues.policies(account.id(), new QueueName(queue)).flatMap(policies -> SignedIdentifier.find(policies, id)) : Optional.empty();
    }
}
