package woad.resources.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import woad.platform.core.Json;
import woad.resources.deployments.template.DeploymentPlan;
import woad.resources.deployments.template.PlannedResource;
import woad.resources.deployments.template.expression.Nodes;

/** What a deployment would change. Members that the template does not mention stay as they are. Source: "ARM template what-if operation". */
final class WhatIf {
    private WhatIf() {}

    /** {@code {"status", "properties": {"changes": […]}}}. */
    static ObjectNode changes(DeploymentPlan plan, LocalResources resources) {
        ObjectNode body = Json.object().put("status", "Succeeded");
        ArrayNode changes = body.putObject("properties").putArray("changes");
        for (PlannedResource resource : plan.resources()) {
            if (!resource.existing()) {
                changes.add(change(resource, resources));
            }
        }
        return body;
    }

    private static ObjectNode change(PlannedResource resource, LocalResources resources) {
        ObjectNode after = Json.object().put("apiVersion", resource.apiVersion()).put("id", resource.id()).put("name", lastName(resource)).put("type", resource.type());
        after.setAll(resource.preview());
        ObjectNode change = Json.object().put("resourceId", resource.id());
        var before = resource.isDeployment() ? java.util.Optional.<JsonNode>empty() : resources.find(resource.id(), resource.apiVersion());
        if (before.isEmpty()) {
            change.put("changeType", resource.isDeployment() ? "Deploy" : "Create").set("after", after);
            return change;
        }
        ArrayNode delta = Json.MAPPER.createArrayNode();
        resource.preview().properties().forEach(m -> compare(m.getKey(), Nodes.member(before.get(), m.getKey()), m.getValue(), delta));
        change.put("changeType", delta.isEmpty() ? "NoChange" : "Modify");
        change.set("before", before.get());
        change.set("after", after);
        change.set("delta", delta);
        return change;
    }

    private static String lastName(PlannedResource resource) {
        return resource.name().substring(resource.name().lastIndexOf('/') + 1);
    }

    /** Writes a difference for each leaf that would change; arrays are compared as wholes, element by element. */
    private static void compare(String path, JsonNode before, JsonNode after, ArrayNode delta) {
        if (before == null || before.isNull()) {
            delta.addObject().put("path", path).put("propertyChangeType", "Create").set("after", after);
        } else if (before instanceof ObjectNode && after instanceof ObjectNode) {
            after.properties().forEach(m -> compare(path + "." + m.getKey(), Nodes.member(before, m.getKey()), m.getValue(), delta));
        } else if (!covers(before, after)) {
            ObjectNode difference = delta.addObject().put("path", path).put("propertyChangeType", "Modify");
            difference.set("before", before);
            difference.set("after", after);
        }
    }

    private static boolean covers(JsonNode before, JsonNode after) {
        if (after.isObject() && before.isObject()) {
            return after.propertyStream().allMatch(m -> Nodes.member(before, m.getKey()) != null && covers(Nodes.member(before, m.getKey()), m.getValue()));
        }
        if (after.isArray() && before.isArray()) {
            boolean same = after.size() == before.size();
            for (int i = 0; same && i < after.size(); i++) {
                same = covers(before.get(i), after.get(i));
            }
            return same;
        }
        return Nodes.equal(before, after) || before.isTextual() && after.isTextual() && before.asText().equalsIgnoreCase(after.asText());
    }
}
