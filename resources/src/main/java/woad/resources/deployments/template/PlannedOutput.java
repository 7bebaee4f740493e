package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.ExpressionException;
import woad.resources.deployments.template.expression.Loop;
import woad.resources.deployments.template.expression.Place;
import woad.resources.deployments.template.expression.RuntimeContext;
import woad.resources.deployments.template.expression.Scope;
import woad.resources.deployments.template.expression.Trees;

/** An output whose condition holds, with what is known only at run time still open. */
record PlannedOutput(String name, ValueSchema schema, JsonNode value) {

    /** Empty where the output's condition does not hold. */
    static Optional<PlannedOutput> plan(Template.Output output, Scope scope) {
        String path = "outputs." + output.name();
        JsonNode condition = output.body().get("condition");
        if (condition != null && !condition.isNull()) {
            JsonNode holds = Trees.evaluate(condition, scope.at(Place.RESOURCE_HEAD), path + ".condition");
            if (!holds.isBoolean()) {
                throw new ExpressionException("The condition at path '" + path + ".condition' must be a boolean.");
            }
            if (!holds.booleanValue()) {
                return Optional.empty();
            }
        }
        Scope outputs = scope.at(Place.OUTPUT);
        JsonNode copy = output.body().get("copy");
        if (copy == null) {
            return Optional.of(new PlannedOutput(output.name(), output.schema(), Trees.evaluate(output.body().get("value"), outputs, path + ".value")));
        }
        int count = Trees.count(Trees.evaluate(copy.path("count"), scope.at(Place.RESOURCE_HEAD), path + ".copy.count"), path + ".copy.count");
        var values = Json.MAPPER.createArrayNode();
        for (int i = 0; i < count; i++) {
            values.add(Trees.evaluate(copy.path("input"), outputs.in(new Loop(output.name(), i, true)), path + ".copy.input"));
        }
        return Optional.of(new PlannedOutput(output.name(), output.schema(), values));
    }

    /** {@code {"type": …, "value": …}}; a secret has no value. */
    ObjectNode evaluate(RuntimeContext runtime) {
        try {
            JsonNode result = Trees.resolve(value, runtime);
            schema.check(result, "the template output '" + name + "'");
            ObjectNode shown = Json.object().put("type", schema.type().wireName());
            if (!schema.type().secure()) {
                shown.set("value", result);
            }
            return shown;
        } catch (ExpressionException e) {
            throw Faults.output(name, e);
        } catch (CloudException e) {
            if (e.error() != TemplateError.INVALID_TEMPLATE) {
                throw e;
            }
            throw new CloudException(TemplateError.OUTPUT_EVALUATION_FAILED, "Unable to evaluate template outputs: '" + name + "'. " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "PlannedOutput[" + name + "]";
    }
}
