package woad.fleet.hosts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.fleet.FleetError;
import woad.fleet.Item;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;

/**
 * Stores what hosts report. Whoever put an item is enqueued in the same transaction when the item's observed state changed, when
 * the host has tried its latest specification, and when nothing is left of it.
 */
final class ReportIntake {
    private final Database database;
    private final WorkQueue queue;
    private final InstantSource clock;

    ReportIntake(Database database, WorkQueue queue, InstantSource clock) {
        this.database = database;
        this.queue = queue;
        this.clock = clock;
    }

    /** What is known of the host before the report. */
    private record Before(String state, long applied) {}

    void take(HostReport report) {
        Set<String> queues = database.transaction(handle -> {
            Before before = handle.createQuery("select state, applied_generation from fleet.host where id = :host for no key update")
                    .bind("host", report.host().value()).map((row, context) -> new Before(row.getString(1), row.getLong(2))).one();
            if (before.state().equals(Hosts.State.REMOVED.name())) {
                throw new CloudException(FleetError.HOST_REMOVED, "The host " + report.host() + " was removed.");
            }
            handle.createUpdate("""
                    update fleet.host set last_seen = :now, state = 'UP', applied_generation = :applied, accelerator = :accelerator where id = :host""")
                    .bind("now", clock.instant()).bind("applied", report.appliedGeneration()).bind("accelerator", report.accelerator())
                    .bind("host", report.host().value()).execute();
            Set<String> woken = new HashSet<>(store(handle, report, before.applied()));
            if (before.state().equals(Hosts.State.DOWN.name())) {
                woken.addAll(enqueueAll(handle, report.host()));
            }
            return woken;
        });
        queues.forEach(queue::wake);
    }

    private List<String> store(Handle handle, HostReport report, long appliedBefore) {
        return handle.createQuery("""
                with reported as (select kind, id, state from jsonb_to_recordset(:reported::jsonb) as r(kind text, id text, state jsonb)),
                changed as (
                    insert into fleet.observation (host, kind, id, state, observed_at) select :host, kind, id, state, :now from reported
                    on conflict (host, kind, id) do update set state = excluded.state, observed_at = excluded.observed_at
                    where fleet.observation.state <> excluded.state returning kind, id),
                vanished as (
                    delete from fleet.observation o where o.host = :host
                    and not exists (select 1 from reported r where r.kind = o.kind and r.id = o.id) returning kind, id),
                gone as (
                    delete from fleet.item i where i.host = :host and not i.desired and i.host_generation <= :applied
                    and not exists (select 1 from reported r where r.kind = i.kind and r.id = i.id) returning work_queue, work_key),
                owners as (
                    select i.work_queue, i.work_key from fleet.item i join (select * from changed union select * from vanished) c using (kind, id) where i.host = :host
                    union select work_queue, work_key from fleet.item where host = :host and host_generation > :before and host_generation <= :applied
                    union select work_queue, work_key from gone)
                insert into platform.work (queue, key) select work_queue, work_key from owners order by 1, 2
                on conflict (queue, key) do update set version = platform.work.version + 1, due_at = now(), attempts = 0
                returning queue""")
                .bind("reported", Json.write(reported(report))).bind("host", report.host().value()).bind("now", clock.instant())
                .bind("applied", report.appliedGeneration()).bind("before", appliedBefore).mapTo(String.class).list();
    }

    /** Enqueues the owner of everything on a host: it came back or went away. Gives the queues. */
    static List<String> enqueueAll(Handle handle, HostId host) {
        return handle.createQuery("""
                insert into platform.work (queue, key)
                select distinct work_queue, work_key from fleet.item where host = :host order by 1, 2
                on conflict (queue, key) do update set version = platform.work.version + 1, due_at = now(), attempts = 0
                returning queue""").bind("host", host.value()).mapTo(String.class).list();
    }

    private static ArrayNode reported(HostReport report) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        report.machines().forEach(machine -> add(all, Item.Kind.MACHINE, machine.id(), machine));
        report.disks().forEach(disk -> add(all, Item.Kind.DISK, disk.id(), disk));
        report.ports().forEach(port -> add(all, Item.Kind.PORT, port.id(), port));
        return all;
    }

    private static void add(ArrayNode all, Item.Kind kind, String id, Object state) {
        all.addObject().put("kind", kind.name()).put("id", id).set("state", Json.MAPPER.valueToTree(state));
    }
}
