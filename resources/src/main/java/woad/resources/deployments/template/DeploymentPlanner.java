package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.Budget;
import woad.resources.deployments.template.expression.Deferred;
import woad.resources.deployments.template.expression.DeploymentContext;
import woad.resources.deployments.template.expression.ExpressionException;
import woad.resources.deployments.template.expression.Place;
import woad.resources.deployments.template.expression.RuntimeUse;
import woad.resources.deployments.template.expression.Scope;
import woad.resources.deployments.template.expression.TemplateResources;
import woad.resources.deployments.template.expression.Trees;

/** Makes plans of templates. */
public final class DeploymentPlanner {
    /** What orders and names a resource, and is no part of what is put. */
    private static final Set<String> HEAD = Set.of("type", "name", "apiVersion", "dependsOn", "condition", "copy", "comments", "scope", "resources",
            "existing", "metadata");
    private static final Set<String> DEPLOYMENT_HEAD = Set.of("subscriptionId", "resourceGroup");

    private final Scope scope;
    private final ResourceIndex index;
    private final List<Draft> active;
    private final DependencyGraph graph;
    private long size;

    private DeploymentPlanner(Template template, Scope withoutResources) {
        List<Draft> drafts = ResourceExpander.expand(template, withoutResources);
        this.index = new ResourceIndex(template, drafts);
        this.scope = withoutResources.with(index);
        this.active = drafts.stream().filter(Draft::enabled).toList();
        this.graph = new DependencyGraph(active);
    }

    /**
     * Plans a deployment.
     *
     * @param parameters {@code {name: {"value": …}}}
     * @throws woad.platform.core.CloudException {@code InvalidTemplate} with the path and the reason
     */
    public static DeploymentPlan plan(Template template, ObjectNode parameters, DeploymentContext context) {
        String wanted = context.resourceGroup().isPresent() ? "deploymentTemplate.json" : "subscriptionDeploymentTemplate.json";
        if (!template.schema().equalsIgnoreCase(wanted)) {
            throw TemplateError.invalid("The template's schema '" + template.schema() + "' is not for this scope: use '" + wanted + "'");
        }
        ParameterValues values = ParameterValues.given(template.parameters(), parameters);
        VariableValues variables = new VariableValues(template.variables());
        Scope scope = new Scope(Place.RESOURCE_HEAD, context, values, variables, template.functions(), List.of(), Map.of(), NONE, Optional.empty(),
                deployment(template, parameters, context), new Budget());
        values.complete(scope);
        variables.complete(scope);
        DeploymentPlanner planner = new DeploymentPlanner(template, scope);
        List<PlannedResource> resources = planner.resources();
        List<PlannedOutput> outputs = new ArrayList<>();
        for (Template.Output output : template.outputs().values()) {
            Faults.at("the output '" + output.name() + "'", () -> {
                Optional<PlannedOutput> planned = PlannedOutput.plan(output, planner.scope);
                planned.ifPresent(each -> planner.readResources(each.value()));
                return planned;
            }).ifPresent(outputs::add);
        }
        return new DeploymentPlan(template, values, resources, outputs);
    }

    /** While parameters and variables are computed, no resource has a name yet. */
    private static final TemplateResources NONE = new TemplateResources() {
        @Override
        public Optional<Found> find(String reference) {
            return Optional.empty();
        }

        @Override
        public List<Found> loop(String name) {
            return List.of();
        }
    };

    /** What {@code deployment()} answers; secret parameters are left out. */
    private static ObjectNode deployment(Template template, ObjectNode parameters, DeploymentContext context) {
        ObjectNode deployment = Json.object().put("name", context.deploymentName());
        if (context.location() != null) {
            deployment.put("location", context.location());
        }
        ObjectNode open = Json.object();
        parameters.properties().stream().filter(p -> !template.parameters().get(p.getKey()).schema().type().secure())
                .forEach(p -> open.set(p.getKey(), p.getValue()));
        ObjectNode properties = deployment.putObject("properties");
        properties.set("template", template.source());
        properties.set("parameters", open);
        properties.put("mode", "Incremental").put("provisioningState", "Accepted");
        return deployment;
    }

    private List<PlannedResource> resources() {
        Map<Draft, ObjectNode> bodies = new java.util.IdentityHashMap<>();
        for (Draft draft : active) {
            Faults.at("the resource '" + draft.id() + "'", () -> {
                Scope own = draft.scope().with(index);
                ObjectNode body = draft.existing() ? Json.object() : body(draft, own.at(Place.RESOURCE_BODY));
                bodies.put(draft, body);
                dependencies(draft, own.at(Place.RESOURCE_HEAD));
                readResources(body).forEach(found -> index.dependency(found.id()).orElseThrow().forEach(needed -> addImplicit(draft, needed)));
                return null;
            });
        }
        return graph.inOrder().stream().map(draft -> new PlannedResource(draft.id(), draft.type(), draft.name(), draft.apiVersion(), draft.existing(),
                graph.needs(draft), bodies.get(draft))).toList();
    }

    private ObjectNode body(Draft draft, Scope own) {
        ObjectNode declared = draft.declaration().body();
        String path = draft.declaration().path();
        boolean nested = draft.type().equalsIgnoreCase(ResourceExpander.DEPLOYMENTS);
        ObjectNode rest = Json.object();
        declared.properties().stream().filter(m -> !HEAD.contains(m.getKey()) && !(nested && DEPLOYMENT_HEAD.contains(m.getKey())))
                .forEach(m -> rest.set(m.getKey(), m.getValue()));
        JsonNode template = nested ? rest.path("properties").path("template") : null;
        if (template instanceof ObjectNode) {
            rest.set("properties", ((ObjectNode) rest.get("properties").deepCopy()).without("template"));
        }
        ObjectNode body = (ObjectNode) Trees.evaluate(rest, own, path);
        if (template instanceof ObjectNode) {
            boolean inner = body.path("properties").path("expressionEvaluationOptions").path("scope").asText("").equalsIgnoreCase("Inner");
            ((ObjectNode) body.get("properties")).set("template", inner ? template : Trees.evaluateNested(template, own, path + ".properties.template"));
        }
        size += Budget.size(body, TemplateLimits.BYTES);
        if (size > TemplateLimits.BYTES) {
            throw TemplateError.invalid("The template with its copies and values is larger than the limit of '" + TemplateLimits.BYTES + "' bytes");
        }
        return body;
    }

    private void dependencies(Draft draft, Scope own) {
        String path = draft.declaration().path() + ".dependsOn";
        JsonNode declared = draft.declaration().body().get("dependsOn");
        if (declared != null && !declared.isNull()) {
            JsonNode entries = Trees.evaluate(declared, own, path);
            if (!entries.isArray()) {
                throw TemplateError.invalid("The value at path '" + path + "' must be an array of strings");
            }
            for (JsonNode entry : entries) {
                if (!entry.isTextual()) {
                    throw TemplateError.invalid("The value at path '" + path + "' must be an array of strings");
                }
                index.dependency(entry.textValue()).orElseThrow(() -> TemplateError.invalid("The resource '" + entry.textValue()
                        + "' is not defined in the template; it stands in 'dependsOn' at path '" + path + "'"))
                        .forEach(needed -> graph.add(draft, needed));
            }
        }
        if (draft.parent() != null) {
            graph.add(draft, draft.parent());
        }
        if (draft.batch() > 0 && draft.turn() >= draft.batch()) {
            int before = draft.turn() / draft.batch() - 1;
            active.stream().filter(other -> other.declaration() == draft.declaration() && other.turn() / draft.batch() == before)
                    .forEach(other -> graph.add(draft, other));
        }
    }

    /** A resource may read its own state as it was before; that is no circle. */
    private void addImplicit(Draft draft, Draft needed) {
        if (needed != draft) {
            graph.add(draft, needed);
        }
    }

    /** The template's own resources that the open expressions in a tree read. */
    private List<TemplateResources.Found> readResources(JsonNode node) {
        if (node instanceof POJONode held) {
            Deferred deferred = (Deferred) held.getPojo();
            try {
                return RuntimeUse.resources(deferred.expression(), deferred.scope());
            } catch (ExpressionException e) {
                throw new ExpressionException(e.getMessage() + " The expression stands at path '" + deferred.path() + "'.", e);
            }
        }
        List<TemplateResources.Found> found = new ArrayList<>();
        node.elements().forEachRemaining(element -> found.addAll(readResources(element)));
        return found;
    }
}
