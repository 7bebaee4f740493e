package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;

/** Parameters or variables by name, in any letter case. */
@FunctionalInterface
public interface Values {

    /** @throws ExpressionException where there is none of that name, or where it cannot be computed */
    JsonNode get(String name);
}
