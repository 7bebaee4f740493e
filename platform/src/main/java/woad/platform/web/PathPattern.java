package woad.platform.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A path with named parts: {@code /subscriptions/{subscriptionId}/resourceGroups/{name}}. A first part {@code {scope*}} takes
 * any number of segments, none included. Literals match without regard to case; empty segments ({@code //}) are ignored.
 */
public final class PathPattern {
    private final String text;
    private final List<String> segments;
    private final String rest;

    private PathPattern(String text, List<String> segments, String rest) {
        this.text = text;
        this.segments = segments;
        this.rest = rest;
    }

    /** Reads a pattern. */
    public static PathPattern of(String text) {
        List<String> segments = new ArrayList<>(split(text));
        String rest = null;
        if (!segments.isEmpty() && segments.getFirst().endsWith("*}")) {
            String first = segments.removeFirst();
            rest = first.substring(1, first.length() - 2);
        }
        return new PathPattern(text, List.copyOf(segments), rest);
    }

    /** The non-empty segments of a path. */
    static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                if (i > start) {
                    parts.add(path.substring(start, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    /** The values of the named parts, or null where the path does not match. */
    Map<String, String> match(List<String> path) {
        int skipped = path.size() - segments.size();
        if (skipped < 0 || skipped > 0 && rest == null) {
            return null;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!isVariable(segments.get(i)) && !segments.get(i).equalsIgnoreCase(path.get(skipped + i))) {
                return null;
            }
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (isVariable(segment)) {
                values.put(segment.substring(1, segment.length() - 1), path.get(skipped + i));
            }
        }
        if (rest != null) {
            values.put(rest, skipped == 0 ? "/" : "/" + String.join("/", path.subList(0, skipped)));
        }
        return values;
    }

    /** Patterns with more literals win over those with fewer; a fixed length wins over any length. */
    int weight() {
        return (rest == null ? 1000 : 0) + (int) segments.stream().filter(s -> !isVariable(s)).count();
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    @Override
    public String toString() {
        return text;
    }
}
