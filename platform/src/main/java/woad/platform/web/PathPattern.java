package woad.platform.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with named parts: {@code /subscriptions/{subscriptionId}/resourceGroups/{name}}. A first part {@code {scope*}} takes
 * any number of segments, none included; a last part {@code {blob*}} takes all that follows as it is, at least one character,
 * empty segments included. A segment may also have text around its parts, as in {@code /{table}({keys})}. Literals match without regard to case; elsewhere empty segments ({@code //}) are ignored.
 */
public final class PathPattern {
    private final String text;
    private final List<Segment> segments;
    private final String rest;
    private final String tail;

    private PathPattern(String text, List<String> segments, String rest, String tail) {
        this.text = text;
        this.segments = segments.stream().map(Segment::of).toList();
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
        return new PathPattern(text, segments, rest, tail);
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
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).match(path.get(skipped + i), values)) {
                return null;
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
        return 1000 * ((rest == null ? 100 : 0) + (tail == null ? 20 : 0)) + segments.stream().mapToInt(Segment::weight).sum();
    }

    /** One segment of a pattern. */
    private sealed interface Segment {
        int LITERAL_WEIGHT = 1000;
        Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");

        /** Whether a decoded segment fits; adds the values of the named parts. */
        boolean match(String segment, Map<String, String> values);

        int weight();

        /** {@code resourceGroups}. */
        record Literal(String text) implements Segment {
            @Override
            public boolean match(String segment, Map<String, String> values) {
                return text.equalsIgnoreCase(segment);
            }

            @Override
            public int weight() {
                return LITERAL_WEIGHT;
            }
        }

        /** {@code {name}}. */
        record Whole(String name) implements Segment {
            @Override
            public boolean match(String segment, Map<String, String> values) {
                values.put(name, segment);
                return true;
            }

            @Override
            public int weight() {
                return 0;
            }
        }

        /** <code>{table}({keys})</code>: each part takes at least one character, the first ones as few as possible. */
        record Mixed(Pattern form, List<String> names, int literals) implements Segment {
            @Override
            public boolean match(String segment, Map<String, String> values) {
                Matcher matcher = form.matcher(segment);
                if (!matcher.matches()) {
                    return false;
                }
                for (int i = 0; i < names.size(); i++) {
                    values.put(names.get(i), matcher.group(i + 1));
                }
                return true;
            }

            @Override
            public int weight() {
                return Math.min(10 * literals, LITERAL_WEIGHT - 10);
            }
        }

        static Segment of(String text) {
            Matcher variables = VARIABLE.matcher(text);
            if (!variables.find()) {
                return new Literal(text);
            }
            if (variables.start() == 0 && variables.end() == text.length()) {
                return new Whole(variables.group(1));
            }
            List<String> names = new ArrayList<>();
            StringBuilder form = new StringBuilder();
            int end = 0;
            int literals = 0;
            do {
                form.append(Pattern.quote(text.substring(end, variables.start()))).append("(.+?)");
                literals += variables.start() - end;
                names.add(variables.group(1));
                end = variables.end();
            } while (variables.find());
            form.append(Pattern.quote(text.substring(end)));
            return new Mixed(Pattern.compile(form.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE), List.copyOf(names), literals + text.length() - end);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
