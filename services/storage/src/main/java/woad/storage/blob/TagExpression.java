package woad.storage.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on the tags of a blob. Sources: Find Blobs by Tags ({@code where}), which joins comparisons by {@code AND} only and knows
 * {@code @container}; "Specifying conditional headers", {@code x-ms-if-tags}, which knows {@code OR}, {@code <>} and parentheses too.
 */
sealed interface TagExpression {

    /** Whether tags meet it. A tag that is not there meets no comparison. */
    boolean holds(Map<String, String> tags);

    /** Both. */
    record And(TagExpression left, TagExpression right) implements TagExpression {
        @Override
        public boolean holds(Map<String, String> tags) {
            return left.holds(tags) && right.holds(tags);
        }
    }

    /** One or both. */
    record Or(TagExpression left, TagExpression right) implements TagExpression {
        @Override
        public boolean holds(Map<String, String> tags) {
            return left.holds(tags) || right.holds(tags);
        }
    }

    /** A tag compared with a value, as text. */
    record Comparison(String key, Operator operator, String value) implements TagExpression {
        @Override
        public boolean holds(Map<String, String> tags) {
            String found = tags.get(key);
            return found != null && operator.holds(found.compareTo(value));
        }
    }

    /** How a tag is compared; the text is SQL's too. */
    enum Operator {
        EQUAL("="), NOT_EQUAL("<>"), LESS("<"), LESS_OR_EQUAL("<="), GREATER(">"), GREATER_OR_EQUAL(">=");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        private boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }

        private static Operator of(String text) {
            for (Operator operator : values()) {
                if (operator.text.equals(text)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("no operator: " + text);
        }
    }

    /** The key that stands for the container's name where blobs are looked for. */
    String CONTAINER = "@container";

    /** Reads a condition of {@code x-ms-if-tags}; empty where it is malformed. */
    static Optional<TagExpression> condition(String text) {
        return new Parser(text, true).parse();
    }

    /** Reads what to find: comparisons that must all hold; empty where it is malformed. */
    static Optional<List<Comparison>> where(String text) {
        return new Parser(text, false).parse().map(TagExpression::comparisons);
    }

    private static List<Comparison> comparisons(TagExpression expression) {
        List<Comparison> all = new ArrayList<>();
        switch (expression) {
            case And and -> {
                all.addAll(comparisons(and.left()));
                all.addAll(comparisons(and.right()));
            }
            case Comparison comparison -> all.add(comparison);
            case Or or -> throw new IllegalStateException("not in this grammar");
        }
        return all;
    }

    /** Reads both grammars, by recursive descent. */
    final class Parser {
        private static final int LONGEST = 8 << 10;
        private static final int DEEPEST = 16;
        private static final Pattern TOKEN = Pattern.compile("\\s*(?:(\"[^\"]*\"|@?[a-zA-Z_][a-zA-Z0-9_]*)|('(?:[^']|'')*')|(<=|>=|<>|=|<|>)|([()]))");

        private final boolean full;
        private final List<String> tokens = new ArrayList<>();
        private int at;

        private Parser(String text, boolean full) {
            this.full = full;
            Matcher matcher = TOKEN.matcher(text.strip());
            int end = 0;
            while (text.length() <= LONGEST && matcher.lookingAt()) {
                tokens.add(matcher.group().strip());
                end = matcher.end();
                matcher.region(end, matcher.regionEnd());
            }
            if (end < text.strip().length()) {
                tokens.clear();
            }
        }

        private Optional<TagExpression> parse() {
            Optional<TagExpression> expression = or(0);
            return at == tokens.size() ? expression : Optional.empty();
        }

        private Optional<TagExpression> or(int depth) {
            Optional<TagExpression> left = and(depth);
            while (full && left.isPresent() && takes("OR")) {
                TagExpression first = left.get();
                left = and(depth).map(second -> new Or(first, second));
            }
            return left;
        }

        private Optional<TagExpression> and(int depth) {
            Optional<TagExpression> left = term(depth);
            while (left.isPresent() && takes("AND")) {
                TagExpression first = left.get();
                left = term(depth).map(second -> new And(first, second));
            }
            return left;
        }

        private Optional<TagExpression> term(int depth) {
            if (full && takes("(")) {
                Optional<TagExpression> inner = depth > DEEPEST ? Optional.empty() : or(depth + 1);
                return takes(")") ? inner : Optional.empty();
            }
            return comparison();
        }

        private Optional<TagExpression> comparison() {
            if (at + 3 > tokens.size()) {
                return Optional.empty();
            }
            String key = tokens.get(at);
            String operator = tokens.get(at + 1);
            String value = tokens.get(at + 2);
            boolean good = (key.startsWith("\"") || Character.isLetter(key.charAt(0)) || key.charAt(0) == '_' || !full && key.equals(CONTAINER))
                    && operator.matches("[<>=]+") && (full || !operator.equals("<>")) && value.startsWith("'");
            if (!good || key.equals(CONTAINER) && !operator.equals("=")) {
                return Optional.empty();
            }
            at += 3;
            String name = key.startsWith("\"") ? key.substring(1, key.length() - 1) : key;
            return Optional.of(new Comparison(name, Operator.of(operator), value.substring(1, value.length() - 1).replace("''", "'")));
        }

        private boolean takes(String word) {
            if (at < tokens.size() && tokens.get(at).toUpperCase(Locale.ROOT).equals(word)) {
                at++;
                return true;
            }
            return false;
        }
    }
}
