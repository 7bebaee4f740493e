package woad.resources.deployments.template;

/** How large a template may be. Source: Azure Resource Manager's "Understand limits of templates". */
final class TemplateLimits {
    static final int BYTES = 4 << 20;
    static final int PARAMETERS = 256;
    static final int VARIABLES = 256;
    static final int RESOURCES = 800;
    static final int OUTPUTS = 64;
    static final int FUNCTIONS = 256;

    private TemplateLimits() {}

    static void check(String what, int limit, int actual) {
        if (actual > limit) {
            throw TemplateError.invalid("The number of template " + what + " limit exceeded. Limit: '" + limit + "' and actual: '" + actual + "'");
        }
    }
}
