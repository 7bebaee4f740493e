package woad.resources.deployments.template.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code [...]} expressions: calls, single-quoted strings with {@code ''} for a quote, whole numbers, {@code .name}
 * and {@code [index]}. Nesting and length are bounded, so that a hostile template cannot exhaust the stack.
 */
public final class ExpressionParser {
    /** The longest expression, in characters. Source: Azure Resource Manager's template limits. */
    public static final int MAXIMUM_LENGTH = 24_576;
    private static final int MAXIMUM_NESTING = 96;

    private final String text;
    private final int end;
    private int position = 1;
    private int nesting;

    private ExpressionParser(String text) {
        this.text = text;
        this.end = text.length() - 1;
    }

    /** Whether a string of a template is an expression rather than plain text. */
    public static boolean isExpression(String text) {
        return text.length() >= 2 && text.charAt(0) == '[' && text.charAt(text.length() - 1) == ']' && text.charAt(1) != '[';
    }

    /** A string that is no expression, without the bracket that escapes it: {@code [[text]} means {@code [text]}. */
    public static String literal(String text) {
        return text.startsWith("[[") && text.endsWith("]") ? text.substring(1) : text;
    }

    /** The reverse of {@link #literal}: a string of a template that means the given text. */
    public static String escape(String text) {
        return text.startsWith("[") && text.endsWith("]") ? "[" + text : text;
    }

    /**
     * Parses a string for which {@link #isExpression} holds.
     *
     * @throws ExpressionException with the position of what was not expected, counted from 0
     */
    public static Expression parse(String text) {
        if (text.length() > MAXIMUM_LENGTH) {
            throw new ExpressionException("The language expression of length '" + text.length() + "' exceeds the limit of '"
                    + MAXIMUM_LENGTH + "' characters.");
        }
        ExpressionParser parser = new ExpressionParser(text);
        Expression expression = parser.expression();
        if (parser.position < parser.end) {
            throw parser.unexpected();
        }
        return expression;
    }

    private Expression expression() {
        if (++nesting > MAXIMUM_NESTING) {
            throw new ExpressionException("The language expression is nested deeper than '" + MAXIMUM_NESTING + "' levels.");
        }
        Expression result = primary();
        while (true) {
            switch (peek()) {
                case '.' -> {
                    position++;
                    result = new Expression.Property(result, identifier());
                }
                case '[' -> {
                    position++;
                    result = new Expression.Index(result, expression());
                    expect(']');
                }
                default -> {
                    nesting--;
                    return result;
                }
            }
        }
    }

    private Expression primary() {
        char next = peek();
        if (next == '\'') {
            return new Expression.Text(quoted());
        }
        if (next == '-' || isDigit(next)) {
            return new Expression.Whole(number());
        }
        String name = identifier();
        String namespace = null;
        if (peek() == '.') {
            position++;
            namespace = name;
            name = identifier();
        }
        if (peek() != '(') {
            throw new ExpressionException("The language expression '" + text + "' is not valid: '" + name
                    + "' at position '" + position + "' is not a function call. Put text between single quotes.");
        }
        return new Expression.Call(namespace, name, arguments());
    }

    private List<Expression> arguments() {
        expect('(');
        List<Expression> arguments = new ArrayList<>();
        if (peek() != ')') {
            arguments.add(expression());
            while (peek() == ',') {
                position++;
                arguments.add(expression());
            }
        }
        expect(')');
        return arguments;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        position++;
        while (position < end) {
            char c = text.charAt(position++);
            if (c != '\'') {
                value.append(c);
            } else if (position < end && text.charAt(position) == '\'') {
                value.append('\'');
                position++;
            } else {
                return value.toString();
            }
        }
        throw new ExpressionException("The language expression '" + text + "' is not valid: a string is not closed by a single quote.");
    }

    private long number() {
        int start = position++;
        while (position < end && isDigit(text.charAt(position))) {
            position++;
        }
        try {
            return Long.parseLong(text.substring(start, position));
        } catch (NumberFormatException e) {
            throw new ExpressionException("The language expression '" + text + "' is not valid: '" + text.substring(start, position)
                    + "' is not a whole number of 64 bits.", e);
        }
    }

    private String identifier() {
        if (!isNameStart(peek())) {
            throw unexpected();
        }
        int start = position;
        while (position < end && (isNameStart(text.charAt(position)) || isDigit(text.charAt(position)))) {
            position++;
        }
        return text.substring(start, position);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected();
        }
        position++;
    }

    /** The next character that is not white space, or NUL at the end. */
    private char peek() {
        while (position < end && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < end ? text.charAt(position) : '\0';
    }

    private ExpressionException unexpected() {
        String found = peek() == '\0' ? "the end" : "'" + text.charAt(position) + "'";
        return new ExpressionException("Unable to parse language expression '" + text + "': " + found + " at position '" + position
                + "' is not expected.");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$';
    }
}
