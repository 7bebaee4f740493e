package woad.platform.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A path with named parts: {@code /subscriptions/{subscriptionId}/resourceGroups/{name}}. A first part {@code {scope*}} takes
 * any number of segments, none included; a last part {@code {blob*}} takes all that follows as it is, at least one character,
 * empty segments included. Literals match without regard to case; elsewhere empty segments ({@code //}) are ignored.
 */
public final class PathPattern {
    private final String text;
    private final List<String> segments;
    private final String rest;
    private final String tail;

    private PathPattern(String text, List<String> segments, String rest, String tail) {
        this.text = text;
        this.segments = segments;
        this.rest = rest;
        this.tail = tail;
    }

    /** Reads a pattern. */
    public static PathPattern of(String text) {
        List<String> segments = new ArrayList<>(split(text));
        String rest = null;
        String tail = null;
        if (!segments.isEmpty() && segments.getFirst().endsWith("*}")) {
            String first = segments.removeFirst();
            rest = first.substring(1, first.length() - 2);
        } else if (!segments.isEmpty() && segments.getLast().endsWith("*}")) {
            String last = segments.removeLast();
            tail = last.substring(1, last.length() - 2);
        }
        return new PathPattern(text, List.copyOf(segments), rest, tail);
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

    /** The values of the named parts, or null where the path (decoded segments, and as it came) does not match. */
    Map<String, String> match(List<String> path, String rawPath) {
        int more = path.size() - segments.size();
        if (more < 0 || more > 0 && rest == null && tail == null) {
            return null;
        }
        int skipped = rest == null ? 0 : more;
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
        if (tail != null) {
            String after = after(rawPath, segments.size());
            if (after.isEmpty()) {
                return null;
            }
            values.put(tail, WebRequest.decode(after.replace("+", "%2B")));
        }
        if (rest != null) {
            values.put(rest, skipped == 0 ? "/" : "/" + String.join("/", path.subList(0, skipped)));
        }
        return values;
    }

    /** What follows the first {@code count} segments and one slash. */
    private static String after(String path, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            while (at < path.length() && path.charAt(at) == '/') {
                at++;
            }
            while (at < path.length() && path.charAt(at) != '/') {
                at++;
            }
        }
        return at < path.length() ? path.substring(at + 1) : "";
    }

    /** Patterns with more literals win over those with fewer; a fixed length wins over any length. */
    int weight() {
        return 100 * ((rest == null ? 100 : 0) + (tail == null ? 20 : 0) + (int) segments.stream().filter(s -> !isVariable(s)).count());
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    @Override
    public String toString() {
        return text;
    }
}
