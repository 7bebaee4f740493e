package woad.platform.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the endpoint of a path; the most literal pattern wins. */
final class Router {
    private final Map<Method, List<Endpoint>> byMethod = new EnumMap<>(Method.class);

    /** What a look-up found. */
    sealed interface Found {
        record Match(Endpoint endpoint, Map<String, String> values) implements Found {}

        /** The path exists with other methods. */
        record OtherMethods(TreeSet<Method> allowed) implements Found {}

        record Nothing() implements Found {}
    }

    Router(List<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            byMethod.computeIfAbsent(endpoint.method(), m -> new ArrayList<>()).add(endpoint);
        }
        byMethod.values().forEach(list -> list.sort(Comparator.comparingInt(Endpoint::weight).reversed()));
    }

    /**
     * @param path    decoded segments
     * @param rawPath the same path as it came from the wire
     * @param query   names in lower case
     * @param headers names in lower case
     */
    Found find(Method method, List<String> path, String rawPath, Map<String, String> query, Map<String, String> headers) {
        for (Endpoint endpoint : byMethod.getOrDefault(method, List.of())) {
            if (endpoint.holds(query, headers)) {
                Map<String, String> values = endpoint.path().match(path, rawPath);
                if (values != null) {
                    return new Found.Match(endpoint, values);
                }
            }
        }
        TreeSet<Method> others = new TreeSet<>();
        byMethod.forEach((other, endpoints) -> {
            if (endpoints.stream().anyMatch(e -> e.holds(query, headers) && e.path().match(path, rawPath) != null)) {
                others.add(other);
            }
        });
        return others.isEmpty() ? new Found.Nothing() : new Found.OtherMethods(others);
    }
}
