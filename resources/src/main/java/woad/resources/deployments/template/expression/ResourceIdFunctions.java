package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import woad.platform.core.Guid;

/** Functions that put resource ids together. */
final class ResourceIdFunctions {
    static final List<Function> ALL = List.of(
            Function.of("resourceId", 2, Function.MANY, ResourceIdFunctions::resourceId),
            Function.of("subscriptionResourceId", 2, Function.MANY, ResourceIdFunctions::subscriptionResourceId),
            Function.of("tenantResourceId", 2, Function.MANY, call -> id(call, "", 0)),
            Function.of("managementGroupResourceId", 3, Function.MANY, call ->
                    id(call, "/providers/Microsoft.Management/managementGroups/" + call.text(0), 1)),
            Function.of("extensionResourceId", 3, Function.MANY, ResourceIdFunctions::extensionResourceId));

    private ResourceIdFunctions() {}

    /** {@code ([subscriptionId], [resourceGroupName], type, name…)}. */
    private static JsonNode resourceId(Invocation call) {
        int type = 0;
        while (type < Math.min(3, call.count()) && !call.text(type).contains("/")) {
            type++;
        }
        DeploymentContext context = call.scope().context();
        String subscription = context.subscription().path("subscriptionId").asText();
        return switch (type < call.count() ? type : 3) {
            case 0 -> id(call, context.scope(), 0);
            case 1 -> context.resourceGroup().isEmpty() && Guid.matches(call.text(0)) ? id(call, "/subscriptions/" + call.text(0), 1)
                    : id(call, DeploymentContext.resourceGroupScope(subscription, call.text(0)), 1);
            case 2 -> {
                checkSubscription(call, 0);
                yield id(call, DeploymentContext.resourceGroupScope(call.text(0), call.text(1)), 2);
            }
            default -> throw call.failure("it requires a fully qualified resource type, such as 'Microsoft.Network/virtualNetworks',"
                    + " as one of its first three arguments.");
        };
    }

    private static JsonNode subscriptionResourceId(Invocation call) {
        if (call.text(0).contains("/")) {
            return id(call, call.scope().context().subscriptionScope(), 0);
        }
        checkSubscription(call, 0);
        return id(call, "/subscriptions/" + call.text(0), 1);
    }

    private static JsonNode extensionResourceId(Invocation call) {
        String base = call.text(0);
        if (!base.isEmpty() && !base.startsWith("/")) {
            throw call.failure("the first argument must be the id of a resource.");
        }
        return id(call, base.endsWith("/") ? base.substring(0, base.length() - 1) : base, 1);
    }

    private static void checkSubscription(Invocation call, int index) {
        if (!Guid.matches(call.text(index))) {
            throw call.failure("the argument at index '" + index + "' must be the GUID of a subscription.");
        }
    }

    private static JsonNode id(Invocation call, String scope, int typeIndex) {
        List<String> arguments = call.texts();
        String type = arguments.get(typeIndex);
        List<String> names = arguments.subList(typeIndex + 1, arguments.size());
        int wanted = type.split("/", -1).length - 1;
        if (wanted < 1) {
            throw call.failure("'" + type + "' is not a fully qualified resource type, such as 'Microsoft.Network/virtualNetworks'.");
        }
        if (names.size() != wanted) {
            throw call.failure("the type '" + type + "' requires '" + wanted + "' resource name argument(s).");
        }
        try {
            return Nodes.text(ResourcePaths.id(scope, type, String.join("/", names)));
        } catch (IllegalArgumentException e) {
            throw call.failure("a resource name must be neither empty nor contain a slash.", e);
        }
    }
}
