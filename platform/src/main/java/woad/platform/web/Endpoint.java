package woad.platform.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One operation of a service. Every endpoint of the cloud is such a value, so that tests can list them all.
 *
 * @param name       unique in its service, for logs and tests: {@code VirtualMachines_CreateOrUpdate}
 * @param conditions what the query and the headers must say beside the path, where several operations share one
 * @param bodyLimit  most bytes its body may have; 0 where it takes none
 * @param streams    whether the handler reads the body itself from {@link WebRequest#stream}
 */
public record Endpoint(String name, Method method, PathPattern path, List<Condition> conditions, Access access, long bodyLimit, boolean streams,
                       Handler handler) {
    public Endpoint {
        conditions = List.copyOf(conditions);
    }

    /** An operation that its path alone tells from others. */
    public Endpoint(String name, Method method, PathPattern path, Access access, long bodyLimit, Handler handler) {
        this(name, method, path, List.of(), access, bodyLimit, false, handler);
    }

    /** What a JSON body may have at most: 4 MiB, as in Azure Resource Manager. */
    public static final long JSON_LIMIT = 4L << 20;

    /** An operation without a body. */
    public static Endpoint of(String name, Method method, String path, Access access, Handler handler) {
        return new Endpoint(name, method, PathPattern.of(path), access, 0, handler);
    }

    /** An operation with a JSON or form body. */
    public static Endpoint withBody(String name, Method method, String path, Access access, Handler handler) {
        return new Endpoint(name, method, PathPattern.of(path), access, JSON_LIMIT, handler);
    }

    /** The same operation with bodies of at most {@code limit} bytes, read by the handler itself. */
    public Endpoint streaming(long limit) {
        return new Endpoint(name, method, path, conditions, access, limit, true, handler);
    }

    /** The same operation, where the query says {@code name=value} (the value without regard to case). */
    public Endpoint whenQuery(String name, String value) {
        return when(new Condition(Condition.Place.QUERY, name.toLowerCase(Locale.ROOT), value));
    }

    /** The same operation, where a header says {@code value} (without regard to case). */
    public Endpoint whenHeader(String name, String value) {
        return when(new Condition(Condition.Place.HEADER, name.toLowerCase(Locale.ROOT), value));
    }

    /** The same operation, where a header is there. */
    public Endpoint whenHeader(String name) {
        return whenHeader(name, null);
    }

    private Endpoint when(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Endpoint(this.name, method, path, more, access, bodyLimit, streams, handler);
    }

    boolean holds(Map<String, String> query, Map<String, String> headers) {
        return conditions.stream().allMatch(condition -> condition.holds(condition.place() == Condition.Place.QUERY ? query : headers));
    }

    /** Patterns with more literals win over those with fewer, and more conditions over fewer. */
    int weight() {
        return path.weight() + conditions.size();
    }

    /**
     * What a part of the query or a header must say.
     *
     * @param name  in lower case
     * @param value null where any will do
     */
    public record Condition(Place place, String name, String value) {
        /** Where it stands. */
        public enum Place { QUERY, HEADER }

        boolean holds(Map<String, String> values) {
            String found = values.get(name);
            return found != null && (value == null || value.equalsIgnoreCase(found));
        }
    }
}
