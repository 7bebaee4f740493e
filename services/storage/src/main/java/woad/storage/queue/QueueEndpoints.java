package woad.storage.queue;

import static woad.storage.access.StorageAction.*;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.access.StorageScope;
import woad.storage.access.StorageService;
import woad.storage.account.AccountHosts;
import woad.storage.wire.MetadataHeaders;
import woad.storage.wire.QueryNumbers;
import woad.storage.wire.SignedIdentifier;
import woad.storage.wire.XmlWriter;

/** The operations on queues. Source: "Operations on queues" in the Queue Storage REST reference. */
final class QueueEndpoints {
    private static final int DOCUMENT_LIMIT = 64 << 10;
    private static final String PERMISSIONS = "raup";

    private final AccountHosts hosts;
    private final QueueStore store;

    QueueEndpoints(AccountHosts hosts, QueueStore store) {
        this.hosts = hosts;
        this.store = store;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("Queues_List", Method.GET, "/", service(hosts, LIST_QUEUES), this::list).whenQuery("comp", "list"),
                Endpoint.of("Queue_Create", Method.PUT, "/{queue}", queue(hosts, CREATE_QUEUE), this::create),
                Endpoint.of("Queue_Delete", Method.DELETE, "/{queue}", queue(hosts, DELETE_QUEUE), this::delete),
                Endpoint.of("Queue_GetMetadata", Method.GET, "/{queue}", queue(hosts, GET_QUEUE_METADATA), this::metadata).whenQuery("comp", "metadata"),
                Endpoint.of("Queue_SetMetadata", Method.PUT, "/{queue}", queue(hosts, SET_QUEUE_METADATA), this::setMetadata).whenQuery("comp", "metadata"),
                Endpoint.of("Queue_GetAcl", Method.GET, "/{queue}", queue(hosts, GET_QUEUE_ACL), this::policies).whenQuery("comp", "acl"),
                new Endpoint("Queue_SetAcl", Method.PUT, PathPattern.of("/{queue}"), queue(hosts, SET_QUEUE_ACL), DOCUMENT_LIMIT, this::setPolicies).whenQuery("comp", "acl"));
    }

    /** Who may do something to the service. */
    static Access.Permission service(AccountHosts hosts, StorageAction action) {
        return new Access.Permission(action.name(), request -> StorageScope.service(hosts.account(request), StorageService.QUEUE).toString());
    }

    /** Who may do something to the queue that the path names. */
    static Access.Permission queue(AccountHosts hosts, StorageAction action) {
        return new Access.Permission(action.name(), request -> StorageScope.queue(hosts.account(request), name(request).text()).toString());
    }

    /** The queue that the path names. */
    static QueueName name(WebRequest request) {
        return new QueueName(request.pathValue("queue"));
    }

    private WebResponse list(WebRequest request) {
        String prefix = request.queryValue("prefix").orElse("");
        String marker = request.queryValue("marker").orElse("");
        boolean withMetadata = request.queryValue("include").orElse("").equalsIgnoreCase("metadata");
        if (!marker.isEmpty() && !QueueName.isName(marker)) {
            throw StorageError.INVALID_MARKER.refusal();
        }
        int most = QueryNumbers.pageSize(request);
        List<Queue> found = QueueName.isPrefix(prefix) ? store.list(hosts.account(request).id(), prefix, marker, most + 1) : List.of();
        XmlWriter xml = new XmlWriter("EnumerationResults", Map.of("ServiceEndpoint", "https://" + request.host() + "/"));
        xml.element("Prefix", request.queryValue("prefix").orElse(null)).element("Marker", request.queryValue("marker").orElse(null))
                .element("MaxResults", request.queryValue("maxresults").orElse(null)).start("Queues");
        for (Queue queue : found.subList(0, Math.min(most, found.size()))) {
            xml.start("Queue").element("Name", queue.name());
            if (withMetadata) {
                xml.start("Metadata");
                queue.metadata().forEach(xml::element);
                xml.end();
            }
            xml.end();
        }
        return xml.end().element("NextMarker", found.size() > most ? found.getLast().name() : "").answer();
    }

    private WebResponse create(WebRequest request) {
        return switch (store.create(hosts.account(request).id(), new Queue(name(request), MetadataHeaders.read(request)))) {
            case CREATED -> WebResponse.empty(201);
            case THERE_WITH_SAME_METADATA -> WebResponse.empty(204);
            case THERE_WITH_OTHER_METADATA -> throw StorageError.QUEUE_ALREADY_EXISTS.refusal();
        };
    }

    private WebResponse delete(WebRequest request) {
        return changed(store.delete(hosts.account(request).id(), name(request)));
    }

    private WebResponse metadata(WebRequest request) {
        QueueStore.Counted counted = store.find(hosts.account(request).id(), name(request)).orElseThrow(QueueEndpoints::notFound);
        return MetadataHeaders.write(WebResponse.empty(200), counted.queue().metadata())
                .header("x-ms-approximate-messages-count", Long.toString(counted.messages())).header("Cache-Control", "no-cache");
    }

    private WebResponse setMetadata(WebRequest request) {
        return changed(store.setMetadata(hosts.account(request).id(), new Queue(name(request), MetadataHeaders.read(request))));
    }

    private WebResponse policies(WebRequest request) {
        Optional<List<SignedIdentifier>> policies = store.policies(hosts.account(request).id(), name(request));
        return SignedIdentifier.write(policies.orElseThrow(QueueEndpoints::notFound)).answer();
    }

    private WebResponse setPolicies(WebRequest request) {
        return changed(store.setPolicies(hosts.account(request).id(), name(request), SignedIdentifier.read(request.body(), PERMISSIONS)));
    }

    private static WebResponse changed(boolean found) {
        if (!found) {
            throw notFound();
        }
        return WebResponse.empty(204);
    }

    private static CloudException notFound() {
        return StorageError.QUEUE_NOT_FOUND.refusal();
    }
}
