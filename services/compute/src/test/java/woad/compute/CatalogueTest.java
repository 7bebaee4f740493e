package woad.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.web.TestClient;
import woad.platform.web.WebService;

class CatalogueTest {
    private static final String PUBLISHERS = "/providers/Microsoft.Compute/locations/francecentral/publishers";
    private static ComputeCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        cloud = ComputeCloud.start("francecentral");
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    @Test
    void leadsFromPublisherToVersion() {
        assertThat(names(cloud.get(PUBLISHERS).json())).containsExactly("debian", "woad");
        assertThat(names(cloud.get(PUBLISHERS + "/Woad/artifacttypes/vmimage/offers").json())).containsExactly("tiny");
        assertThat(names(cloud.get(PUBLISHERS + "/woad/artifacttypes/vmimage/offers/tiny/skus").json())).containsExactly("1");
        String versions = PUBLISHERS + "/woad/artifacttypes/vmimage/offers/tiny/skus/1/versions";
        JsonNode list = cloud.get(versions + "?$top=1&$orderby=name%20desc").json();
        assertThat(list.isArray()).isTrue();
        assertThat(names(list)).containsExactly("1.0.0");
        assertThat(list.path(0).has("properties")).isFalse();
        assertThat(cloud.get(versions + "?$expand=properties/imageDeprecationStatus").json().path(0).at("/properties/architecture").asText()).isEqualTo("x64");
        JsonNode version = cloud.get(versions + "/1.0.0").json();
        assertThat(version.path("id").asText()).endsWith("/Publishers/woad/ArtifactTypes/VMImage/Offers/tiny/Skus/1/Versions/1.0.0");
        assertThat(version.at("/properties/osDiskImage/operatingSystem").asText()).isEqualTo("Linux");
        assertThat(version.at("/properties/dataDiskImages").isArray()).isTrue();
        assertThat(version.at("/properties/hyperVGeneration").asText()).isEqualTo("V2");
        assertThat(version.at("/properties/features").isArray()).isTrue();
        assertThat(version.path("properties").has("plan")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/nobody/artifacttypes/vmimage/offers, 404, NotFound",
        "/woad/artifacttypes/vmimage/offers/nothing/skus, 404, NotFound",
        "/woad/artifacttypes/vmimage/offers/tiny/skus/2/versions, 404, NotFound",
        "/woad/artifacttypes/vmimage/offers/tiny/skus/1/versions/2.0.0, 404, NotFound",
        "/woad/artifacttypes/vmimage/offers/tiny/skus/1/versions?$top=0, 400, InvalidParameter",
        "/woad/artifacttypes/vmimage/offers/tiny/skus/1/versions?$orderby=size, 400, InvalidFilterInQueryString"})
    void refuses(String path, int status, String code) {
        TestClient.Answer answer = cloud.get(PUBLISHERS + path);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"publishers", "vmSizes", "usages"})
    void refusesLocations(String list) {
        assertThat(cloud.get("/providers/Microsoft.Compute/locations/atlantis/" + list).errorCode()).isEqualTo("NoRegisteredProviderFound");
        assertThat(cloud.cloud.anonymous().get(cloud.cloud.url("/providers/Microsoft.Compute/locations/francecentral/" + list)).status()).isEqualTo(401);
    }

    @Test
    void listsSizesSkusAndUsages() throws Exception {
        JsonNode sizes = cloud.get("/providers/Microsoft.Compute/locations/France Centre".replace(" ", "%20") + "/vmSizes").json().path("value");
        assertThat(names(sizes)).contains("Standard_DS1_v2", "Standard_D2s_v3", "Standard_D2s_v5", "Standard_B1s", "Standard_D1_v2");
        assertThat(sizes.path(0).path("numberOfCores").asInt()).isEqualTo(1);
        assertThat(sizes.path(0).path("memoryInMB").asInt()).isEqualTo(1024);
        JsonNode skus = cloud.get("/providers/Microsoft.Compute/skus?$filter=location%20eq%20'francesouth'").json().path("value");
        assertThat(skus).allSatisfy(sku -> {
            assertThat(sku.path("locations").path(0).asText()).isEqualTo("francesouth");
            assertThat(sku.at("/locationInfo/0/zones/0").asText()).isEqualTo("1");
            assertThat(sku.path("restrictions").isArray()).isTrue();
        });
        JsonNode size = List.copyOf(elements(skus)).stream().filter(sku -> sku.path("name").asText().equals("Standard_DS1_v2")).findFirst().orElseThrow();
        assertThat(size.path("resourceType").asText()).isEqualTo("virtualMachines");
        assertThat(elements(size.path("capabilities"))).anySatisfy(capability -> {
            assertThat(capability.path("name").asText()).isEqualTo("MemoryGB");
            assertThat(capability.path("value").asText()).isEqualTo("3.5");
        });
        assertThat(cloud.get("/providers/Microsoft.Compute/skus").json().path("value").size()).isEqualTo(2 * skus.size());
        assertThat(cloud.get("/providers/Microsoft.Compute/skus?$filter=name%20eq%20'x'").errorCode()).isEqualTo("InvalidFilterInQueryString");
        String usages = "/providers/Microsoft.Compute/locations/francecentral/usages";
        int before = cloud.get(usages).json().path("value").path(0).path("currentValue").asInt();
        cloud.create("vm1");
        JsonNode cores = cloud.get(usages).json().path("value").path(0);
        assertThat(cores.at("/name/value").asText()).isEqualTo("cores");
        assertThat(cores.path("currentValue").asInt()).isEqualTo(before + 2);
    }

    @Test
    void givesAliasesWithoutACredential() {
        TestClient anybody = TestClient.of(cloud.services.toArray(WebService[]::new));
        JsonNode aliases = anybody.get("https://docs.woad.test/aliases.json").json().at("/outputs/aliases/value/Linux");
        assertThat(aliases.at("/Tiny/publisher").asText()).isEqualTo("woad");
        for (String part : List.of("publisher", "offer", "sku", "version", "architecture")) {
            assertThat(aliases.at("/Debian12/" + part).asText()).isNotEmpty();
        }
    }

    @Test
    void givesTheSerialLogByALinkThatEnds() throws Exception {
        TestClient anybody = TestClient.of(cloud.services.toArray(WebService[]::new));
        String id = cloud.create("logged").at("/properties/vmId").asText();
        String action = ComputeCloud.machine("logged") + "/retrieveBootDiagnosticsData";
        String link = cloud.post(action, null).json().path("serialConsoleLogBlobUri").asText();
        assertThat(anybody.get(link).text()).isEmpty();
        cloud.read(handle -> cloud.serialLogs.append(handle, id, 0, "Linux version 6.1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(anybody.get(link).text()).isEqualTo("Linux version 6.1\n");
        assertThat(anybody.get(link.replaceAll("se=\\d+", "se=99999999999")).status()).isEqualTo(403);
        assertThat(anybody.get(link.replaceAll("sig=.*", "sig=")).status()).isEqualTo(403);
        assertThat(anybody.get(link.replace(id, "00000000-0000-4000-8000-000000000000")).status()).isEqualTo(403);
        assertThat(cloud.post(action + "?sasUriExpirationTimeInMinutes=0", null).errorCode()).isEqualTo("InvalidParameter");
        assertThat(cloud.patch(ComputeCloud.machine("logged"), "{\"properties\":{\"diagnosticsProfile\":{\"bootDiagnostics\":{\"enabled\":false}}}}").status()).isLessThan(300);
        assertThat(cloud.post(action, null).errorCode()).isEqualTo("OperationNotAllowed");
    }

    private static List<String> names(JsonNode list) {
        return elements(list).stream().map(item -> item.path("name").asText()).toList();
    }

    private static List<JsonNode> elements(JsonNode list) {
        List<JsonNode> all = new ArrayList<>();
        list.forEach(all::add);
        return all;
    }
}
