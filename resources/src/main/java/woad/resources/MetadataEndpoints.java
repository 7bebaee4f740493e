package woad.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** {@code /metadata/endpoints}: how a client learns the addresses of this cloud, in each shape that a client's api-version asks for. */
final class MetadataEndpoints {
    private final CloudProfile profile;

    MetadataEndpoints(CloudProfile profile) {
        this.profile = profile;
    }

    Endpoint endpoint() {
        return Endpoint.of("Metadata_Endpoints", Method.GET, "/metadata/endpoints", new Access.Open("clients read it before they can sign in"), this::answer);
    }

    private WebResponse answer(WebRequest request) {
        String version = ApiVersions.of(request).substring(0, 10);
        if (version.compareTo("2018-01-01") < 0) {
            return WebResponse.ok(earliest());
        }
        if (version.compareTo("2019-05-01") < 0) {
            return WebResponse.ok(supportedLocations());
        }
        return WebResponse.ok(version.compareTo("2022-09-01") < 0 ? Json.MAPPER.createArrayNode().add(cloud()) : cloud());
    }

    private ObjectNode earliest() {
        ObjectNode body = Json.object().put("galleryEndpoint", host("gallery") + "/").put("graphEndpoint", profile.graphUrl() + "/").put("portalEndpoint", profile.portalUrl() + "/");
        ObjectNode authentication = body.putObject("authentication").put("loginEndpoint", authority());
        audiences(authentication);
        return body;
    }

    private ObjectNode supportedLocations() {
        ObjectNode body = Json.object();
        ArrayNode locations = body.putObject("cloudEndpoint").putObject(profile.name()).put("endpoint", "management." + profile.domain()).putArray("locations");
        profile.regions().stream().map(Region::name).forEach(locations::add);
        return body;
    }

    /** The cloud as current clients see it. */
    ObjectNode cloud() {
        String domain = profile.domain();
        ObjectNode body = Json.object().put("name", profile.name()).put("portal", profile.portalUrl());
        ObjectNode authentication = body.putObject("authentication").put("loginEndpoint", authority());
        audiences(authentication);
        authentication.put("tenant", "common").put("identityProvider", "AAD");
        body.put("resourceManager", profile.managementUrl() + "/").put("graph", profile.graphUrl() + "/").put("graphAudience", profile.graphUrl() + "/")
                .put("microsoftGraphResourceId", profile.graphUrl() + "/").put("gallery", host("gallery") + "/").put("vmImageAliasDoc", host("docs") + "/aliases.json")
                .put("sqlManagement", host("sqlmanagement") + "/").put("batch", host("batch") + "/").put("media", host("media"))
                .put("activeDirectoryDataLake", host("datalake") + "/").put("logAnalyticsResourceId", host("loganalytics")).put("appInsightsResourceId", host("appinsights"))
                .put("appInsightsTelemetryChannelResourceId", host("dc") + "/v2/track").put("ossrdbmsResourceId", host("ossrdbms"))
                .put("synapseAnalyticsResourceId", host("synapse")).put("attestationResourceId", host("attest"));
        body.putObject("suffixes").put("storage", "core." + domain).put("keyVaultDns", "vault." + domain).put("mhsmDns", "managedhsm." + domain)
                .put("acrLoginServer", "azurecr." + domain).put("sqlServerHostname", "database." + domain).put("storageSyncEndpointSuffix", "afs." + domain)
                .put("mysqlServerEndpoint", "mysql.database." + domain).put("postgresqlServerEndpoint", "postgres.database." + domain)
                .put("mariadbServerEndpoint", "mariadb.database." + domain).put("synapseAnalytics", "dev.azuresynapse." + domain).put("attestationEndpoint", "attest." + domain)
                .put("azureDataLakeStoreFileSystem", "azuredatalakestore." + domain).put("azureDataLakeAnalyticsCatalogAndJob", "azuredatalakeanalytics." + domain);
        return body;
    }

    private void audiences(ObjectNode authentication) {
        authentication.putArray("audiences").add(profile.managementUrl() + "/").add("https://management.core.windows.net/").add("https://management.azure.com/");
    }

    private String authority() {
        return profile.loginUrl() + "/adfs/t";
    }

    private String host(String name) {
        return "https://" + name + "." + profile.domain();
    }
}
