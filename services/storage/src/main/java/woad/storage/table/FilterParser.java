package woad.storage.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import woad.storage.StorageError;
import woad.storage.table.FilterTokens.Token;

/**
 * Reads {@code $filter}: comparisons of a property with a literal, joined by {@code and}, {@code or}, {@code not} and parentheses.
 * Functions and arithmetic are answered as in Azure, which has none: {@code NotImplemented}.
 */
final class FilterParser {
    /** Most words: what is longer takes too long for each entity. */
    private static final int LONGEST = 2000;
    private static final int DEEPEST = 100;

    private final List<Token> tokens;
    private int at;
    private int depth;

    private FilterParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @throws woad.platform.core.CloudException {@code InvalidInput} where it is malformed, {@code NotImplemented} for what is not offered */
    static Filter parse(String text) {
        List<Token> tokens = FilterTokens.read(text);
        if (tokens.size() > LONGEST) {
            throw StorageError.INVALID_INPUT.refusal();
        }
        FilterParser parser = new FilterParser(tokens);
        Filter filter = parser.disjunction();
        if (parser.at < tokens.size()) {
            throw FilterTokens.malformed(null);
        }
        return filter;
    }

    private Filter disjunction() {
        Filter filter = conjunction();
        while (takes("or")) {
            filter = new Filter.Or(filter, conjunction());
        }
        return filter;
    }

    private Filter conjunction() {
        Filter filter = negation();
        while (takes("and")) {
            filter = new Filter.And(filter, negation());
        }
        return filter;
    }

    private Filter negation() {
        if (++depth > DEEPEST) {
            throw FilterTokens.malformed(null);
        }
        Filter filter;
        if (takes("not")) {
            filter = new Filter.Not(negation());
        } else if (takes('(')) {
            filter = disjunction();
            if (!takes(')')) {
                throw FilterTokens.malformed(null);
            }
        } else {
            filter = comparison();
        }
        depth--;
        return filter;
    }

    private Filter comparison() {
        Token left = operand();
        Optional<Filter.Operator> operator = operator();
        if (operator.isEmpty()) {
            return switch (left) {
                case Token.Literal(EdmValue.Bool(boolean value)) -> new Filter.Constant(value);
                case Token.Word(String property) -> new Filter.Comparison(property, Filter.Operator.EQ, new EdmValue.Bool(true));
                default -> throw FilterTokens.malformed(null);
            };
        }
        Token right = operand();
        return switch (left) {
            case Token.Word(String property) when right instanceof Token.Literal(EdmValue literal) -> new Filter.Comparison(property, operator.get(), literal);
            case Token.Literal(EdmValue literal) when right instanceof Token.Word(String property) -> new Filter.Comparison(property, operator.get().mirrored(), literal);
            case Token.Literal(EdmValue a) when right instanceof Token.Literal(EdmValue b) -> new Filter.Constant(EdmOrder.compare(a, operator.get(), b));
            default -> throw StorageError.NOT_IMPLEMENTED.refusal();
        };
    }

    private Token operand() {
        if (at == tokens.size()) {
            throw FilterTokens.malformed(null);
        }
        Token token = tokens.get(at++);
        if (token instanceof Token.Sign) {
            throw FilterTokens.malformed(null);
        }
        if (token instanceof Token.Word && at < tokens.size() && tokens.get(at).equals(new Token.Sign('('))) {
            throw StorageError.NOT_IMPLEMENTED.refusal();
        }
        return token;
    }

    private Optional<Filter.Operator> operator() {
        if (at < tokens.size() && tokens.get(at) instanceof Token.Word(String word)) {
            for (Filter.Operator operator : Filter.Operator.values()) {
                if (operator.name().toLowerCase(Locale.ROOT).equals(word)) {
                    at++;
                    return Optional.of(operator);
                }
            }
        }
        return Optional.empty();
    }

    private boolean takes(String word) {
        return takes(new Token.Word(word));
    }

    private boolean takes(char sign) {
        return takes(new Token.Sign(sign));
    }

    private boolean takes(Token token) {
        boolean next = at < tokens.size() && tokens.get(at).equals(token);
        at += next ? 1 : 0;
        return next;
    }
}
