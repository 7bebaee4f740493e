package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.provider.Convergence;
import woad.resources.provider.NameRule;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/** Resource groups; deleting one deletes all that is in it, whatever needs what. */
final class ResourceGroups implements ResourceType {
    static final String TYPE = "Microsoft.Resources/resourceGroups";
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final NameRule NAMES = new NameRule(Pattern.compile("[\\p{L}\\p{N}_().-]{0,89}[\\p{L}\\p{N}_()-]"),
            "1 to 90 letters, digits, underscores, hyphens, periods and parentheses, and does not end with a period");

    private final ResourceStore store;
    private final Supplier<ResourceManager> manager;

    ResourceGroups(ResourceStore store, Supplier<ResourceManager> manager) {
        this.store = store;
        this.manager = manager;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return List.of("2025-04-01", "2024-11-01", "2022-09-01", "2021-04-01", "2019-10-01");
    }

    @Override
    public NameRule nameRule() {
        return NAMES;
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public Desired validate(PutRequest put) {
        return put.requested().withProperties(Json.object());
    }

    @Override
    public Convergence converge(Resource group) {
        if (group.state() != Resource.State.DELETING) {
            return new Convergence.Ready(group.observed());
        }
        List<Resource> inside = store.inside(group.id());
        if (inside.isEmpty()) {
            return new Convergence.Gone();
        }
        Call call = Call.onBehalf(group);
        String blocked = null;
        for (Resource resource : inside) {
            if (resource.state() != Resource.State.DELETING) {
                try {
                    manager.get().delete(call, resource.id());
                } catch (CloudException stillInUse) {
                    blocked = stillInUse.getMessage();
                }
            }
        }
        ObjectNode observed = Json.object();
        if (blocked != null) {
            observed.put("waitsFor", blocked);
        }
        return new Convergence.Working(observed, ROUND);
    }

    @Override
    public ObjectNode render(Resource group, View view) {
        return Json.object();
    }
}
