package woad.storage.table;

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
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;
import woad.storage.account.Accounts;
import woad.storage.account.ServiceProperties;
import woad.storage.wire.ServiceEndpoints;
import woad.storage.wire.SignedIdentifier;
import woad.storage.wire.TableErrors;

/** Table Storage: puts its parts together. */
public final class TableService {
    private final AccountHosts hosts;
    private final TableStore tables;
    private final EntityStore entities;
    private final EntityChanges changes;
    private final EntitySweeper sweeper;

    public TableService(Database database, Accounts accounts, Ids ids) {
        hosts = new AccountHosts(accounts, true);
        tables = new TableStore(database);
        entities = new EntityStore(database, ids);
        changes = new EntityChanges(database, entities.codec());
        sweeper = new EntitySweeper(database);
    }

    /** The service at {@code *.table.core.D}. @param domain D */
    public WebService service(String domain, Authenticator authenticator, Authoriser authoriser, InstantSource clock) {
        ServiceEndpoints whole = new ServiceEndpoints(hosts, ServiceProperties::table, ServiceProperties::withTable);
        TableErrors errors = new TableErrors(clock);
        List<Endpoint> endpoints = new ArrayList<>(whole.endpoints(TableEndpoints.service(hosts, StorageAction.GET_TABLE_SERVICE_PROPERTIES),
                TableEndpoints.service(hosts, StorageAction.SET_TABLE_SERVICE_PROPERTIES), TableEndpoints.service(hosts, StorageAction.GET_TABLE_SERVICE_STATS)));
        endpoints.addAll(new TableEndpoints(hosts, tables).endpoints());
        endpoints.addAll(new EntityEndpoints(hosts, entities, changes).endpoints());
        endpoints.add(new BatchEndpoint(hosts, entities, changes, authoriser, errors).endpoint());
        return new WebService("table", List.of(new HostPattern("*.table.core." + domain)), endpoints, authenticator, authoriser, errors, whole.finish());
    }

    /** What removes the entities of tables that are gone. */
    public List<Reconciler> reconcilers() {
        return List.of(sweeper);
    }

    /** The stored access policy of a table with this id, if there is such a table and it has it. */
    public Optional<StoredAccessPolicy> policy(Account account, String table, String id) {
        return TableName.isName(table) ? tables.policies(account.id(), new TableName(table)).flatMap(policies -> SignedIdentifier.find(policies, id)) : Optional.empty();
    }
}
