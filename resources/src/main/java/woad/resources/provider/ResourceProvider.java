package woad.resources.provider;

import java.util.List;
import woad.platform.web.Endpoint;

/** A provider namespace. Adding one is adding a folder under {@code services/} and naming it in the composition root. */
public interface ResourceProvider {

    /** For example {@code Microsoft.Network}. */
    String namespace();

    /** Its resource types. */
    List<ResourceType> types();

    /** Its types of children that are no resources of the resource manager's own. */
    default List<ProxyType> proxyTypes() {
        return List.of();
    }

    /**
     * Full types of what is inside resources and is no resource itself, at which roles can be assigned nevertheless:
     * {@code Microsoft.Storage/storageAccounts/blobServices/containers}.
     */
    default List<String> assignableScopes() {
        return List.of();
    }

    /**
     * Endpoints beyond those that every resource type gets: catalogues, usages, name checks. Their paths start with
     * {@code /subscriptions/{subscriptionId}/…}; the resource manager checks api-version and subscription for them.
     */
    default List<Endpoint> endpoints() {
        return List.of();
    }
}
