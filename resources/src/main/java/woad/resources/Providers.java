package woad.resources;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import woad.platform.core.CloudException;
import woad.resources.provider.ProxyType;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;

/** The providers of this cloud and their types. */
public final class Providers {
    private final List<ResourceProvider> providers;
    private final Map<String, ResourceType> types = new HashMap<>();

    Providers(List<ResourceProvider> providers) {
        this.providers = List.copyOf(providers);
        for (ResourceProvider provider : providers) {
            for (ResourceType type : provider.types()) {
                if (types.put(type.type().toLowerCase(Locale.ROOT), type) != null) {
                    throw new IllegalArgumentException("two providers have the type " + type.type());
                }
            }
        }
    }

    /** All providers. */
    public List<ResourceProvider> all() {
        return providers;
    }

    /** The type of an id. @throws CloudException {@code InvalidResourceNamespace} or {@code InvalidResourceType} */
    public ResourceType type(ResourceId id) {
        ResourceType type = types.get(id.type().toLowerCase(Locale.ROOT));
        if (type != null) {
            return type;
        }
        throw unknown(id.namespace(), String.join("/", id.types()));
    }

    /** How many types of a proxy type are those of the resource that owns it. */
    int ownerDepth(ProxyType proxy) {
        return types.values().stream().map(ResourceType::type).filter(type -> proxy.type().startsWith(type + "/")).mapToInt(type -> type.split("/").length - 1).max()
                .orElseThrow(() -> new IllegalArgumentException("no resource owns " + proxy.type()));
    }

    /** Whether roles can be assigned at something of this full type, inside of a resource. */
    boolean isAssignableScope(String type) {
        return providers.stream().flatMap(provider -> provider.assignableScopes().stream()).anyMatch(type::equalsIgnoreCase);
    }

    /** The refusal for a namespace or type that this cloud does not offer. */
    CloudException unknown(String namespace, String type) {
        if (providers.stream().noneMatch(p -> p.namespace().equalsIgnoreCase(namespace))) {
            return new CloudException(ResourceManagerError.INVALID_RESOURCE_NAMESPACE, "The resource namespace '" + namespace
                    + "' is invalid: this cloud does not offer it. 'az provider list' shows what it offers.");
        }
        return new CloudException(ResourceManagerError.INVALID_RESOURCE_TYPE, "The resource type '" + type + "' could not be found in the namespace '"
                + namespace + "' of this cloud. 'az provider show -n " + namespace + "' shows what it offers.");
    }
}
