package woad.identity.graph;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.TenantId;

/** Look-ups of Graph in one tenant; what another tenant has does not exist. */
final class Objects {
    private Objects() {}

    /** By object id, or for users by principal name. */
    static Optional<DirectoryObject> find(Handle handle, TenantId tenant, String key) {
        if (Guid.matches(key)) {
            return DirectoryObjects.find(handle, tenant, Guid.parse(key));
        }
        return key.contains("@") && Names.isPlain(key) ? DirectoryObjects.findUser(handle, tenant, key) : Optional.empty();
    }

    /** @throws CloudException {@code Request_ResourceNotFound} where the tenant has no such object of that kind */
    static DirectoryObject require(Handle handle, TenantId tenant, ObjectKind kind, String key) {
        return find(handle, tenant, key).filter(object -> object.kind() == kind).orElseThrow(() -> missing(key));
    }

    /** The same, locked until the transaction ends. */
    static DirectoryObject lock(Handle handle, TenantId tenant, ObjectKind kind, String key) {
        DirectoryObject found = require(handle, tenant, kind, key);
        return DirectoryObjects.lock(handle, tenant, kind, found.id().value()).orElseThrow(() -> missing(key));
    }

    static CloudException missing(String key) {
        return new CloudException(DirectoryError.NOT_FOUND, "Resource '" + Names.printable(key)
                + "' does not exist or one of its queried reference-property objects are not present.");
    }

    /** One page, by id, with one object more where there are more. */
    static List<DirectoryObject> page(Handle handle, TenantId tenant, ObjectKind kind, QueryOptions options) {
        Optional<FilterSql> filter = options.filter().map(FilterSql::new);
        Query query = handle.createQuery("select " + DirectoryObjects.COLUMNS + " from identity.objects o where o.tenant_id = :tenant and o.kind = :kind"
                + filter.map(sql -> " and " + sql.condition()).orElse("") + (options.after().isPresent() ? " and o.id > :after" : "")
                + " order by o.id limit :limit");
        query.bind("tenant", tenant.value()).bind("kind", kind.graphName()).bind("limit", options.top() + 1);
        options.after().ifPresent(after -> query.bind("after", after));
        filter.ifPresent(sql -> sql.values().forEach(query::bind));
        return query.map((row, context) -> DirectoryObjects.read(row)).list();
    }

    /** How many there are on all pages. */
    static long count(Handle handle, TenantId tenant, ObjectKind kind, Optional<Filter> asked) {
        Optional<FilterSql> filter = asked.map(FilterSql::new);
        Query query = handle.createQuery("select count(*) from identity.objects o where o.tenant_id = :tenant and o.kind = :kind"
                + filter.map(sql -> " and " + sql.condition()).orElse(""));
        query.bind("tenant", tenant.value()).bind("kind", kind.graphName());
        filter.ifPresent(sql -> sql.values().forEach(query::bind));
        return query.mapTo(Long.class).one();
    }

    /** Any of the given ids, of the given kinds. */
    static List<DirectoryObject> byIds(Handle handle, TenantId tenant, List<UUID> ids, List<ObjectKind> kinds) {
        return handle.createQuery("select " + DirectoryObjects.COLUMNS + " from identity.objects o where o.tenant_id = :tenant and o.id = any(:ids) and o.kind = any(:kinds) order by o.id")
                .bind("tenant", tenant.value()).bind("ids", ids.toArray(UUID[]::new)).bind("kinds", kinds.stream().map(ObjectKind::graphName).toArray(String[]::new))
                .map((row, context) -> DirectoryObjects.read(row)).list();
    }
}
