package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Json;
import woad.platform.web.WebResponse;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.provider.Action;
import woad.resources.provider.Convergence;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/**
 * A provider whose widgets take two looks to be ready, fail where {@code properties.fail} says so, are refused where
 * {@code properties.refuse} says so, and are never ready while they are held.
 */
final class Widgets implements ResourceProvider, ResourceType {
    static final String TYPE = "Test.Shop/widgets";
    final Map<String, Boolean> held = new ConcurrentHashMap<>();
    final Map<String, Integer> puts = new ConcurrentHashMap<>();

    @Override
    public String namespace() {
        return "Test.Shop";
    }

    @Override
    public List<ResourceType> types() {
        return List.of(this);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return List.of("2024-01-01");
    }

    @Override
    public List<Action> actions() {
        return List.of(Action.answer("listKeys", TYPE + "/listKeys/action", (resource, request) -> WebResponse.ok(Json.object().put("key", "key of " + resource.id().name()))));
    }

    @Override
    public Desired validate(PutRequest put) {
        if (put.properties().has("refuse")) {
            throw new CloudException(CommonError.BAD_REQUEST, "This widget is refused.");
        }
        puts.merge(put.id().name(), 1, Integer::sum);
        return put.requested();
    }

    @Override
    public Convergence converge(Resource resource) {
        if (resource.state() == Resource.State.DELETING) {
            return new Convergence.Gone();
        }
        ObjectNode looked = Json.object().put("looked", resource.observed().path("looked").asInt() + 1);
        if (held.containsKey(resource.id().name()) || looked.path("looked").asInt() < 2) {
            return new Convergence.Working(looked, Duration.ofMillis(50));
        }
        return resource.desired().properties().has("fail") ? new Convergence.Failed(looked, "OutOfWidgets", "There are no widgets left.")
                : new Convergence.Ready(looked.put("address", "address of " + resource.id().name()));
    }

    @Override
    public ObjectNode render(Resource resource, View view) {
        ObjectNode properties = resource.desired().properties().deepCopy();
        properties.set("address", resource.observed().path("address"));
        return properties;
    }
}
