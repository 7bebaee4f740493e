package woad.storage.table;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.web.Access;
import woad.platform.web.Authoriser;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.access.StorageScope;
import woad.storage.access.StorageService;
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;
import woad.storage.wire.TableErrors;

/**
 * Entity group transactions: up to 100 changes to entities of one partition, made all together or not at all. Where one cannot be made,
 * the answer is the refusal of that one, its number before the message. Source: "Performing entity group transactions".
 */
final class BatchEndpoint {
    private static final int MOST_CHANGES = 100;
    private static final long LIMIT = 4L << 20;

    private final AccountHosts hosts;
    private final EntityStore store;
    private final EntityChanges changes;
    private final Authoriser authoriser;
    private final TableErrors errors;

    BatchEndpoint(AccountHosts hosts, EntityStore store, EntityChanges changes, Authoriser authoriser, TableErrors errors) {
        this.hosts = hosts;
        this.store = store;
        this.changes = changes;
        this.authoriser = authoriser;
        this.errors = errors;
    }

    Endpoint endpoint() {
        return new Endpoint("Entities_Batch", Method.POST, PathPattern.of("/$batch"), new Access.Permission(StorageAction.SUBMIT_TABLE_BATCH.name(), this::scope), LIMIT, this::run);
    }

    /** What changes are in the batch is not known yet: a table's signature is for its table, all others are for the service; each change is authorised later. */
    private String scope(WebRequest request) {
        Account account = hosts.account(request);
        return request.queryValue("tn").map(table -> StorageScope.table(account, new TableName(table).text())).orElse(StorageScope.service(account, StorageService.TABLE)).toString();
    }

    private WebResponse run(WebRequest request) {
        BatchReader.Batch batch = BatchReader.read(request.header("content-type").orElse(""), request.body(), request.host());
        if (batch.parts().isEmpty()) {
            throw StorageError.INVALID_INPUT.refusal();
        }
        return batch.isChangeSet() ? change(request, batch.parts()) : single(request, batch.parts().getFirst());
    }

    private WebResponse change(WebRequest request, List<BatchReader.Part> parts) {
        List<BatchOperation> operations = new ArrayList<>();
        Set<String> rows = new HashSet<>();
        for (BatchReader.Part part : parts) {
            try {
                operations.add(checked(part, operations, rows));
            } catch (CloudException refusal) {
                return refused(request, operations.size(), refusal);
            }
        }
        authorise(request, operations);
        Account account = hosts.account(request);
        TableName table = operations.getFirst().table();
        return switch (changes.make(account, table, operations.stream().map(BatchOperation::change).toList())) {
            case EntityChanges.Outcome.Refused refused -> refused(request, refused.index(), refused.refusal());
            case EntityChanges.Outcome.Made made -> {
                List<WebResponse> answers = new ArrayList<>();
                for (int i = 0; i < operations.size(); i++) {
                    answers.add(answer(request, operations.get(i), made.tags().get(i)));
                }
                yield new BatchWriter(request.requestId()).changeSet(answers);
            }
        };
    }

    private static BatchOperation checked(BatchReader.Part part, List<BatchOperation> before, Set<String> rows) {
        if (before.size() == MOST_CHANGES) {
            throw StorageError.INVALID_INPUT.refusalSaying("The batch request operation exceeds the maximum 100 changes per change set.");
        }
        BatchOperation operation = BatchOperation.of(part);
        if (!before.isEmpty() && !before.getFirst().table().key().equals(operation.table().key())) {
            throw StorageError.INVALID_INPUT.refusal();
        }
        if (!before.isEmpty() && !before.getFirst().change().key().partition().equals(operation.change().key().partition())) {
            throw StorageError.COMMANDS_IN_BATCH_ACT_ON_DIFFERENT_PARTITIONS.refusal();
        }
        if (!rows.add(operation.change().key().row())) {
            throw StorageError.INVALID_DUPLICATE_ROW.refusal();
        }
        return operation;
    }

    private void authorise(WebRequest request, List<BatchOperation> operations) {
        Set<StorageAction> needed = EnumSet.noneOf(StorageAction.class);
        operations.forEach(operation -> needed.add(operation.action()));
        authorise(request, operations.getFirst().table(), needed);
        operations.forEach(operation -> EntityEndpoints.visible(request, operation.change().key()));
    }

    private void authorise(WebRequest request, TableName table, Set<StorageAction> needed) {
        String scope = StorageScope.table(hosts.account(request), table.text()).toString();
        needed.forEach(action -> authoriser.authorise(request.caller(), action.name(), scope));
    }

    /** A single request reads one entity; queries with a filter are not taken here. */
    private WebResponse single(WebRequest request, BatchReader.Part part) {
        if (!part.method().equals("GET")) {
            throw StorageError.INVALID_INPUT.refusal();
        }
        BatchOperation.Target target = BatchOperation.Target.of(part.path());
        EntityKey key = target.key().orElseThrow(StorageError.NOT_IMPLEMENTED::refusal);
        authorise(request, target.table(), EnumSet.of(StorageAction.QUERY_ENTITIES));
        EntityEndpoints.visible(request, key);
        BatchWriter writer = new BatchWriter(request.requestId());
        return store.find(hosts.account(request), target.table(), key)
                .map(entity -> writer.single(new EntityWriter(request.host(), MetadataLevel.ofAccept(part.headers().getOrDefault("accept", ""))).entity(200, target.table(), entity, Set.of())))
                .orElseGet(() -> writer.single(errors.render(StorageError.RESOURCE_NOT_FOUND.refusal(), request)));
    }

    private WebResponse refused(WebRequest request, int index, CloudException refusal) {
        CloudException numbered = new CloudException(refusal.error(), index + ":" + refusal.getMessage());
        return new BatchWriter(request.requestId()).changeSet(List.of(errors.render(numbered, request)));
    }

    private static WebResponse answer(WebRequest request, BatchOperation operation, EntityTag tag) {
        EntityWriter writer = new EntityWriter(request.host(), MetadataLevel.MINIMAL);
        WebResponse answer = switch (operation.change()) {
            case Change.Insert made when operation.content() == Preference.CONTENT -> writer.entity(201, operation.table(), new Entity(made.key(), tag.timestamp(), made.properties()), Set.of());
            case Change.Insert made -> WebResponse.empty(204).header("Preference-Applied", Preference.NO_CONTENT.text()).header("ETag", tag.toString());
            case Change.Write write -> WebResponse.empty(204).header("ETag", tag.toString());
            case Change.Delete delete -> WebResponse.empty(204);
        };
        WebResponse placed = operation.change() instanceof Change.Insert made
                ? answer.header("Location", writer.url(operation.table(), made.key())).header("DataServiceId", writer.url(operation.table(), made.key())) : answer;
        WebResponse whole = EntityEndpoints.data(placed).header("X-Content-Type-Options", "nosniff");
        return operation.contentId() == null ? whole : whole.header("Content-ID", operation.contentId());
    }
}
