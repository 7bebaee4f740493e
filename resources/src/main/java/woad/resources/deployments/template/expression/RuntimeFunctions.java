package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions on resources, most of which are known only once the resource is there. */
final class RuntimeFunctions {
    private static final Pattern GROUP = Pattern.compile("/subscriptions/([^/]+)(?:/resourceGroups/([^/]+))?(?:/.*)?", Pattern.CASE_INSENSITIVE);
    private static final String FULL = "Full";

    static final List<Function> ALL = List.of(
            Function.of("reference", 1, 3, RuntimeFunctions::reference),
            Function.of("references", 1, 2, RuntimeFunctions::references),
            Function.of("resourceInfo", 1, RuntimeFunctions::resourceInfo));

    /** {@code listKeys} and every other action whose name starts with {@code list}. */
    static final Function LIST = Function.of("list*", 1, 3, RuntimeFunctions::list);

    private RuntimeFunctions() {}

    static boolean isListAction(String name) {
        return name.length() > 4 && name.regionMatches(true, 0, "list", 0, 4);
    }

    static boolean needsRuntime(String name) {
        return isListAction(name) || name.equalsIgnoreCase("reference") || name.equalsIgnoreCase("references");
    }

    private static RuntimeContext runtime(Invocation call) {
        if (!call.scope().place().allowsRuntime()) {
            throw notExpected(call.name());
        }
        return call.scope().runtime().orElseThrow(() -> call.failure("its result is known only while the deployment runs."));
    }

    static ExpressionException notExpected(String function) {
        return new ExpressionException("The template function '" + function + "' is not expected at this location: it can be used only in"
                + " the properties of a resource and in outputs.");
    }

    private static JsonNode reference(Invocation call) {
        RuntimeContext runtime = runtime(call);
        Target target = target(call.scope(), call.name(), call.text(0), call.count() > 1 ? call.text(1) : null);
        return view(call, runtime, target, call.count() > 2 && full(call, 2));
    }

    private static JsonNode references(Invocation call) {
        RuntimeContext runtime = runtime(call);
        boolean full = call.count() > 1 && full(call, 1);
        ArrayNode all = Nodes.array();
        for (TemplateResources.Found found : call.scope().resources().loop(call.text(0))) {
            if (found.deployed()) {
                all.add(view(call, runtime, new Target(found.id(), found.apiVersion()), full));
            }
        }
        return all;
    }

    private static boolean full(Invocation call, int index) {
        if (!call.text(index).equalsIgnoreCase(FULL)) {
            throw call.failure("the parameter at index '" + index + "' can only be 'Full'.");
        }
        return true;
    }

    private static JsonNode view(Invocation call, RuntimeContext runtime, Target target, boolean full) {
        JsonNode resource = runtime.resource(target.id(), target.apiVersion());
        if (!(resource instanceof ObjectNode object)) {
            throw call.failure("the resource '" + target.id() + "' has no object as its state.");
        }
        if (!full) {
            return object.get("properties") instanceof ObjectNode properties ? properties : Nodes.object();
        }
        ObjectNode view = Nodes.object();
        view.setAll(object);
        view.put("apiVersion", target.apiVersion()).put("resourceId", target.id());
        Matcher group = GROUP.matcher(target.id());
        if (group.matches()) {
            view.put("subscriptionId", group.group(1));
            if (group.group(2) != null) {
                view.put("resourceGroupName", group.group(2));
            }
        }
        return view;
    }

    private static JsonNode list(Invocation call) {
        RuntimeContext runtime = runtime(call);
        Target target = target(call.scope(), call.name(), call.text(0), call.count() > 1 ? call.text(1) : null);
        return runtime.invoke(target.id(), call.name(), target.apiVersion(), call.count() > 2 ? call.object(2) : null);
    }

    private static JsonNode resourceInfo(Invocation call) {
        String name = call.text(0);
        TemplateResources.Found found = call.scope().resources().find(name).orElseThrow(() -> unknown(name));
        return Nodes.object().put("id", found.id()).put("name", found.name()).put("type", found.type()).put("apiVersion", found.apiVersion());
    }

    /** A resource to ask for, with the api-version to ask with. */
    record Target(String id, String apiVersion) {}

    /** What {@code reference} and its like mean by a name or id. */
    static Target target(Scope scope, String function, String nameOrId, String apiVersion) {
        var found = scope.resources().find(nameOrId);
        if (found.isPresent()) {
            if (apiVersion == null && !found.get().deployed()) {
                throw new ExpressionException("The template reference '" + nameOrId + "' is not valid: the condition of the resource is false,"
                        + " so that it is not deployed. Use 'if' to evaluate the reference only when it is.");
            }
            return new Target(found.get().id(), apiVersion == null ? found.get().apiVersion() : apiVersion);
        }
        String lower = nameOrId.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("/subscriptions/") && !lower.startsWith("/providers/")) {
            throw unknown(nameOrId);
        }
        if (apiVersion == null) {
            throw new ExpressionException("The template function '" + function + "' requires an api-version for the resource '" + nameOrId
                    + "', since it is not defined in the template.");
        }
        return new Target(nameOrId, apiVersion);
    }

    private static ExpressionException unknown(String name) {
        return new ExpressionException("The template reference '" + name
                + "' is not valid: could not find template resource or resource copy with this name.");
    }
}
