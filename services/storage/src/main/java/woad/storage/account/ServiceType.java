package woad.storage.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.ProxyType;
import woad.resources.provider.View;

/**
 * {@code blobServices}, {@code queueServices} and {@code tableServices} of an account: each has {@code default}, which is always there,
 * and whose properties the data plane writes too.
 */
final class ServiceType implements ProxyType {
    static final String DEFAULT = "default";

    private final String segment;
    private final Predicate<AccountKind> offered;
    private final Format format;
    private final AccountTable table;
    private final Accounts accounts;

    /** How a service's properties stand in requests and answers. */
    interface Format {
        ObjectNode write(ServiceProperties services);

        ServiceProperties read(ObjectNode body, ServiceProperties present, Account account);
    }

    private ServiceType(String segment, Predicate<AccountKind> offered, Format format, AccountTable table, Accounts accounts) {
        this.segment = segment;
        this.offered = offered;
        this.format = format;
        this.table = table;
        this.accounts = accounts;
    }

    static List<ProxyType> all(AccountTable table, Accounts accounts) {
        return List.of(new ServiceType("blobServices", kind -> true, BLOB, table, accounts),
                new ServiceType("queueServices", AccountKind::hasQueuesAndTables, QUEUE, table, accounts),
                new ServiceType("tableServices", AccountKind::hasQueuesAndTables, TABLE, table, accounts));
    }

    private static final Format BLOB = new Format() {
        @Override
        public ObjectNode write(ServiceProperties services) {
            return ServiceBodies.write(services.blob());
        }

        @Override
        public ServiceProperties read(ObjectNode body, ServiceProperties present, Account account) {
            return present.withBlob(ServiceBodies.readBlob(body, present.blob(), account));
        }
    };

    private static final Format QUEUE = new Format() {
        @Override
        public ObjectNode write(ServiceProperties services) {
            return ServiceBodies.write(services.queue());
        }

        @Override
        public ServiceProperties read(ObjectNode body, ServiceProperties present, Account account) {
            return present.withQueue(ServiceBodies.readSimple(body, present.queue()));
        }
    };

    private static final Format TABLE = new Format() {
        @Override
        public ObjectNode write(ServiceProperties services) {
            return ServiceBodies.write(services.table());
        }

        @Override
        public ServiceProperties read(ObjectNode body, ServiceProperties present, Account account) {
            return present.withTable(ServiceBodies.readSimple(body, present.table()));
        }
    };

    @Override
    public String type() {
        return AccountType.TYPE + "/" + segment;
    }

    @Override
    public List<String> apiVersions() {
        return AccountType.VERSIONS;
    }

    @Override
    public Optional<ObjectNode> find(Resource owner, ResourceId id, View view) {
        return id.name().equalsIgnoreCase(DEFAULT) ? accounts.find(owner.id().name()).filter(account -> offered.test(account.kind())).map(account -> render(owner, account))
                : Optional.empty();
    }

    @Override
    public List<Named> list(Resource owner, ResourceId parent, Page page, View view) {
        return page.only(DEFAULT, find(owner, parent.child(segment, DEFAULT), view));
    }

    @Override
    public boolean put(Handle handle, Resource owner, ResourceId id, ObjectNode body) {
        Account account = table.find(handle, owner.id().name()).orElseThrow();
        if (!id.name().equalsIgnoreCase(DEFAULT) || !offered.test(account.kind())) {
            throw new CloudException(AccountError.NOT_FOR_ACCOUNT, "The account " + account.name() + " of kind " + account.kind().text() + " has no " + segment + " '"
                    + AccountType.printable(id.name()) + "'.");
        }
        ServiceProperties present = AccountTable.lockServices(handle, account.id()).orElseThrow();
        AccountTable.writeServices(handle, account.id(), format.read(body, present, account));
        accounts.changed(handle, account.name());
        return false;
    }

    private ObjectNode render(Resource owner, Account account) {
        ObjectNode body = Json.object();
        body.set("sku", owner.desired().envelope().get("sku"));
        body.set("properties", format.write(account.services()));
        return body;
    }
}
