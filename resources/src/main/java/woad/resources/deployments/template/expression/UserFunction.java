package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A function that the template defines: the names of its parameters and the value that it returns, with its expressions. */
public record UserFunction(List<String> parameters, JsonNode output) {
    public UserFunction {
        parameters = List.copyOf(parameters);
    }
}
