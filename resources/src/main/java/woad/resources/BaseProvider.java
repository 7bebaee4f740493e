package woad.resources;

import java.util.List;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;

/** {@code Microsoft.Resources}: the resource manager's own types. */
record BaseProvider(ResourceGroups groups) implements ResourceProvider {
    @Override
    public String namespace() {
        return "Microsoft.Resources";
    }

    @Override
    public List<ResourceType> types() {
        return List.of(groups);
    }
}
