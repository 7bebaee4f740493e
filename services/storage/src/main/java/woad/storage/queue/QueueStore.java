package woad.storage.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.storage.wire.SignedIdentifier;

/** The queues of accounts, without their messages. Every operation is one statement. */
final class QueueStore {
    private final Database database;

    QueueStore(Database database) {
        this.database = database;
    }

    /** How a creation ended. */
    enum Creation { CREATED, THERE_WITH_SAME_METADATA, THERE_WITH_OTHER_METADATA }

    /** A queue and about how many messages it holds. */
    record Counted(Queue queue, long messages) {}

    Creation create(UUID account, Queue queue) {
        return database.with(handle -> {
            Optional<Creation> outcome = Optional.empty();
            // Neither made nor seen: made by another after this statement began, so that it is seen by the next.
            while (outcome.isEmpty()) {
                outcome = tryCreate(handle, account, queue);
            }
            return outcome.get();
        });
    }

    private static Optional<Creation> tryCreate(Handle handle, UUID account, Queue queue) {
        return handle.createQuery("""
                with made as (
                    insert into storage.queue (account, name, metadata) values (:account, :name, :metadata::jsonb)
                    on conflict do nothing returning name)
                select 'CREATED' from made
                union all
                select case when metadata = :metadata::jsonb then 'THERE_WITH_SAME_METADATA' else 'THERE_WITH_OTHER_METADATA' end
                from storage.queue where account = :account and name = :name""")
                .bind("account", account).bind("name", queue.name().text()).bind("metadata", Json.write(queue.metadata()))
                .mapTo(Creation.class).findFirst();
    }

    /** @return whether there was one */
    boolean delete(UUID account, QueueName name) {
        return change(account, name, "delete from storage.queue where account = :account and name = :name", Map.of());
    }

    Optional<Counted> find(UUID account, QueueName name) {
        return database.with(handle -> handle.createQuery("""
                select metadata, (select count(*) from storage.message m where m.contents = q.contents and expires_at > now()) as messages
                from storage.queue q where account = :account and name = :name""")
                .bind("account", account).bind("name", name.text())
                .map((row, context) -> new Counted(new Queue(name, metadata(row.getString("metadata"))), row.getLong("messages"))).findOne());
    }

    /**
     * Queues in the order of their names.
     *
     * @param from the first name, or {@code ""}
     */
    List<Queue> list(UUID account, String prefix, String from, int most) {
        return database.with(handle -> handle.createQuery("""
                select name, metadata from storage.queue
                where account = :account and name >= :from and starts_with(name, :prefix) order by name limit :most""")
                .bind("account", account).bind("from", from.compareTo(prefix) > 0 ? from : prefix).bind("prefix", prefix).bind("most", most)
                .map((row, context) -> new Queue(new QueueName(row.getString("name")), metadata(row.getString("metadata")))).list());
    }

    /** @return whether there is such a queue */
    boolean setMetadata(UUID account, Queue queue) {
        return change(account, queue.name(), "update storage.queue set metadata = :metadata::jsonb where account = :account and name = :name",
                Map.of("metadata", Json.write(queue.metadata())));
    }

    /** The stored access policies of a queue, if there is such a queue. */
    Optional<List<SignedIdentifier>> policies(UUID account, QueueName name) {
        return database.with(handle -> handle.createQuery("select policies from storage.queue where account = :account and name = :name")
                .bind("account", account).bind("name", name.text())
                .map((row, context) -> List.of(Json.parse(row.getString("policies"), SignedIdentifier[].class))).findOne());
    }

    /** @return whether there is such a queue */
    boolean setPolicies(UUID account, QueueName name, List<SignedIdentifier> policies) {
        return change(account, name, "update storage.queue set policies = :policies::jsonb where account = :account and name = :name",
                Map.of("policies", Json.write(policies)));
    }

    private boolean change(UUID account, QueueName name, String sql, Map<String, String> values) {
        return database.with(handle -> handle.createUpdate(sql).bind("account", account).bind("name", name.text()).bindMap(values).execute()) > 0;
    }

    private static SortedMap<String, String> metadata(String json) {
        return Json.MAPPER.convertValue(Json.parse(json), new TypeReference<TreeMap<String, String>>() {});
    }
}
