package woad.storage.table;

import static woad.storage.access.StorageAction.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import woad.storage.wire.SignedIdentifier;

/** The operations on tables. Source: "Operations on tables" in the Table Storage REST reference. */
final class TableEndpoints {
    private static final int DOCUMENT_LIMIT = 64 << 10;
    private static final int CHUNK = 1000;
    private static final String PERMISSIONS = "raud";
    private static final String NAME = "TableName";
    private static final String NEXT = "x-ms-continuation-NextTableName";

    private final AccountHosts hosts;
    private final TableStore store;

    TableEndpoints(AccountHosts hosts, TableStore store) {
        this.hosts = hosts;
        this.store = store;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("Tables_Query", Method.GET, "/Tables", service(hosts, LIST_TABLES), this::list),
                Endpoint.of("Tables_QueryAll", Method.GET, "/Tables()", service(hosts, LIST_TABLES), this::list),
                new Endpoint("Table_Create", Method.POST, PathPattern.of("/Tables"), service(hosts, CREATE_TABLE), DOCUMENT_LIMIT, this::create),
                Endpoint.of("Table_Get", Method.GET, "/Tables('{table}')", table(hosts, LIST_TABLES), this::get),
                Endpoint.of("Table_Delete", Method.DELETE, "/Tables('{table}')", table(hosts, DELETE_TABLE), this::delete),
                Endpoint.of("Table_GetAcl", Method.GET, "/{table}", table(hosts, GET_TABLE_ACL), this::policies).whenQuery("comp", "acl"),
                new Endpoint("Table_SetAcl", Method.PUT, PathPattern.of("/{table}"), table(hosts, SET_TABLE_ACL), DOCUMENT_LIMIT, this::setPolicies).whenQuery("comp", "acl"));
    }

    /** Who may do something to the service. */
    static Access.Permission service(AccountHosts hosts, StorageAction action) {
        return new Access.Permission(action.name(), request -> StorageScope.service(hosts.account(request), StorageService.TABLE).toString());
    }

    /** Who may do something to the table that the path names. */
    static Access.Permission table(AccountHosts hosts, StorageAction action) {
        return new Access.Permission(action.name(), request -> StorageScope.table(hosts.account(request), name(request).text()).toString());
    }

    /** The table that the path names. */
    static TableName name(WebRequest request) {
        return new TableName(request.pathValue("table"));
    }

    private WebResponse list(WebRequest request) {
        EntityWriter writer = EntityWriter.of(request);
        Filter filter = request.queryValue("$filter").filter(text -> !text.isBlank()).map(FilterParser::parse).orElse(new Filter.Constant(true));
        int most = EntityEndpoints.top(request);
        String from = request.queryValue("NextTableName").orElse("");
        if (!from.isEmpty()) {
            from = new TableName(from).key();
        }
        List<TableName> found = new ArrayList<>();
        while (true) {
            List<TableName> chunk = store.list(hosts.account(request).id(), from, CHUNK);
            for (TableName table : chunk) {
                if (filter.matches(new Entity(new EntityKey("", ""), Instant.EPOCH, Map.of(NAME, new EdmValue.Text(table.text()))))) {
                    if (found.size() == most) {
                        return EntityEndpoints.data(writer.tables(found).header(NEXT, table.text()));
                    }
                    found.add(table);
                }
            }
            if (chunk.size() < CHUNK) {
                return EntityEndpoints.data(writer.tables(found));
            }
            // The first name behind the last one.
            from = chunk.getLast().key() + "!";
        }
    }

    private WebResponse create(WebRequest request) {
        EntityWriter writer = EntityWriter.of(request);
        JsonNode given = document(request).path(NAME);
        if (!given.isTextual()) {
            throw StorageError.PROPERTIES_NEED_VALUE.refusal();
        }
        TableName name = new TableName(given.textValue());
        if (!store.create(hosts.account(request).id(), name)) {
            throw StorageError.TABLE_ALREADY_EXISTS.refusal();
        }
        WebResponse answer = Preference.of(request) == Preference.NO_CONTENT ? WebResponse.empty(204).header("DataServiceId", writer.url(name)) : writer.table(201, name);
        return EntityEndpoints.data(Preference.applied(request, answer).header("Location", writer.url(name)));
    }

    /** A client's JSON document. @throws CloudException 415 where it is Atom, {@code InvalidInput} where it is no object */
    static ObjectNode document(WebRequest request) {
        if (request.header("content-type").orElse("").contains("atom")) {
            throw StorageError.ATOM_FORMAT_NOT_SUPPORTED.refusal();
        }
        return request.jsonObject();
    }

    private WebResponse get(WebRequest request) {
        EntityWriter writer = EntityWriter.of(request);
        TableName found = store.find(hosts.account(request).id(), name(request)).orElseThrow(StorageError.RESOURCE_NOT_FOUND::refusal);
        return EntityEndpoints.data(writer.table(200, found));
    }

    private WebResponse delete(WebRequest request) {
        if (!store.delete(hosts.account(request).id(), name(request))) {
            throw StorageError.RESOURCE_NOT_FOUND.refusal();
        }
        return WebResponse.empty(204);
    }

    private WebResponse policies(WebRequest request) {
        return SignedIdentifier.write(store.policies(hosts.account(request).id(), name(request)).orElseThrow(StorageError.TABLE_NOT_FOUND::refusal)).answer();
    }

    private WebResponse setPolicies(WebRequest request) {
        if (!store.setPolicies(hosts.account(request).id(), name(request), SignedIdentifier.read(request.body(), PERMISSIONS))) {
            throw StorageError.TABLE_NOT_FOUND.refusal();
        }
        return WebResponse.empty(204);
    }
}
