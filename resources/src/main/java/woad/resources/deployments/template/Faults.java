package woad.resources.deployments.template;

import java.util.function.Supplier;
import woad.platform.core.CloudException;
import woad.resources.deployments.template.expression.ExpressionException;

/** Turns what is wrong with an expression into the error that the client sees. */
final class Faults {
    private Faults() {}

    /** @param what the part of the template in which the expression stands */
    static <T> T at(String what, Supplier<T> evaluation) {
        try {
            return evaluation.get();
        } catch (ExpressionException e) {
            throw TemplateError.invalid(text(what, e), e);
        }
    }

    static CloudException output(String name, ExpressionException e) {
        return new CloudException(TemplateError.OUTPUT_EVALUATION_FAILED, "Unable to evaluate template outputs: '" + name + "'. "
                + text("the output '" + name + "'", e) + ".", e);
    }

    private static String text(String what, ExpressionException e) {
        return "Unable to process template language expressions for " + what + (e.path() == null ? "" : " at path '" + e.path() + "'") + ": '"
                + e.getMessage() + "'";
    }
}
