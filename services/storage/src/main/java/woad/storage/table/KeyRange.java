package woad.storage.table;

/**
 * Partition and row keys within which all entities are that a filter can match; bounds are inclusive, null where open. It may be wider
 * than the filter.
 */
record KeyRange(Bounds partition, Bounds row) {
    static final KeyRange ALL = new KeyRange(Bounds.ALL, Bounds.ALL);

    /** From one key to another. Nothing where the first is after the last. */
    record Bounds(String first, String last) {
        static final Bounds ALL = new Bounds(null, null);

        /** Whether it is one key. */
        boolean isOne() {
            return first != null && first.equals(last);
        }

        Bounds and(Bounds other) {
            return new Bounds(first == null || other.first != null && other.first.compareTo(first) > 0 ? other.first : first,
                    last == null || other.last != null && other.last.compareTo(last) < 0 ? other.last : last);
        }

        /** The smallest bounds around both. */
        Bounds or(Bounds other) {
            return new Bounds(first == null || other.first == null ? null : first.compareTo(other.first) <= 0 ? first : other.first,
                    last == null || other.last == null ? null : last.compareTo(other.last) >= 0 ? last : other.last);
        }
    }

    KeyRange and(KeyRange other) {
        return new KeyRange(partition.and(other.partition), row.and(other.row));
    }

    private KeyRange or(KeyRange other) {
        return new KeyRange(partition.or(other.partition), row.or(other.row));
    }

    /** Around all that a filter can match. */
    static KeyRange of(Filter filter) {
        return switch (filter) {
            case Filter.And and -> of(and.left()).and(of(and.right()));
            case Filter.Or or -> of(or.left()).or(of(or.right()));
            case Filter.Not not -> ALL;
            case Filter.Constant constant -> ALL;
            case Filter.Comparison(String property, Filter.Operator operator, EdmValue.Text(String key)) when property.equals(PropertyJson.PARTITION_KEY) ->
                new KeyRange(bounds(operator, key), Bounds.ALL);
            case Filter.Comparison(String property, Filter.Operator operator, EdmValue.Text(String key)) when property.equals(PropertyJson.ROW_KEY) ->
                new KeyRange(Bounds.ALL, bounds(operator, key));
            case Filter.Comparison other -> ALL;
        };
    }

    private static Bounds bounds(Filter.Operator operator, String key) {
        return switch (operator) {
            case EQ -> new Bounds(key, key);
            case NE -> Bounds.ALL;
            case GT, GE -> new Bounds(key, null);
            case LT, LE -> new Bounds(null, key);
        };
    }
}
