package woad.storage.table;

import org.jdbi.v3.core.statement.Query;
import woad.storage.access.EntityRange;

/**
 * What part of a table a query reads, in the order of its keys.
 *
 * @param keys what its filter can match
 * @param from the first key; null for the table's first
 * @param all  what its caller may see
 */
record ScanRange(KeyRange keys, EntityKey from, EntityRange all) {

    /** The same part from another key on. */
    ScanRange from(EntityKey key) {
        return new ScanRange(keys, key, all);
    }

    /** The key right behind another one. */
    static EntityKey after(EntityKey key) {
        return new EntityKey(key.partition(), key.row() + '\0');
    }

    String conditions() {
        return conditions("partition_key", keys.partition(), "partition") + conditions("row_key", keys.row(), "row")
                + (from == null ? "" : " and (partition_key, row_key) >= (:fromPartition, :fromRow)")
                + (all.firstPartition() == null ? "" : " and (partition_key, row_key) >= (:allFromPartition, :allFromRow)")
                + (all.lastPartition() == null ? "" : all.lastRow() == null ? " and partition_key <= :allToPartition"
                        : " and (partition_key, row_key) <= (:allToPartition, :allToRow)");
    }

    private static String conditions(String column, KeyRange.Bounds bounds, String name) {
        return bounds.isOne() ? " and " + column + " = :" + name + "First"
                : (bounds.first() == null ? "" : " and " + column + " >= :" + name + "First") + (bounds.last() == null ? "" : " and " + column + " <= :" + name + "Last");
    }

    void bindTo(Query query) {
        bind(query, "partitionFirst", keys.partition().first());
        bind(query, "partitionLast", keys.partition().isOne() ? null : keys.partition().last());
        bind(query, "rowFirst", keys.row().first());
        bind(query, "rowLast", keys.row().isOne() ? null : keys.row().last());
        if (from != null) {
            bind(query, "fromPartition", from.partition());
            bind(query, "fromRow", from.row());
        }
        if (all.firstPartition() != null) {
            bind(query, "allFromPartition", all.firstPartition());
            bind(query, "allFromRow", all.firstRow() == null ? "" : all.firstRow());
        }
        bind(query, "allToPartition", all.lastPartition());
        bind(query, "allToRow", all.lastPartition() == null ? null : all.lastRow());
    }

    private static void bind(Query query, String name, String key) {
        if (key != null) {
            query.bind(name, EntityKey.stored(key));
        }
    }
}
