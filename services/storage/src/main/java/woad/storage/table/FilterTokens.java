package woad.storage.table;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.storage.StorageError;

/** The words of a filter. Source: OData v3, "Abstract type system", literals. */
final class FilterTokens {
    private static final Pattern TOKEN = Pattern.compile("\\s*+(?:(?<sign>[(),])"
            + "|(?<prefix>datetime|guid|X|binary|)'(?<text>(?:[^']|'')*+)'"
            + "|(?<number>-?\\d++(?:\\.\\d++)?+(?:[eE][+-]?\\d++)?+[LlDdFfMm]?+(?![\\p{L}\\p{Nd}_]))"
            + "|(?<infinity>-INF|-Infinity)"
            + "|(?<word>[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}\\p{Pc}\\p{Cf}]*+))");
    private static final Map<String, EdmValue> NAMED = Map.of("true", new EdmValue.Bool(true), "false", new EdmValue.Bool(false),
            "NaN", new EdmValue.Double(Double.NaN), "INF", new EdmValue.Double(Double.POSITIVE_INFINITY), "Infinity", new EdmValue.Double(Double.POSITIVE_INFINITY));

    private FilterTokens() {}

    /** One word. */
    sealed interface Token {
        /** A parenthesis; a comma, which only stands between arguments of functions. */
        record Sign(char sign) implements Token {}

        /** A property, an operator. */
        record Word(String text) implements Token {}

        record Literal(EdmValue value) implements Token {}
    }

    /** @throws CloudException {@code InvalidInput} for what is no word */
    static List<Token> read(String filter) {
        List<Token> tokens = new ArrayList<>();
        String text = filter.strip();
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                throw malformed(null);
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        return tokens;
    }

    static CloudException malformed(Throwable cause) {
        return new CloudException(StorageError.INVALID_INPUT, "Bad Request - Error in query syntax.", cause);
    }

    private static Token token(Matcher matcher) {
        if (matcher.group("sign") != null) {
            return new Token.Sign(matcher.group("sign").charAt(0));
        }
        if (matcher.group("word") != null) {
            String word = matcher.group("word");
            return NAMED.containsKey(word) ? new Token.Literal(NAMED.get(word)) : new Token.Word(word);
        }
        try {
            return new Token.Literal(matcher.group("text") != null ? quoted(matcher.group("prefix"), matcher.group("text").replace("''", "'"))
                    : matcher.group("number") != null ? number(matcher.group("number")) : new EdmValue.Double(Double.NEGATIVE_INFINITY));
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static EdmValue quoted(String prefix, String text) {
        return switch (prefix) {
            case "datetime" -> new EdmValue.DateTime(EdmTimes.read(text).orElseThrow(() -> malformed(null)));
            case "guid" -> new EdmValue.Guid(Guid.parse(text));
            case "X", "binary" -> new EdmValue.Binary(HexFormat.of().parseHex(text));
            default -> new EdmValue.Text(text);
        };
    }

    private static EdmValue number(String text) {
        char last = Character.toLowerCase(text.charAt(text.length() - 1));
        if (last == 'l') {
            return new EdmValue.Int64(Long.parseLong(text.substring(0, text.length() - 1)));
        }
        if (last == 'd' || last == 'f' || last == 'm') {
            return new EdmValue.Double(Double.parseDouble(text.substring(0, text.length() - 1)));
        }
        if (text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
            return new EdmValue.Double(Double.parseDouble(text));
        }
        long number = Long.parseLong(text);
        return number == (int) number ? new EdmValue.Int32((int) number) : new EdmValue.Int64(number);
    }
}
