package woad.storage;

import java.util.List;
import woad.platform.web.Endpoint;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;

/** {@code Microsoft.Storage}: puts its parts together. */
public final class StorageProvider implements ResourceProvider {
    @Override
    public String namespace() {
        return "Microsoft.Storage";
    }

    @Override
    public List<ResourceType> types() {
        return List.of();
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of();
    }
}
