package woad.storage.access;

/**
 * The entities that a table's signature reaches, from a first key to a last one, both inclusive; null where open. A row key only
 * counts together with its partition key.
 */
public record EntityRange(String firstPartition, String firstRow, String lastPartition, String lastRow) {
    /** All entities. */
    public static final EntityRange ALL = new EntityRange(null, null, null, null);

    /** Whether an entity is within. */
    public boolean contains(String partition, String row) {
        return atOrAfterFirst(partition, row) && atOrBeforeLast(partition, row);
    }

    private boolean atOrAfterFirst(String partition, String row) {
        if (firstPartition == null) {
            return true;
        }
        int order = partition.compareTo(firstPartition);
        return order > 0 || order == 0 && (firstRow == null || row.compareTo(firstRow) >= 0);
    }

    private boolean atOrBeforeLast(String partition, String row) {
        if (lastPartition == null) {
            return true;
        }
        int order = partition.compareTo(lastPartition);
        return order < 0 || order == 0 && (lastRow == null || row.compareTo(lastRow) <= 0);
    }
}
