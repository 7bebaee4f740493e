package woad.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.resources.deployments.template.expression.DeploymentContext;

/** The providers and regions as templates ask for them. */
final class ProviderCatalogue implements DeploymentContext.Catalogue {
    private final Providers providers;
    private final CloudProfile profile;

    ProviderCatalogue(Providers providers, CloudProfile profile) {
        this.providers = providers;
        this.profile = profile;
    }

    @Override
    public Optional<JsonNode> resourceType(String namespace, String type) {
        return providers.all().stream().flatMap(provider -> provider.types().stream()).filter(t -> t.type().equalsIgnoreCase(namespace + "/" + type))
                .findFirst().map(found -> {
                    ObjectNode shown = Json.object().put("resourceType", found.type().substring(found.type().indexOf('/') + 1));
                    ArrayNode locations = shown.putArray("locations");
                    if (found.located()) {
                        profile.regions().forEach(region -> locations.add(region.displayName()));
                    }
                    ArrayNode versions = shown.putArray("apiVersions");
                    found.apiVersions().forEach(versions::add);
                    return shown;
                });
    }

    @Override
    public List<String> zones(String namespace, String type, String location) {
        return resourceType(namespace, type).flatMap(found -> profile.region(location)).map(Region::zones).orElse(List.of());
    }
}
