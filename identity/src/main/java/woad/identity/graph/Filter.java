package woad.identity.graph;

import java.util.List;

/** A parsed {@code $filter} (OData 4.01 URL Conventions, section 5.1.1), as far as the directory has it. */
sealed interface Filter {
    record And(Filter left, Filter right) implements Filter {}

    record Or(Filter left, Filter right) implements Filter {}

    record Not(Filter inner) implements Filter {}

    /** @param value null for {@code null} */
    record TextEquals(GraphProperty property, String value) implements Filter {}

    record FlagEquals(GraphProperty property, boolean value) implements Filter {}

    record StartsWith(GraphProperty property, String value) implements Filter {}

    record In(GraphProperty property, List<String> values) implements Filter {
        public In {
            values = List.copyOf(values);
        }
    }

    /** {@code any(x:x eq 'value')} or, where {@code starts}, {@code any(x:startswith(x,'value'))}. */
    record Any(GraphProperty property, String value, boolean starts) implements Filter {}
}
