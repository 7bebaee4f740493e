package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.Json;

/** A small world in which tests evaluate expressions. */
public final class Language {
    public static final String SUBSCRIPTION = "11111111-1111-1111-1111-111111111111";
    public static final String GROUP = "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/rg";

    private Language() {}

    public static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json.replace('~', '"'));
    }

    /** A deployment to the group {@code rg}. */
    public static DeploymentContext context() {
        return new DeploymentContext(object("{~tenantId~: ~22222222-2222-2222-2222-222222222222~}"),
                object("{~id~: ~/subscriptions/" + SUBSCRIPTION + "~, ~subscriptionId~: ~" + SUBSCRIPTION + "~, ~displayName~: ~Demo~}"),
                Optional.of(object("{~id~: ~" + GROUP + "~, ~name~: ~rg~, ~location~: ~francecentral~}")),
                object("{~name~: ~Woad~, ~suffixes~: {~storage~: ~core.woad.test~}}"), "main", null,
                Instant.parse("2026-11-21T23:05:09.1234567Z"), () -> UUID.fromString("33333333-3333-4333-8333-333333333333"), catalogue());
    }

    /** A deployment to the subscription. */
    public static DeploymentContext subscriptionContext() {
        DeploymentContext group = context();
        return new DeploymentContext(group.tenant(), group.subscription(), Optional.empty(), group.environment(), "main", "francecentral",
                group.now(), group.newGuids(), group.catalogue());
    }

    private static DeploymentContext.Catalogue catalogue() {
        return new DeploymentContext.Catalogue() {
            @Override
            public Optional<JsonNode> resourceType(String namespace, String type) {
                return namespace.equalsIgnoreCase("Microsoft.Network")
                        ? Optional.of(object("{~resourceType~: ~" + type + "~, ~apiVersions~: [~2024-01-01~], ~locations~: []}")) : Optional.empty();
            }

            @Override
            public List<String> zones(String namespace, String type, String location) {
                return location.equals("francecentral") ? List.of("1", "2", "3") : List.of();
            }
        };
    }

    static Scope scope(Place place) {
        Map<String, JsonNode> values = Map.of("name", Nodes.text("vm"), "list", Json.parse("[1, 2, 3]"), "map", Json.parse("{\"Key\": {\"inner\": 5}}"),
                "fraction", Json.parse("1.5"), "nothing", Nodes.nothing());
        Values known = name -> {
            JsonNode value = values.get(name);
            if (value == null) {
                throw new ExpressionException("no value '" + name + "'");
            }
            return value;
        };
        TemplateResources none = new TemplateResources() {
            @Override
            public Optional<Found> find(String reference) {
                return Optional.empty();
            }

            @Override
            public List<Found> loop(String name) {
                return List.of();
            }
        };
        return new Scope(place, context(), known, known, Map.of("own.twice", new UserFunction(List.of("text"),
                Nodes.text("[concat(parameters('text'), parameters('text'))]"))), List.of(new Loop("outer", 3, true), new Loop("inner", 7, false)),
                Map.of(), none, Optional.empty(), object("{~name~: ~main~}"), new Budget());
    }

    static JsonNode evaluate(String expression) {
        return Trees.evaluate(Nodes.text(expression), scope(Place.RESOURCE_BODY));
    }

    static JsonNode evaluateDefault(String expression) {
        return Trees.evaluate(Nodes.text(expression), scope(Place.PARAMETER));
    }
}
