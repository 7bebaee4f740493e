package woad.resources.deployments.template.expression;

/** Where in a template an expression stands, which decides the functions that it may call. */
public enum Place {
    /** A parameter's default value: the only place for {@code utcNow} and {@code newGuid}. */
    PARAMETER,
    /** A variable. */
    VARIABLE,
    /** What identifies and orders a resource: name, type, condition, loop, dependencies. Known before anything is deployed. */
    RESOURCE_HEAD,
    /** The rest of a resource, which may use what other resources turned out to be. */
    RESOURCE_BODY,
    /** An output, which may use what the resources turned out to be. */
    OUTPUT,
    /** The result of a function that the template defines. */
    USER_FUNCTION;

    /** Whether {@code reference}, {@code listKeys} and their like may stand here. */
    boolean allowsRuntime() {
        return this == RESOURCE_BODY || this == OUTPUT;
    }
}
