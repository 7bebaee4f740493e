package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an expression asks of the resources while the deployment runs, found without running it. */
public final class RuntimeUse {
    private RuntimeUse() {}

    /** Whether the expression can be computed only while the deployment runs. */
    public static boolean in(Expression expression) {
        return switch (expression) {
            case Expression.Text text -> false;
            case Expression.Whole number -> false;
            case Expression.Property property -> in(property.of());
            case Expression.Index index -> in(index.of()) || in(index.index());
            case Expression.Call call -> call.namespace() == null && RuntimeFunctions.needsRuntime(call.name())
                    || call.arguments().stream().anyMatch(RuntimeUse::in);
        };
    }

    /** Whether the expression calls one of the functions, which are given in lower case. */
    static boolean calls(Expression expression, Set<String> functions) {
        return switch (expression) {
            case Expression.Text text -> false;
            case Expression.Whole number -> false;
            case Expression.Property property -> calls(property.of(), functions);
            case Expression.Index index -> calls(index.of(), functions) || calls(index.index(), functions);
            case Expression.Call call -> call.namespace() == null && functions.contains(call.name().toLowerCase(java.util.Locale.ROOT))
                    || call.arguments().stream().anyMatch(argument -> calls(argument, functions));
        };
    }

    /**
     * The template's own resources that the expression reads, so far as they can be told beforehand. Of an {@code if} whose condition
     * is known, only the branch that is taken counts.
     *
     * @throws ExpressionException where the expression reads a resource that cannot exist
     */
    public static List<TemplateResources.Found> resources(Expression expression, Scope scope) {
        List<TemplateResources.Found> found = new ArrayList<>();
        collect(expression, scope, found);
        return found;
    }

    private static void collect(Expression expression, Scope scope, List<TemplateResources.Found> found) {
        switch (expression) {
            case Expression.Text text -> { }
            case Expression.Whole number -> { }
            case Expression.Property property -> collect(property.of(), scope, found);
            case Expression.Index index -> {
                collect(index.of(), scope, found);
                collect(index.index(), scope, found);
            }
            case Expression.Call call -> {
                List<Expression> arguments = call.arguments();
                if (call.namespace() == null && call.name().equalsIgnoreCase("if") && arguments.size() == 3 && known(arguments.getFirst())) {
                    JsonNode condition = Evaluator.evaluate(arguments.getFirst(), scope);
                    if (condition.isBoolean()) {
                        collect(arguments.get(condition.booleanValue() ? 1 : 2), scope, found);
                        return;
                    }
                }
                arguments.forEach(argument -> collect(argument, scope, found));
                if (call.namespace() == null && RuntimeFunctions.needsRuntime(call.name()) && !arguments.isEmpty() && known(arguments.getFirst())) {
                    add(call, scope, found);
                }
            }
        }
    }

    private static boolean known(Expression expression) {
        return !in(expression) && !calls(expression, Set.of("lambdavariables"));
    }

    private static void add(Expression.Call call, Scope scope, List<TemplateResources.Found> found) {
        JsonNode name = Evaluator.evaluate(call.arguments().getFirst(), scope);
        if (!name.isTextual()) {
            return;
        }
        if (call.name().equalsIgnoreCase("references")) {
            found.addAll(scope.resources().loop(name.textValue()));
            return;
        }
        RuntimeFunctions.target(scope, call.name(), name.textValue(), call.arguments().size() > 1 ? "given" : null);
        scope.resources().find(name.textValue()).ifPresent(found::add);
    }
}
