package woad.identity.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import woad.platform.core.Json;

/** What every application and service principal has from its beginning. */
public final class Applications {
    private Applications() {}

    /** The properties of a new application. */
    public static ObjectNode initial(UUID appId, String displayName) {
        ObjectNode properties = Json.object().put("appId", appId.toString()).put("displayName", displayName)
                .put("signInAudience", "AzureADMyOrg").put("isFallbackPublicClient", false);
        properties.putArray("identifierUris");
        properties.putObject("web").putArray("redirectUris");
        properties.putObject("publicClient").putArray("redirectUris");
        properties.putObject("spa").putArray("redirectUris");
        return properties;
    }

    /** The properties of the service principal that stands for an application in its own tenant. */
    public static ObjectNode servicePrincipalOf(DirectoryObject application) {
        ObjectNode properties = Json.object().put("accountEnabled", true).put("appId", application.text("appId"))
                .put("displayName", application.displayName()).put("servicePrincipalType", "Application")
                .put("appOwnerOrganizationId", application.tenant().toString());
        writeNames(properties, application);
        return properties;
    }

    /** Brings the names of a service principal in line with its application. */
    public static void writeNames(ObjectNode servicePrincipal, DirectoryObject application) {
        servicePrincipal.put("displayName", application.displayName());
        var names = servicePrincipal.putArray("servicePrincipalNames");
        texts(application.properties().path("identifierUris")).forEach(names::add);
        names.add(application.text("appId"));
    }

    /** The texts of a JSON array; empty where it is none. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
