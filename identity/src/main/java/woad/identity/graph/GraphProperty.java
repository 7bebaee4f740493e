package woad.identity.graph;

/**
 * A property of a Graph type.
 *
 * @param shown    whether it is shown where {@code $select} names nothing
 * @param filtered whether {@code $filter} may name it
 */
record GraphProperty(String name, Shape shape, Write write, boolean shown, boolean filtered) {

    /** When a client may set it. */
    enum Write {
        /** At creation and later. */
        ALWAYS,
        /** At creation only. */
        ONCE,
        /** Set, never shown: passwords. */
        SECRET,
        /** By the directory alone. */
        NEVER
    }

    static GraphProperty of(String name, Shape shape) {
        return new GraphProperty(name, shape, Write.ALWAYS, true, false);
    }

    static GraphProperty readOnly(String name, Shape shape) {
        return new GraphProperty(name, shape, Write.NEVER, true, false);
    }

    GraphProperty filterable() {
        return new GraphProperty(name, shape, write, shown, true);
    }

    /** Shown only where {@code $select} names it. */
    GraphProperty onRequest() {
        return new GraphProperty(name, shape, write, false, filtered);
    }

    GraphProperty with(Write other) {
        return new GraphProperty(name, shape, other, shown, filtered);
    }
}
