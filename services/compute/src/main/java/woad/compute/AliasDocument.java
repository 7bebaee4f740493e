package woad.compute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.ErrorFormat;
import woad.platform.web.HostPattern;
import woad.platform.web.Method;
import woad.platform.web.WebResponse;
import woad.platform.web.WebService;

/**
 * The document from which az takes short names of images, {@code https://docs.D/aliases.json} (the cloud's {@code vmImageAliasDoc}).
 * Source: the public document that az is configured with for the Azure cloud.
 */
final class AliasDocument {
    private AliasDocument() {}

    static WebService service(CloudProfile profile) {
        Endpoint read = Endpoint.of("ImageAliases_Get", Method.GET, "/aliases.json", new Access.Open("a public list that az reads without signing in"),
                request -> WebResponse.ok(document()).header("Cache-Control", "public, max-age=300"));
        return new WebService("docs", List.of(new HostPattern("docs." + profile.domain())), List.of(read), null, null, ErrorFormat.ODATA);
    }

    static ObjectNode document() {
        ObjectNode document = Json.object().put("$schema", "http://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json")
                .put("contentVersion", "1.0.0.0");
        document.putObject("parameters");
        document.putObject("variables");
        document.putArray("resources");
        ObjectNode aliases = document.putObject("outputs").putObject("aliases").put("type", "object");
        ObjectNode value = aliases.putObject("value");
        ObjectNode linux = value.putObject("Linux");
        value.putObject("Windows");
        for (PlatformImage image : PlatformImages.all()) {
            linux.putObject(image.alias()).put("publisher", image.reference().publisher()).put("offer", image.reference().offer())
                    .put("sku", image.reference().sku()).put("version", "latest").put("architecture", "x64");
        }
        return document;
    }
}
