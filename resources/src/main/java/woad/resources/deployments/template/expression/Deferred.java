package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An expression that waits for the deployment to run.
 *
 * @param source as the template spells it
 * @param path   where it stands in the template
 * @param escape whether its value becomes part of a nested template, where text must not be taken for an expression
 */
public record Deferred(Expression expression, String source, String path, Scope scope, boolean escape) {

    JsonNode evaluate(RuntimeContext runtime) {
        try {
            JsonNode value = Evaluator.evaluate(expression, scope.running(runtime));
            return escape ? Trees.escape(value) : value;
        } catch (ExpressionException e) {
            throw e.at(path);
        }
    }

    @Override
    public String toString() {
        return source;
    }
}
