package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A function of the language.
 *
 * @param minimum the fewest arguments
 * @param maximum the most arguments
 */
record Function(String name, int minimum, int maximum, Body body) {
    static final int MANY = Integer.MAX_VALUE;

    /** What the function does; it evaluates only the arguments that it asks the call for. */
    interface Body {
        JsonNode call(Invocation call);
    }

    static Function of(String name, int arguments, Body body) {
        return new Function(name, arguments, arguments, body);
    }

    static Function of(String name, int minimum, int maximum, Body body) {
        return new Function(name, minimum, maximum, body);
    }

    void checkCount(int count) {
        if (count < minimum || count > maximum) {
            throw new ExpressionException("Unable to evaluate template language function '" + name + "': it requires " + wanted()
                    + " argument(s) while '" + count + "' were provided.");
        }
    }

    private String wanted() {
        if (minimum == maximum) {
            return "'" + minimum + "'";
        }
        return maximum == MANY ? "at least '" + minimum + "'" : "'" + minimum + "' to '" + maximum + "'";
    }
}
