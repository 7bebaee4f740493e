package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import woad.platform.core.Json;
import woad.resources.ResourceId;
import woad.resources.deployments.template.DeploymentPlan;
import woad.resources.deployments.template.PlannedResource;

/** Writes deployments and their operations as clients read them. Source: Deployments and Deployment Operations, REST reference. */
final class DeploymentRendering {
    private DeploymentRendering() {}

    static ObjectNode deployment(Deployment deployment, List<Step> steps, Instant now) {
        ObjectNode body = head(deployment.id());
        ObjectNode properties = body.putObject("properties").put("templateHash", deployment.templateHash());
        properties.set("parameters", deployment.parameters());
        Instant end = deployment.endedAt() == null ? now : deployment.endedAt();
        properties.put("mode", "Incremental").put("provisioningState", deployment.state().text()).put("timestamp", end.toString())
                .put("duration", Duration.between(deployment.startedAt(), end).toString()).put("correlationId", deployment.correlationId().toString());
        properties.set("providers", providers(steps.stream().map(Step::type).toList()));
        properties.putArray("dependencies");
        if (deployment.outputs() != null) {
            properties.set("outputs", deployment.outputs());
        }
        ArrayNode made = properties.putArray("outputResources");
        steps.stream().filter(step -> step.state() == Step.State.SUCCEEDED && !step.existing()).forEach(step -> made.addObject().put("id", step.resourceId()));
        if (deployment.failure() != null) {
            properties.set("error", deployment.failure());
        }
        return body;
    }

    /** The answer to validate: the deployment as it would be. */
    static ObjectNode validated(ResourceId id, DeploymentPlan plan, String correlationId, Instant now) {
        ObjectNode body = head(id);
        ObjectNode properties = body.putObject("properties").put("templateHash", plan.templateHash());
        properties.set("parameters", plan.maskedParameters());
        properties.put("mode", "Incremental").put("provisioningState", "Succeeded").put("timestamp", now.toString()).put("duration", "PT0S")
                .put("correlationId", correlationId);
        properties.set("providers", providers(plan.resources().stream().map(PlannedResource::type).toList()));
        ArrayNode dependencies = properties.putArray("dependencies");
        ArrayNode resources = properties.putArray("validatedResources");
        for (PlannedResource resource : plan.resources()) {
            resources.addObject().put("id", resource.id());
            if (!resource.dependsOn().isEmpty()) {
                ObjectNode dependency = dependencies.addObject();
                ArrayNode needs = dependency.putArray("dependsOn");
                plan.resources().stream().filter(other -> resource.dependsOn().contains(other.id())).forEach(other -> needs.add(reference(other)));
                dependency.setAll(reference(resource));
            }
        }
        return body;
    }

    private static ObjectNode reference(PlannedResource resource) {
        return Json.object().put("id", resource.id()).put("resourceType", resource.type()).put("resourceName", resource.name());
    }

    private static ObjectNode head(ResourceId id) {
        return Json.object().put("id", id.toString()).put("name", id.name()).put("type", "Microsoft.Resources/deployments");
    }

    private static ArrayNode providers(List<String> types) {
        Map<String, Set<String>> byNamespace = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String type : types) {
            int slash = type.indexOf('/');
            byNamespace.computeIfAbsent(type.substring(0, slash), namespace -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)).add(type.substring(slash + 1));
        }
        ArrayNode providers = Json.MAPPER.createArrayNode();
        byNamespace.forEach((namespace, names) -> {
            ArrayNode resourceTypes = providers.addObject().put("namespace", namespace).putArray("resourceTypes");
            names.forEach(name -> resourceTypes.addObject().put("resourceType", name));
        });
        return providers;
    }

    static String operationId(Step step) {
        return "%016X".formatted(step.position() + 1);
    }

    static ObjectNode operation(Deployment deployment, Step step) {
        ObjectNode body = Json.object().put("id", deployment.id() + "/operations/" + operationId(step)).put("operationId", operationId(step));
        ObjectNode properties = body.putObject("properties").put("provisioningOperation", step.existing() ? "Read" : "Create")
                .put("provisioningState", step.state().text()).put("trackingId", deployment.run().toString());
        if (step.startedAt() != null) {
            Instant end = step.endedAt() == null ? step.startedAt() : step.endedAt();
            properties.put("timestamp", end.toString()).put("duration", Duration.between(step.startedAt(), end).toString());
        }
        properties.put("statusCode", switch (step.state()) {
            case WAITING, RUNNING -> "Accepted";
            case SUCCEEDED -> "OK";
            case FAILED -> "Conflict";
        });
        if (step.failure() != null) {
            properties.putObject("statusMessage").put("status", "Failed").set("error", step.failure());
        }
        properties.putObject("targetResource").put("id", step.resourceId()).put("resourceType", step.type())
                .put("resourceName", step.resourceId().substring(step.resourceId().lastIndexOf('/') + 1)).put("apiVersion", step.apiVersion());
        return body;
    }

    /** What clients poll. */
    static ObjectNode status(Deployment deployment) {
        ObjectNode body = Json.object().put("id", deployment.id() + "/operationStatuses/" + deployment.run()).put("name", deployment.run().toString())
                .put("status", deployment.state().text()).put("startTime", deployment.startedAt().toString());
        if (deployment.endedAt() != null) {
            body.put("endTime", deployment.endedAt().toString());
        }
        if (deployment.failure() != null) {
            body.set("error", deployment.failure());
        }
        return body;
    }
}
