package woad.storage.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.storage.StorageError;
import woad.storage.account.Account;

/**
 * The entities of tables: what is read, and what is written without a look at what was there. Every operation is one statement, which
 * finds the table too, and throws {@code TableNotFound} where there is none.
 */
final class EntityStore {
    private static final String TABLE = "with table_ as (select id from storage.entity_table where account = :account and key = :table)";
    /** Bytes of properties of one chunk; at least one entity comes in any case. */
    private static final int CHUNK_BYTES = 4 << 20;

    private final Database database;
    private final EntityCodec codec;

    EntityStore(Database database, Ids ids) {
        this.database = database;
        this.codec = new EntityCodec(ids);
    }

    EntityCodec codec() {
        return codec;
    }

    /** The entity of a key, if there is one. */
    Optional<Entity> find(Account account, TableName table, EntityKey key) {
        List<Optional<Stored>> rows = database.with(handle -> at(handle, """
                select changed_at, sealed_properties
                from storage.entity_table t left join storage.entity e on table_id = t.id and partition_key = :partition and row_key = :row
                where account = :account and key = :table""", account, table)
                .bind("partition", EntityKey.stored(key.partition())).bind("row", EntityKey.stored(key.row()))
                .map((row, context) -> row.getObject("changed_at") == null ? Optional.<Stored>empty() : Optional.of(stored(key, row))).list());
        return the(rows).map(stored -> open(account, table, stored));
    }

    /** Makes an entity. @return when, or nothing where there is one already */
    Optional<Instant> insert(Account account, TableName table, EntityKey key, Map<String, EdmValue> properties) {
        return write(account, table, key, properties, "nothing");
    }

    /** Makes an entity, or replaces the one that is there. @return when */
    Instant replace(Account account, TableName table, EntityKey key, Map<String, EdmValue> properties) {
        return write(account, table, key, properties, """
                update set changed_at = greatest(now(), e.changed_at + interval '1 microsecond'), sealed_properties = excluded.sealed_properties""").orElseThrow();
    }

    private Optional<Instant> write(Account account, TableName table, EntityKey key, Map<String, EdmValue> properties, String onConflict) {
        byte[] sealed = codec.seal(account, table, key, properties);
        return the(database.with(handle -> at(handle, TABLE + """
                , written as (
                    insert into storage.entity as e (table_id, partition_key, row_key, sealed_properties) select id, :partition, :row, :sealed from table_
                    on conflict (table_id, partition_key, row_key) do\s""" + onConflict + """
                    \sreturning changed_at)
                select changed_at from table_ left join written on true""", account, table)
                .bind("partition", EntityKey.stored(key.partition())).bind("row", EntityKey.stored(key.row())).bind("sealed", sealed)
                .map((row, context) -> Optional.ofNullable(row.getObject("changed_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant)).list()));
    }

    /** The one row that every existing table gives. */
    private static <T> Optional<T> the(List<Optional<T>> rows) {
        if (rows.isEmpty()) {
            throw StorageError.TABLE_NOT_FOUND.refusal();
        }
        return rows.getFirst();
    }

    /**
     * Some entities in the order of their keys.
     *
     * @param ended whether there are no more in the range
     */
    record Chunk(List<Stored> entities, boolean ended) {}

    /** An entity whose properties are still sealed. */
    record Stored(EntityKey key, Instant timestamp, byte[] sealed) {}

    /** Entities from the start of a range on: at most so many, and fewer where they are large. */
    Chunk scan(Account account, TableName table, ScanRange range, int most) {
        return database.with(handle -> {
            Query query = at(handle, """
                    select partition_key, row_key, changed_at, sealed_properties, found from (
                        select *, count(*) over () as found, sum(octet_length(sealed_properties)) over (order by partition_key, row_key) as bytes from (
                            select * from storage.entity
                            where table_id = (select id from storage.entity_table where account = :account and key = :table)""" + range.conditions() + """
                            \sorder by partition_key, row_key limit :most) next) measured
                    where bytes - octet_length(sealed_properties) < :bytes order by partition_key, row_key""", account, table)
                    .bind("most", most).bind("bytes", CHUNK_BYTES);
            range.bindTo(query);
            int[] found = new int[1];
            List<Stored> entities = query.map((row, context) -> {
                found[0] = row.getInt("found");
                return stored(new EntityKey(EntityKey.read(row.getBytes("partition_key")), EntityKey.read(row.getBytes("row_key"))), row);
            }).list();
            if (entities.isEmpty() && at(handle, "select id from storage.entity_table where account = :account and key = :table", account, table).mapTo(Long.class).findOne().isEmpty()) {
                throw StorageError.TABLE_NOT_FOUND.refusal();
            }
            return new Chunk(entities, found[0] < most && entities.size() == found[0]);
        });
    }

    Entity open(Account account, TableName table, Stored stored) {
        return new Entity(stored.key(), stored.timestamp(), codec.open(account, table, stored.key(), stored.sealed()));
    }

    private static Query at(Handle handle, String sql, Account account, TableName table) {
        return handle.createQuery(sql).bind("account", account.id()).bind("table", table.key());
    }

    private static Stored stored(EntityKey key, ResultSet row) throws SQLException {
        return new Stored(key, row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getBytes("sealed_properties"));
    }
}
