package woad.storage.table;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import woad.platform.core.CloudException;
import woad.platform.store.Database;
import woad.storage.StorageError;
import woad.storage.account.Account;

/**
 * Changes to entities of one partition, made all together or not at all. The entities that are there are locked in the order of their
 * keys, looked at, and written; where another makes one at the same time, everything is looked at again.
 */
final class EntityChanges {
    private static final int ATTEMPTS = 20;

    private final Database database;
    private final EntityCodec codec;

    EntityChanges(Database database, EntityCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    /** How it ended. */
    sealed interface Outcome {
        /** All are made. @param tags the states that they left; null for an entity that is gone */
        record Made(List<EntityTag> tags) implements Outcome {}

        /** None is made. @param index of the change that cannot be */
        record Refused(int index, CloudException refusal) implements Outcome {}
    }

    /** Another made an entity that was not there when it was looked for. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Makes changes.
     *
     * @param changes of one partition, each of another entity; at least one
     * @throws CloudException {@code TableNotFound}
     */
    Outcome make(Account account, TableName table, List<Change> changes) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return database.transaction(handle -> new Transaction(handle, account, table, changes).run());
            } catch (Overtaken e) {
                Thread.yield();
            }
        }
        throw StorageError.SERVER_BUSY.refusal();
    }

    private final class Transaction {
        private final Handle handle;
        private final Account account;
        private final TableName table;
        private final List<Change> changes;
        private final byte[] partition;
        private final Map<String, Entity> present = new HashMap<>();
        private final Map<String, byte[]> made = new LinkedHashMap<>();
        private final Map<String, byte[]> changed = new LinkedHashMap<>();
        private final List<String> removed = new ArrayList<>();
        private final Map<String, EntityTag> tags = new HashMap<>();
        private long tableId;

        Transaction(Handle handle, Account account, TableName table, List<Change> changes) {
            this.handle = handle;
            this.account = account;
            this.table = table;
            this.changes = changes;
            this.partition = EntityKey.stored(changes.getFirst().key().partition());
        }

        Outcome run() {
            lock();
            for (int i = 0; i < changes.size(); i++) {
                try {
                    plan(changes.get(i), present.get(changes.get(i).key().row()));
                } catch (CloudException refusal) {
                    return new Outcome.Refused(i, refusal);
                }
            }
            write();
            return new Outcome.Made(changes.stream().map(change -> tags.get(change.key().row())).toList());
        }

        private void lock() {
            List<EntityStore.Stored> rows = new ArrayList<>();
            query("""
                    select id, row_key, changed_at, sealed_properties from storage.entity_table left join lateral (
                        select * from storage.entity where table_id = id and partition_key = :partition and row_key = any(:rows) order by row_key for update) e on true
                    where account = :account and key = :table""", changes.stream().map(change -> change.key().row()).toList())
                    .bind("account", account.id()).bind("table", table.key())
                    .map((row, context) -> {
                        tableId = row.getLong("id");
                        byte[] key = row.getBytes("row_key");
                        return key != null && rows.add(new EntityStore.Stored(new EntityKey(changes.getFirst().key().partition(), EntityKey.read(key)),
                                row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getBytes("sealed_properties")));
                    }).list();
            if (tableId == 0) {
                throw StorageError.TABLE_NOT_FOUND.refusal();
            }
            rows.forEach(row -> present.put(row.key().row(), new Entity(row.key(), row.timestamp(), codec.open(account, table, row.key(), row.sealed()))));
        }

        private void plan(Change change, Entity there) {
            switch (change) {
                case Change.Insert insert -> {
                    if (there != null) {
                        throw StorageError.ENTITY_ALREADY_EXISTS.refusal();
                    }
                    put(insert.key(), insert.properties(), false);
                }
                case Change.Write write -> {
                    if (write.ifMatch() != null) {
                        check(there, write.ifMatch());
                    }
                    Map<String, EdmValue> properties = new LinkedHashMap<>();
                    if (write.merge() && there != null) {
                        properties.putAll(there.properties());
                    }
                    properties.putAll(write.properties());
                    put(write.key(), properties, there != null);
                }
                case Change.Delete delete -> {
                    check(there, delete.ifMatch());
                    removed.add(delete.key().row());
                }
            }
        }

        private static void check(Entity there, String ifMatch) {
            if (there == null) {
                throw StorageError.RESOURCE_NOT_FOUND.refusal();
            }
            if (!there.tag().isMeantBy(ifMatch)) {
                throw StorageError.UPDATE_CONDITION_NOT_SATISFIED.refusal();
            }
        }

        private void put(EntityKey key, Map<String, EdmValue> properties, boolean isThere) {
            EntityLimits.check(key, properties);
            (isThere ? changed : made).put(key.row(), codec.seal(account, table, key, properties));
        }

        private void write() {
            if (!removed.isEmpty()) {
                query("delete from storage.entity where table_id = :id and partition_key = :partition and row_key = any(:rows) returning row_key", removed)
                        .bind("id", tableId).mapTo(byte[].class).list();
            }
            if (!changed.isEmpty()) {
                sealed("""
                        update storage.entity e set changed_at = greatest(now(), e.changed_at + interval '1 microsecond'), sealed_properties = new.sealed
                        from unnest(:rows, :sealed) as new (row, sealed) where table_id = :id and partition_key = :partition and row_key = new.row
                        returning row_key, changed_at""", changed);
            }
            if (!made.isEmpty()) {
                sealed("""
                        insert into storage.entity (table_id, partition_key, row_key, sealed_properties)
                        select :id, :partition, row, sealed from unnest(:rows, :sealed) as new (row, sealed)
                        on conflict (table_id, partition_key, row_key) do nothing returning row_key, changed_at""", made);
                if (!tags.keySet().containsAll(made.keySet())) {
                    throw new Overtaken();
                }
            }
        }

        private void sealed(String sql, Map<String, byte[]> rows) {
            ResultIterable<Map.Entry<String, Instant>> written = query(sql, List.copyOf(rows.keySet())).bind("id", tableId)
                    .bindBySqlType("sealed", array(rows.values()), Types.ARRAY)
                    .map((row, context) -> Map.entry(EntityKey.read(row.getBytes("row_key")), row.getObject("changed_at", OffsetDateTime.class).toInstant()));
            written.forEach(row -> tags.put(row.getKey(), new EntityTag(row.getValue())));
        }

        private Query query(String sql, List<String> rows) {
            return handle.createQuery(sql).bind("partition", partition).bindBySqlType("rows", array(rows.stream().map(EntityKey::stored).toList()), Types.ARRAY);
        }

        private Array array(Collection<byte[]> values) {
            try {
                return handle.getConnection().createArrayOf("bytea", values.toArray(byte[][]::new));
            } catch (SQLException e) {
                throw new ConnectionException(e);
            }
        }
    }
}
