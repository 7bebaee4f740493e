package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/** Functions that read the template's own values and where it is deployed. */
final class DeploymentFunctions {
    static final List<Function> ALL = List.of(
            Function.of("parameters", 1, call -> call.scope().parameters().get(call.text(0))),
            Function.of("variables", 1, call -> call.scope().variables().get(call.text(0))),
            Function.of("copyIndex", 0, 2, DeploymentFunctions::copyIndex),
            Function.of("resourceGroup", 0, DeploymentFunctions::resourceGroup),
            Function.of("subscription", 0, call -> call.scope().context().subscription()),
            Function.of("tenant", 0, call -> call.scope().context().tenant()),
            Function.of("deployment", 0, call -> call.scope().deployment()),
            Function.of("environment", 0, call -> call.scope().context().environment()),
            Function.of("managementGroup", 0, call -> {
                throw call.failure("this deployment is not to a management group.");
            }),
            Function.of("providers", 2, DeploymentFunctions::providers),
            Function.of("pickZones", 3, 5, DeploymentFunctions::pickZones));

    private DeploymentFunctions() {}

    /** {@code ([loop name], [offset])}. */
    private static JsonNode copyIndex(Invocation call) {
        boolean named = call.count() > 0 && call.value(0).isTextual();
        long offset = call.count() > (named ? 1 : 0) ? call.whole(named ? 1 : 0) : 0;
        if (!named && call.count() > 1) {
            throw call.wrong(0, "String");
        }
        List<Loop> loops = call.scope().loops().reversed();
        Loop loop = loops.stream().filter(l -> named ? l.name().equalsIgnoreCase(call.text(0)) : l.unnamed()).findFirst()
                .orElseThrow(() -> new ExpressionException("The template function 'copyIndex' is not expected at this location: "
                        + (named ? "there is no copy named '" + call.text(0) + "' here."
                        : "there is no copy here that has no name; name the loop in the call.")));
        try {
            return Nodes.whole(Math.addExact(loop.index(), offset));
        } catch (ArithmeticException e) {
            throw call.failure("the result is not a whole number of 64 bits.", e);
        }
    }

    private static JsonNode resourceGroup(Invocation call) {
        return call.scope().context().resourceGroup().orElseThrow(() -> new ExpressionException(
                "The template function 'resourceGroup' is not expected at this location: this deployment is to a subscription."));
    }

    private static JsonNode providers(Invocation call) {
        return call.scope().context().catalogue().resourceType(call.text(0), call.text(1)).orElseThrow(() -> call.failure(
                "there is no resource type '" + call.text(0) + "/" + call.text(1) + "' in this cloud."));
    }

    /** {@code (namespace, type, location, [count], [offset])}: zone numbers, or none where the type or location has no zones. */
    private static JsonNode pickZones(Invocation call) {
        List<String> zones = call.scope().context().catalogue().zones(call.text(0), call.text(1), call.text(2));
        int count = call.count() > 3 ? call.bounded(3, 1, 64) : 1;
        int offset = call.count() > 4 ? call.bounded(4, 0, 64) : 0;
        ArrayNode picked = Nodes.array();
        if (zones.isEmpty()) {
            return picked;
        }
        if (offset + count > zones.size()) {
            throw call.failure("the location '" + call.text(2) + "' has only '" + zones.size() + "' zone(s).");
        }
        zones.subList(offset, offset + count).forEach(picked::add);
        return picked;
    }
}
