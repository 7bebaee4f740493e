package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the evaluation of one template may use up: nesting of evaluations, and the amount of data that functions make. Without it a
 * short template could double a value until memory is gone. Used by one thread at a time.
 */
public final class Budget {
    private static final int MAXIMUM_DEPTH = 256;
    private static final long MAXIMUM_WORK = 32L << 20;
    private static final long MAXIMUM_VALUE = 4L << 20;

    private int depth;
    private long work;

    void enter() {
        if (++depth > MAXIMUM_DEPTH) {
            throw new ExpressionException("The evaluation of the language expression is nested deeper than '" + MAXIMUM_DEPTH + "' levels.");
        }
    }

    void leave() {
        depth--;
    }

    /**
     * Counts a value that was made.
     *
     * @throws ExpressionException where the value, or all values of the template together, are too large
     */
    public JsonNode charge(JsonNode value) {
        long size = size(value, MAXIMUM_VALUE);
        work += size;
        if (size > MAXIMUM_VALUE || work > MAXIMUM_WORK) {
            throw new ExpressionException("The evaluation of the template's language expressions produces too much data.");
        }
        return value;
    }

    /** Characters and nodes of a value; stops counting soon after {@code enough}. */
    public static long size(JsonNode value, long enough) {
        if (value.isTextual()) {
            return 1L + value.textValue().length();
        }
        long size = 1;
        var names = value.fieldNames();
        while (size <= enough && names.hasNext()) {
            size += 1 + names.next().length();
        }
        var elements = value.elements();
        while (size <= enough && elements.hasNext()) {
            size += size(elements.next(), enough - size);
        }
        return size;
    }
}
