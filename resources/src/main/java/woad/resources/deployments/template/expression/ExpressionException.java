package woad.resources.deployments.template.expression;

/** What is wrong with an expression, in words for the template's author; never carries a value of the deployment. */
public final class ExpressionException extends RuntimeException {
    private final String path;

    public ExpressionException(String message) {
        this(message, null, null);
    }

    public ExpressionException(String message, Throwable cause) {
        this(message, null, cause);
    }

    private ExpressionException(String message, String path, Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /** The same fault at a place in the template, unless a more exact one is known. */
    ExpressionException at(String place) {
        return path != null || place == null ? this : new ExpressionException(getMessage(), place, this);
    }

    /** The JSON path in the template, or null where it is not known. */
    public String path() {
        return path;
    }
}
