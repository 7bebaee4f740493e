package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import woad.platform.core.Json;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;
import woad.platform.web.Caller;
import woad.resources.Activities;
import woad.resources.ResourceId;

/** The rows of {@code resources.deployment} and {@code resources.deployment_step}. */
final class DeploymentStore {
    static final String QUEUE = "resources.deployments";
    private static final String ACTIVE = "state in ('ACCEPTED', 'RUNNING')";

    private final Database database;
    private final WorkQueue queue;

    DeploymentStore(Database database, WorkQueue queue) {
        this.database = database;
        this.queue = queue;
    }

    /** What happened to a PUT. */
    enum Started { CREATED, REPLACED, STILL_ACTIVE }

    /** Stores a deployment with its steps, activity record and work, unless one of its name is still active. */
    Started start(Deployment deployment, byte[] sealed, List<Step> steps, Activities.Entry activity) {
        Started started = database.transaction(handle -> {
            boolean existed = handle.createQuery("select 1 from resources.deployment where id_key = :key for update").bind("key", deployment.id().key())
                    .mapTo(Integer.class).findOne().isPresent();
            Query query = handle.createQuery("""
                    with written as (
                        insert into resources.deployment (id_key, id, tenant, subscription, group_key, run, caller, client_address, correlation_id, state,
                            sealed, parameters, template_hash, started_at)
                        values (:key, :id, :tenant, :subscription, :group, :run, :callerJson::jsonb, :address, :correlation, 'ACCEPTED',
                            :sealed, :parameters, :hash, :at)
                        on conflict (id_key) do update set id = excluded.id, run = excluded.run, caller = excluded.caller, client_address = excluded.client_address,
                            correlation_id = excluded.correlation_id, state = excluded.state, canceling = false, sealed = excluded.sealed,
                            parameters = excluded.parameters, template_hash = excluded.template_hash, outputs = null, failure = null,
                            started_at = excluded.started_at, ended_at = null
                            where not (resources.deployment.%s)
                        returning 1
                    ), act as (%s from written)
                    select count(*) from written""".formatted(ACTIVE, Activities.INSERT))
                    .bind("key", deployment.id().key()).bind("id", deployment.id().toString()).bind("tenant", deployment.tenant().value())
                    .bind("subscription", deployment.id().subscription().value()).bind("group", deployment.id().groupId().key()).bind("run", deployment.run())
                    .bind("callerJson", Json.write(deployment.caller())).bind("address", deployment.clientAddress()).bind("correlation", deployment.correlationId())
                    .bind("sealed", sealed).bind("parameters", Json.write(deployment.parameters())).bind("hash", deployment.templateHash());
            Activities.bind(query, activity);
            if (query.mapTo(Integer.class).one() == 0) {
                return Started.STILL_ACTIVE;
            }
            handle.createUpdate("delete from resources.deployment_step where deployment_key = :key").bind("key", deployment.id().key()).execute();
            insertSteps(handle, deployment, steps);
            queue.enqueue(handle, QUEUE, deployment.id().key());
            return existed ? Started.REPLACED : Started.CREATED;
        });
        queue.wake(QUEUE);
        return started;
    }

    private static void insertSteps(Handle handle, Deployment deployment, List<Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
                insert into resources.deployment_step (deployment_key, run, position, resource_id, resource_type, api_version, existing, state)
                values (:key, :run, :position, :resource, :type, :version, :existing, 'WAITING')""");
        for (Step step : steps) {
            batch.bind("key", deployment.id().key()).bind("run", deployment.run()).bind("position", step.position()).bind("resource", step.resourceId())
                    .bind("type", step.type()).bind("version", step.apiVersion()).bind("existing", step.existing()).add();
        }
        batch.execute();
    }

    Optional<Deployment> find(String key) {
        return database.with(handle -> handle.createQuery("select * from resources.deployment where id_key = :key").bind("key", key)
                .map((row, context) -> read(row)).findOne());
    }

    List<Deployment> list(ResourceId group) {
        return database.with(handle -> handle.createQuery("select * from resources.deployment where group_key = :group order by started_at desc, id_key")
                .bind("group", group.key()).map((row, context) -> read(row)).list());
    }

    byte[] sealed(Deployment deployment) {
        return database.with(handle -> handle.createQuery("select sealed from resources.deployment where id_key = :key and run = :run")
                .bind("key", deployment.id().key()).bind("run", deployment.run()).mapTo(byte[].class).one());
    }

    List<Step> steps(Deployment deployment) {
        return database.with(handle -> handle.createQuery("select * from resources.deployment_step where deployment_key = :key and run = :run order by position")
                .bind("key", deployment.id().key()).bind("run", deployment.run()).map((row, context) -> readStep(row)).list());
    }

    /** Nothing where the deployment was replaced or removed meanwhile. */
    void save(Deployment deployment, Step step) {
        database.with(handle -> handle.createUpdate("""
                update resources.deployment_step set state = :state, operation = :operation, failure = :failure, started_at = :started, ended_at = :ended
                where deployment_key = :key and run = :run and position = :position""")
                .bind("state", step.state().name()).bind("operation", step.operation()).bind("failure", step.failure() == null ? null : Json.write(step.failure()))
                .bind("started", time(step.startedAt())).bind("ended", time(step.endedAt())).bind("key", deployment.id().key()).bind("run", deployment.run())
                .bind("position", step.position()).execute());
    }

    void running(Deployment deployment) {
        database.with(handle -> handle.createUpdate("update resources.deployment set state = 'RUNNING' where id_key = :key and run = :run and state = 'ACCEPTED'")
                .bind("key", deployment.id().key()).bind("run", deployment.run()).execute());
    }

    /** Ends a deployment; nothing where it has ended, or was replaced or removed meanwhile. */
    void end(Deployment deployment, Deployment.State state, ObjectNode outputs, ObjectNode failure, Instant at) {
        database.with(handle -> handle.createUpdate("update resources.deployment set state = :state, outputs = :outputs, failure = :failure, ended_at = :at"
                        + " where id_key = :key and run = :run and " + ACTIVE)
                .bind("state", state.name()).bind("outputs", outputs == null ? null : Json.write(outputs)).bind("failure", failure == null ? null : Json.write(failure))
                .bind("at", time(at)).bind("key", deployment.id().key()).bind("run", deployment.run()).execute());
    }

    /** Asks a deployment to stop; false where it is not active. */
    boolean cancel(ResourceId id) {
        boolean active = database.transaction(handle -> {
            boolean marked = handle.createUpdate("update resources.deployment set canceling = true where id_key = :key and " + ACTIVE).bind("key", id.key()).execute() == 1;
            if (marked) {
                queue.enqueue(handle, QUEUE, id.key());
            }
            return marked;
        });
        queue.wake(QUEUE);
        return active;
    }

    /** Forgets a deployment, not what it deployed; false where it is active. */
    boolean delete(ResourceId id) {
        return database.with(handle -> handle.createUpdate("delete from resources.deployment where id_key = :key and not (" + ACTIVE + ")")
                .bind("key", id.key()).execute() == 1);
    }

    private static OffsetDateTime time(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static Deployment read(ResultSet row) throws SQLException {
        return new Deployment(ResourceId.tryParse(row.getString("id")).orElseThrow(), new TenantId(row.getObject("tenant", UUID.class)), row.getObject("run", UUID.class),
                Json.parse(row.getString("caller"), Caller.class), row.getString("client_address"), row.getObject("correlation_id", UUID.class),
                Deployment.State.valueOf(row.getString("state")), row.getBoolean("canceling"), object(row, "parameters"), row.getString("template_hash"),
                object(row, "outputs"), object(row, "failure"), instant(row, "started_at"), instant(row, "ended_at"));
    }

    private static Step readStep(ResultSet row) throws SQLException {
        return new Step(row.getInt("position"), row.getString("resource_id"), row.getString("resource_type"), row.getString("api_version"), row.getBoolean("existing"),
                Step.State.valueOf(row.getString("state")), row.getString("operation"), object(row, "failure"), instant(row, "started_at"), instant(row, "ended_at"));
    }

    private static ObjectNode object(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : (ObjectNode) Json.parse(text);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
