package woad.identity.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.Names;
import woad.platform.core.CloudException;

/** Reads {@code $filter}. What it does not know it refuses with Graph's words; nothing is ignored. */
final class FilterParser {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:('(?:[^']|'')*')|([A-Za-z_][A-Za-z0-9_./]*)|([(),:]))");
    private static final int LONGEST = 8 * 1024;
    private static final int DEEPEST = 20;
    private static final GraphProperty ID = new GraphProperty("id", Shape.TEXT, GraphProperty.Write.NEVER, true, true);

    private final GraphType type;
    private final List<String> tokens = new ArrayList<>();
    private int next;
    private int depth;

    private FilterParser(GraphType type) {
        this.type = type;
    }

    /** @throws CloudException {@code Request_UnsupportedQuery} or {@code BadRequest} */
    static Filter parse(GraphType type, String text) {
        if (text.length() > LONGEST || !Names.isPlain(text)) {
            throw new CloudException(DirectoryError.INVALID_REQUEST, "Invalid filter clause: it is too long or has control characters.");
        }
        FilterParser parser = new FilterParser(type);
        parser.tokenise(text);
        Filter filter = parser.or();
        if (parser.next < parser.tokens.size()) {
            throw parser.syntax();
        }
        return filter;
    }

    private void tokenise(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        String rest = text.stripTrailing();
        while (at < rest.length()) {
            matcher.region(at, rest.length());
            if (!matcher.lookingAt()) {
                throw new CloudException(DirectoryError.INVALID_REQUEST, "Invalid filter clause: Syntax error at position " + at + " in '" + Names.printable(text) + "'.");
            }
            tokens.add(matcher.group().strip());
            at = matcher.end();
        }
    }

    private Filter or() {
        if (++depth > DEEPEST) {
            throw unsupported("Too many nested conditions.");
        }
        Filter left = and();
        while (take("or")) {
            left = new Filter.Or(left, and());
        }
        depth--;
        return left;
    }

    private Filter and() {
        Filter left = unary();
        while (take("and")) {
            left = new Filter.And(left, unary());
        }
        return left;
    }

    private Filter unary() {
        if (take("not")) {
            if (++depth > DEEPEST) {
                throw unsupported("Too many nested conditions.");
            }
            Filter inner = unary();
            depth--;
            return new Filter.Not(inner);
        }
        if (take("(")) {
            Filter inner = or();
            expect(")");
            return inner;
        }
        String word = word();
        if (word.equals("startswith")) {
            expect("(");
            GraphProperty property = property(word());
            expect(",");
            String value = text();
            expect(")");
            return new Filter.StartsWith(text(property), value);
        }
        if (word.endsWith("/any")) {
            return any(property(word.substring(0, word.length() - "/any".length())));
        }
        if (peek().equals("(")) {
            throw unsupported("The function '" + Names.printable(word) + "' is not supported.");
        }
        return comparison(property(word));
    }

    private Filter any(GraphProperty property) {
        if (!(property.shape() instanceof Shape.ListOf)) {
            throw unsupported("'any' is only for collections; '" + property.name() + "' is none.");
        }
        expect("(");
        String variable = word();
        expect(":");
        boolean starts = take("startswith");
        if (starts) {
            expect("(");
        }
        expect(variable);
        expect(starts ? "," : "eq");
        String value = text();
        if (starts) {
            expect(")");
        }
        expect(")");
        return new Filter.Any(property, value, starts);
    }

    private Filter comparison(GraphProperty property) {
        String operator = word();
        if (operator.equals("in")) {
            expect("(");
            List<String> values = new ArrayList<>();
            do {
                values.add(text());
            } while (take(","));
            expect(")");
            return new Filter.In(text(property), values);
        }
        if (!operator.equals("eq") && !operator.equals("ne")) {
            throw unsupported("The operator '" + Names.printable(operator) + "' is not supported for property '" + property.name() + "'.");
        }
        Filter equal = equal(property);
        return operator.equals("eq") ? equal : new Filter.Not(equal);
    }

    private Filter equal(GraphProperty property) {
        if (property.shape() instanceof Shape.Flag) {
            String value = word();
            if (!value.equals("true") && !value.equals("false")) {
                throw new CloudException(DirectoryError.INVALID_REQUEST, "Invalid filter clause: '" + property.name() + "' is compared with true or false.");
            }
            return new Filter.FlagEquals(property, value.equals("true"));
        }
        text(property);
        return peek().equals("null") ? new Filter.TextEquals(property, nothing()) : new Filter.TextEquals(property, text());
    }

    private String nothing() {
        next++;
        return null;
    }

    private GraphProperty text(GraphProperty property) {
        if (!(property.shape() instanceof Shape.Text)) {
            throw unsupported("The property '" + property.name() + "' cannot be compared so.");
        }
        return property;
    }

    private GraphProperty property(String name) {
        GraphProperty property = name.equals("id") ? ID : type.property(name).orElseThrow(() -> new CloudException(DirectoryError.INVALID_REQUEST,
                "Invalid filter clause: Could not find a property named '" + Names.printable(name) + "' on type 'microsoft.graph." + type.kind().graphName() + "'."));
        if (!property.filtered()) {
            throw unsupported("The property '" + name + "' does not support filtering.");
        }
        return property;
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private boolean take(String token) {
        if (peek().equals(token)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw syntax();
        }
    }

    private String word() {
        String token = peek();
        if (token.isEmpty() || !Character.isLetter(token.charAt(0)) && token.charAt(0) != '_') {
            throw syntax();
        }
        next++;
        return token;
    }

    private String text() {
        String token = peek();
        if (!token.startsWith("'")) {
            throw syntax();
        }
        next++;
        return token.substring(1, token.length() - 1).replace("''", "'");
    }

    private CloudException syntax() {
        return new CloudException(DirectoryError.INVALID_REQUEST, "Invalid filter clause: Syntax error near '" + Names.printable(peek()) + "'.");
    }

    private static CloudException unsupported(String message) {
        return new CloudException(DirectoryError.UNSUPPORTED_QUERY, "Unsupported or invalid query filter clause specified. " + message);
    }
}
