package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.Language;
import woad.resources.deployments.template.expression.RuntimeContext;

/** Short ways to plan templates in tests; {@code ~} stands for a double quote. */
final class Plans {
    private Plans() {}

    /** A template of language version 1.0 with the given sections. */
    static Template template(String sections) {
        return TemplateParser.parse(Language.object("{~$schema~: ~https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#~,"
                + "~contentVersion~: ~1.0.0.0~, " + sections + "}"));
    }

    static DeploymentPlan plan(String sections, String parameters) {
        return DeploymentPlanner.plan(template(sections), Language.object(parameters), Language.context());
    }

    static DeploymentPlan plan(String sections) {
        return plan(sections, "{}");
    }

    /** A resource of type {@code Test.A/b}. */
    static String resource(String name, String more) {
        return "{~type~: ~Test.A/b~, ~apiVersion~: ~2024-01-01~, ~name~: ~" + name + "~" + (more.isEmpty() ? "" : ", " + more) + "}";
    }

    static List<String> names(DeploymentPlan plan) {
        return plan.resources().stream().map(PlannedResource::name).toList();
    }

    static PlannedResource find(DeploymentPlan plan, String name) {
        return plan.resources().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    }

    /** Names of what a resource waits for. */
    static List<String> needs(DeploymentPlan plan, String name) {
        return plan.resources().stream().filter(r -> find(plan, name).dependsOn().contains(r.id())).map(PlannedResource::name).sorted().toList();
    }

    /** Resources that are there, by id; actions answer what they were asked. */
    static final class World implements RuntimeContext {
        final Map<String, ObjectNode> resources = new HashMap<>();
        final List<String> asked = new ArrayList<>();

        World with(String id, String json) {
            resources.put(id, Language.object(json));
            return this;
        }

        @Override
        public JsonNode resource(String resourceId, String apiVersion) {
            asked.add("GET " + resourceId + " " + apiVersion);
            return resources.get(resourceId);
        }

        @Override
        public JsonNode invoke(String resourceId, String action, String apiVersion, JsonNode body) {
            asked.add("POST " + resourceId + " " + action + " " + apiVersion);
            return Json.object().put("key", "secret-of-" + action).set("body", body);
        }
    }
}
