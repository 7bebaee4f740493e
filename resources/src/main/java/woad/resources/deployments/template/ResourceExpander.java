package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import woad.resources.deployments.template.expression.DeploymentContext;
import woad.resources.deployments.template.expression.ExpressionException;
import woad.resources.deployments.template.expression.Loop;
import woad.resources.deployments.template.expression.Nodes;
import woad.resources.deployments.template.expression.Place;
import woad.resources.deployments.template.expression.ResourcePaths;
import woad.resources.deployments.template.expression.Scope;
import woad.resources.deployments.template.expression.Trees;

/** Runs the copies, decides the conditions and names every resource of a template. */
final class ResourceExpander {
    static final String DEPLOYMENTS = "Microsoft.Resources/deployments";

    private final Scope scope;
    private final List<Draft> drafts = new ArrayList<>();

    private ResourceExpander(Scope scope) {
        this.scope = scope;
    }

    static List<Draft> expand(Template template, Scope scope) {
        ResourceExpander expander = new ResourceExpander(scope.at(Place.RESOURCE_HEAD));
        template.resources().forEach(resource -> expander.add(resource, null));
        return expander.drafts;
    }

    private void add(Template.Resource resource, Draft parent) {
        Faults.at("the resource at path '" + resource.path() + "'", () -> {
            copies(resource, parent);
            return null;
        });
    }

    private void copies(Template.Resource resource, Draft parent) {
        Scope outer = parent == null ? scope : parent.scope();
        JsonNode copy = resource.body().get("copy");
        if (copy == null || copy.isNull()) {
            turn(resource, parent, outer, null, 0, 0);
            return;
        }
        String path = resource.path() + ".copy";
        if (!(copy instanceof ObjectNode loop)) {
            throw TemplateError.invalid("The copy at path '" + path + "' must be an object with 'name' and 'count'");
        }
        if (parent != null) {
            throw TemplateError.invalid("The copy at path '" + path + "' is not valid: a child resource that is nested in its parent cannot be copied");
        }
        String name = loop.has("name") || resource.symbol() == null ? text(loop, "name", outer, path) : resource.symbol();
        String mode = loop.has("mode") ? text(loop, "mode", outer, path) : "parallel";
        if (!mode.equalsIgnoreCase("serial") && !mode.equalsIgnoreCase("parallel")) {
            throw TemplateError.invalid("The copy mode at path '" + path + ".mode' must be 'Parallel' or 'Serial'");
        }
        int batch = 0;
        if (mode.equalsIgnoreCase("serial")) {
            batch = loop.has("batchSize") ? Trees.count(Trees.evaluate(loop.get("batchSize"), outer, path + ".batchSize"), path + ".batchSize") : 1;
            if (batch == 0) {
                throw TemplateError.invalid("The copy batch size at path '" + path + ".batchSize' must be at least '1'");
            }
        }
        int count = Trees.count(Trees.evaluate(loop.path("count"), outer, path + ".count"), path + ".count");
        for (int i = 0; i < count; i++) {
            turn(resource, parent, outer.in(new Loop(name, i, true)), name, i, batch);
        }
    }

    private void turn(Template.Resource resource, Draft parent, Scope turn, String loop, int index, int batch) {
        ObjectNode body = resource.body();
        String path = resource.path();
        String type = text(body, "type", turn, path);
        String name = text(body, "name", turn, path);
        if (parent != null && !type.regionMatches(true, 0, parent.type() + "/", 0, parent.type().length() + 1)) {
            type = parent.type() + "/" + type;
            name = parent.name() + "/" + name;
        }
        boolean enabled = flag(body, "condition", true, turn, path);
        String base = base(body, type, parent, turn, path);
        Draft draft = new Draft(resource, base, id(base, type, name, path), type, name, text(body, "apiVersion", turn, path), enabled,
                flag(body, "existing", false, turn, path), loop, index, batch, turn, parent);
        drafts.add(draft);
        TemplateLimits.check("resources", TemplateLimits.RESOURCES, drafts.size());
        resource.children().forEach(child -> add(child, draft));
    }

    private String id(String base, String type, String name, String path) {
        if (type.equalsIgnoreCase("Microsoft.Resources/resourceGroups") && scope.context().resourceGroup().isPresent() && base.contains("/resourceGroups/")) {
            throw TemplateError.invalid("The resource at path '" + path + "' is a resource group, which can be deployed only to a subscription");
        }
        try {
            return ResourcePaths.id(base, type, name);
        } catch (IllegalArgumentException e) {
            throw TemplateError.invalid("The template resource '" + name + "' for type '" + type + "' at path '" + path + "' has incorrect segment"
                    + " lengths. A nested resource type must have identical number of segments as its resource name. A root resource type must"
                    + " have segment length one greater than its resource name", e);
        }
    }

    /** A resource is in the deployment's scope, unless it names another one. */
    private String base(ObjectNode body, String type, Draft parent, Scope turn, String path) {
        if (parent != null) {
            return parent.base();
        }
        DeploymentContext context = scope.context();
        if (body.has("scope")) {
            String other = text(body, "scope", turn, path);
            String full = other.startsWith("/") ? other : context.scope() + "/providers/" + other;
            return full.endsWith("/") ? full.substring(0, full.length() - 1) : full;
        }
        if (!type.equalsIgnoreCase(DEPLOYMENTS)) {
            return context.scope();
        }
        String subscription = body.has("subscriptionId") ? text(body, "subscriptionId", turn, path) : context.subscription().path("subscriptionId").asText();
        if (body.has("resourceGroup")) {
            return DeploymentContext.resourceGroupScope(subscription, text(body, "resourceGroup", turn, path));
        }
        return body.has("subscriptionId") ? "/subscriptions/" + subscription : context.scope();
    }

    private static String text(ObjectNode object, String member, Scope scope, String path) {
        String place = path + "." + member;
        JsonNode value = object.has(member) ? Trees.evaluate(object.get(member), scope, place) : null;
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            throw TemplateError.invalid("The value at path '" + place + "' must be a string that is not empty"
                    + (value == null ? "" : "; it is of type '" + Nodes.kind(value) + "'"));
        }
        return value.textValue();
    }

    private static boolean flag(ObjectNode object, String member, boolean otherwise, Scope scope, String path) {
        JsonNode given = object.get(member);
        if (given == null || given.isNull()) {
            return otherwise;
        }
        String place = path + "." + member;
        JsonNode value = Trees.evaluate(given, scope, place);
        if (value.isTextual() && (value.textValue().equalsIgnoreCase("true") || value.textValue().equalsIgnoreCase("false"))) {
            return Boolean.parseBoolean(value.textValue());
        }
        if (!value.isBoolean()) {
            throw new ExpressionException("The value at path '" + place + "' must be a boolean; it is of type '" + Nodes.kind(value) + "'.");
        }
        return value.booleanValue();
    }
}
