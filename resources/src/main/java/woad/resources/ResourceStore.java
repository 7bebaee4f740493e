package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;

/** The rows of {@code resources.resource}, and the statements that change them together with their operation, log record and work. */
final class ResourceStore {
    /** The one queue on which all resources are converged. */
    static final String QUEUE = "resources.converge";
    private static final String COLUMNS = "select id, tenant, unique_id, location, tags, envelope, properties, observed, state, failure,"
            + " generation, etag, created_by, created_by_type, created_at, changed_by, changed_by_type, changed_at from resources.resource ";

    /** Roles at a resource that is gone, and at what was inside it, are not those of a later one of its name. */
    private static final String REMOVE_ASSIGNMENTS = """
            delete from resources.role_assignment a using gone
            where a.tenant = :tenant and (a.scope_key = :key or a.scope_key > :key || '/' and a.scope_key < :key || '0')""";

    private final Database database;
    private final WorkQueue queue;

    ResourceStore(Database database, WorkQueue queue) {
        this.database = database;
        this.queue = queue;
    }

    Database database() {
        return database;
    }

    /** A write to be stored: the resource as it shall be, and what is recorded with it. */
    record Write(Resource resource, UUID operation, String kind, String action, Call call, UUID event, Instant at) {}

    /**
     * Stores a write, its operation (where {@code operation} is not null), its activity record and, unless the state is terminal,
     * the work of converging, in one statement.
     *
     * @return false where the group is missing or being deleted, or the resource was changed or made meanwhile
     */
    boolean write(Handle handle, Write write) {
        Resource r = write.resource();
        boolean isGroup = r.id().namespace() == null;
        String sql = """
                with grp as (%s), written as (
                    insert into resources.resource (id_key, id, type_key, tenant, subscription, group_key, parent_key, unique_id, location, tags,
                        envelope, properties, observed, state, failure, generation, etag, created_by, created_by_type, created_at,
                        changed_by, changed_by_type, changed_at)
                    select :key, :id, :type, :tenant, :subscription, :group, :parent, :uniqueId, :location, :tags::jsonb, :envelope::jsonb,
                        :properties::jsonb, :observed::jsonb, :state, null, :generation, :etag, :createdBy, :createdByType, :createdAt,
                        :changedBy, :changedByType, :changedAt
                    from grp
                    on conflict (id_key) do update set location = excluded.location, tags = excluded.tags, envelope = excluded.envelope,
                        properties = excluded.properties, state = excluded.state, failure = null, generation = excluded.generation,
                        etag = excluded.etag, changed_by = excluded.changed_by, changed_by_type = excluded.changed_by_type,
                        changed_at = excluded.changed_at
                        where resources.resource.generation = excluded.generation - 1 and resources.resource.state <> 'DELETING'
                    returning 1
                ), op as (
                    insert into resources.operation (id, tenant, subscription, resource_key, resource_id, kind, generation, status, started_at)
                    select cast(:operation as uuid), :tenant, :subscription, :key, :id, :kind, :generation, 'InProgress', :changedAt
                    from written where cast(:operation as uuid) is not null
                ), act as (%s), work as (%s)
                select count(*) from written""".formatted(
                isGroup ? "select 1" : "select 1 from resources.resource where id_key = :group and state <> 'DELETING' for share",
                Activities.INSERT + " from written",
                r.state().terminal() ? "select 1" : WorkQueue.ENQUEUE.replace("values (:workQueue, :workKey)",
                        "select :workQueue, :workKey from written"));
        Query query = handle.createQuery(sql).bind("key", r.id().key()).bind("id", r.id().toString()).bind("type", r.id().type().toLowerCase(java.util.Locale.ROOT))
                .bind("tenant", r.tenant().value()).bind("subscription", r.id().subscription().value())
                .bind("group", isGroup ? null : r.id().groupId().key()).bind("parent", r.id().parent().map(ResourceId::key).orElse(null))
                .bind("uniqueId", r.uniqueId()).bind("location", r.desired().location()).bind("tags", Json.write(r.desired().tags()))
                .bind("envelope", Json.write(r.desired().envelope())).bind("properties", Json.write(r.desired().properties()))
                .bind("observed", Json.write(r.observed())).bind("state", r.state().name()).bind("generation", r.generation())
                .bind("etag", UUID.fromString(r.etag())).bind("createdBy", r.systemData().createdBy())
                .bind("createdByType", r.systemData().createdByType()).bind("createdAt", r.systemData().createdAt().atOffset(ZoneOffset.UTC))
                .bind("changedBy", r.systemData().changedBy()).bind("changedByType", r.systemData().changedByType())
                .bind("changedAt", r.systemData().changedAt().atOffset(ZoneOffset.UTC)).bind("operation", write.operation()).bind("kind", write.kind());
        Activities.bind(query, new Activities.Entry(write.event(), write.call(), r.tenant(), r.id(), write.action(),
                r.state().terminal() ? "Succeeded" : "Accepted", write.operation(), write.at()));
        if (!r.state().terminal()) {
            query.bind("workQueue", QUEUE).bind("workKey", r.id().key());
        }
        return query.mapTo(Integer.class).one() == 1;
    }

    /** Marks a resource for deletion, with its operation, record and work. False where it is not as expected any more. */
    boolean markDeleting(Handle handle, Write write) {
        Resource r = write.resource();
        Query query = handle.createQuery("""
                with written as (
                    update resources.resource set state = 'DELETING', generation = :generation, etag = :etag, failure = null, changed_by = :changedBy,
                        changed_by_type = :changedByType, changed_at = :at
                    where id_key = :key and generation = :generation - 1 returning 1
                ), op as (
                    insert into resources.operation (id, tenant, subscription, resource_key, resource_id, kind, generation, status, started_at)
                    select :operation, :tenant, :subscription, :key, :id, 'DELETE', :generation, 'InProgress', :at from written
                ), act as (%s from written), work as (%s)
                select count(*) from written""".formatted(Activities.INSERT, WorkQueue.ENQUEUE.replace("values (:workQueue, :workKey)",
                        "select :workQueue, :workKey from written")))
                .bind("key", r.id().key()).bind("id", r.id().toString()).bind("generation", r.generation()).bind("etag", UUID.fromString(r.etag()))
                .bind("subscription", r.id().subscription().value()).bind("operation", write.operation()).bind("changedBy", r.systemData().changedBy())
                .bind("changedByType", r.systemData().changedByType()).bind("workQueue", QUEUE).bind("workKey", r.id().key());
        Activities.bind(query, new Activities.Entry(write.event(), write.call(), r.tenant(), r.id(), write.action(), "Accepted", write.operation(), write.at()));
        return query.mapTo(Integer.class).one() == 1;
    }

    /** Removes a resource with which nothing remains to be done, and records it. False where it is not as expected any more, or has children. */
    boolean removeAtOnce(Handle handle, Write write) {
        Resource r = write.resource();
        Query query = handle.createQuery("""
                with gone as (
                    delete from resources.resource r where r.id_key = :key and r.generation = :generation - 1
                        and not exists (select 1 from resources.resource c where c.parent_key = :key) returning 1
                ), assignments as (%s), act as (%s from gone)
                select count(*) from gone""".formatted(REMOVE_ASSIGNMENTS, Activities.INSERT))
                .bind("key", r.id().key()).bind("generation", r.generation());
        Activities.bind(query, new Activities.Entry(write.event(), write.call(), r.tenant(), r.id(), write.action(), "Succeeded", null, write.at()));
        return query.mapTo(Integer.class).one() == 1;
    }

    /** Stores what converging made of a generation; false where the resource has been written since. Ends its operations when the state is terminal. */
    boolean observed(Resource resource, Resource.State state, ObjectNode observed, ObjectNode failure, UUID etag, Instant at) {
        return database.with(handle -> handle.createQuery("""
                with written as (
                    update resources.resource set observed = :observed::jsonb, state = :state, failure = :failure::jsonb, etag = :etag
                    where id_key = :key and generation = :generation returning 1
                ), ended as (
                    update resources.operation o set status = :status, failure = :failure::jsonb, ended_at = :at
                    from written where o.resource_key = :key and o.status = 'InProgress' and o.generation <= :generation and :terminal
                )
                select count(*) from written""")
                .bind("key", resource.id().key()).bind("generation", resource.generation()).bind("observed", Json.write(observed))
                .bind("state", state.name()).bind("failure", failure == null ? null : Json.write(failure)).bind("etag", etag)
                .bind("status", state == Resource.State.SUCCEEDED ? "Succeeded" : "Failed").bind("terminal", state.terminal())
                .bind("at", at.atOffset(ZoneOffset.UTC)).mapTo(Integer.class).one() == 1);
    }

    /** Removes the row of a deleted resource and ends its operations; false while something is still inside it. */
    boolean remove(Resource resource, Instant at) {
        return database.with(handle -> handle.createQuery("""
                with gone as (
                    delete from resources.resource r where r.id_key = :key and r.state = 'DELETING'
                        and not exists (select 1 from resources.resource c where c.group_key = :key or c.parent_key = :key) returning 1
                ), ended as (
                    update resources.operation o set status = case when o.kind = 'DELETE' then 'Succeeded' else 'Canceled' end, ended_at = :at
                    from gone where o.resource_key = :key and o.status = 'InProgress'
                ), assignments as (%s)
                select count(*) from gone""".formatted(REMOVE_ASSIGNMENTS))
                .bind("key", resource.id().key()).bind("tenant", resource.tenant().value()).bind("at", at.atOffset(ZoneOffset.UTC)).mapTo(Integer.class).one() == 1);
    }

    Optional<Resource> find(ResourceId id) {
        return database.with(handle -> find(handle, id, false));
    }

    Optional<Resource> find(Handle handle, ResourceId id, boolean lock) {
        return handle.createQuery(COLUMNS + "where id_key = :key" + (lock ? " for no key update" : "")).bind("key", id.key())
                .map((row, context) -> read(row)).findOne();
    }

    Optional<Resource> findKey(String key) {
        return database.with(handle -> handle.createQuery(COLUMNS + "where id_key = :key").bind("key", key).map((row, context) -> read(row)).findOne());
    }

    Optional<Resource> find(UUID uniqueId) {
        return database.with(handle -> handle.createQuery(COLUMNS + "where unique_id = :id").bind("id", uniqueId).map((row, context) -> read(row)).findOne());
    }

    List<Resource> list(TenantId tenant, SubscriptionId subscription, String fullType) {
        return database.with(handle -> handle.createQuery(COLUMNS + "where tenant = :tenant and type_key = :type"
                        + (subscription == null ? "" : " and subscription = :subscription") + " order by id_key")
                .bind("tenant", tenant.value()).bind("type", fullType.toLowerCase(java.util.Locale.ROOT))
                .bindMap(subscription == null ? java.util.Map.of() : java.util.Map.of("subscription", subscription.value()))
                .map((row, context) -> read(row)).list());
    }

    /** A page in id order: rows after {@code afterKey}; {@code typeKey} or {@code groupKey} null for any. Groups are listed only by their type. */
    List<Resource> page(SubscriptionId subscription, String typeKey, String groupKey, String parentKey, String afterKey, int most) {
        return database.with(handle -> handle.createQuery(COLUMNS + """
                where subscription = :subscription and id_key > :after
                    and (cast(:type as text) is null and type_key <> 'microsoft.resources/resourcegroups' or type_key = :type)
                    and (cast(:group as text) is null or group_key = :group) and (cast(:parent as text) is null or parent_key = :parent)
                order by id_key limit :most""")
                .bind("subscription", subscription.value()).bind("type", typeKey).bind("group", groupKey).bind("parent", parentKey)
                .bind("after", afterKey).bind("most", most).map((row, context) -> read(row)).list());
    }

    /** Everything directly or indirectly inside a group or a parent. */
    List<Resource> inside(ResourceId id) {
        return database.with(handle -> handle.createQuery(COLUMNS + "where group_key = :key or parent_key = :key order by id_key")
                .bind("key", id.key()).map((row, context) -> read(row)).list());
    }

    void enqueue(Handle handle, ResourceId id) {
        queue.enqueue(handle, QUEUE, id.key());
    }

    void enqueue(ResourceId id) {
        database.with(handle -> {
            enqueue(handle, id);
            return null;
        });
        wake();
    }

    /** The operation that still runs on a resource, the newest one. */
    Optional<UUID> runningOperation(ResourceId id) {
        return database.with(handle -> handle.createQuery("""
                select id from resources.operation where resource_key = :key and status = 'InProgress' order by generation desc limit 1""")
                .bind("key", id.key()).mapTo(UUID.class).findOne());
    }

    void wake() {
        queue.wake(QUEUE);
    }

    private static Resource read(ResultSet row) throws SQLException {
        ResourceId id = ResourceId.tryParse(row.getString("id")).orElseThrow();
        Desired desired = new Desired(row.getString("location"), object(row, "tags"), object(row, "envelope"), object(row, "properties"));
        return new Resource(id, new TenantId(row.getObject("tenant", UUID.class)), row.getObject("unique_id", UUID.class), desired,
                object(row, "observed"), Resource.State.valueOf(row.getString("state")), object(row, "failure"), row.getLong("generation"),
                row.getString("etag"), new Resource.SystemData(row.getString("created_by"), row.getString("created_by_type"), instant(row, "created_at"),
                row.getString("changed_by"), row.getString("changed_by_type"), instant(row, "changed_at")));
    }

    private static ObjectNode object(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : (ObjectNode) Json.parse(text);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, java.time.OffsetDateTime.class).toInstant();
    }
}
