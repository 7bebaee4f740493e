package woad.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static woad.compute.ComputeCloud.disk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.keys.KeyError;
import woad.platform.web.TestClient;

class DiskTest {
    private static ComputeCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        cloud = ComputeCloud.start("francecentral");
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    private static ObjectNode empty(int gib) {
        return (ObjectNode) Json.parse("{\"location\":\"francecentral\",\"sku\":{\"name\":\"Premium_LRS\"},\"tags\":{},\"properties\":{\"creationData\":"
                + "{\"createOption\":\"Empty\"},\"diskSizeGB\":" + gib + "}}");
    }

    @Test
    void livesFromCreationToDeletionWithAKeyOfItsOwn() throws Exception {
        assertThat(cloud.put(disk("d1"), empty(4)).status()).isEqualTo(201);
        JsonNode made = cloud.settled(disk("d1"));
        JsonNode properties = made.path("properties");
        assertThat(properties.path("provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(properties.path("diskState").asText()).isEqualTo("Unattached");
        assertThat(properties.path("diskSizeBytes").asLong()).isEqualTo(4L << 30);
        assertThat(properties.at("/encryption/type").asText()).isEqualTo("EncryptionAtRestWithPlatformKey");
        assertThat(properties.at("/creationData/createOption").asText()).isEqualTo("Empty");
        assertThat(made.at("/sku/name").asText()).isEqualTo("Premium_LRS");
        assertThat(made.at("/sku/tier").asText()).isEqualTo("Premium");
        String id = properties.path("uniqueId").asText();
        byte[] key = cloud.read(handle -> cloud.cloud.keys.unwrap(handle, cloud.cloud.tenant, id));
        assertThat(key).hasSize(32);
        assertThat(cloud.put(disk("d1"), made).status()).isEqualTo(200);
        assertThat(cloud.settled(disk("d1")).path("properties")).isEqualTo(properties);
        assertThat(cloud.patch(disk("d1"), "{\"properties\":{\"diskSizeGB\":8}}").status()).isLessThan(300);
        assertThat(cloud.settled(disk("d1")).at("/properties/diskSizeGB").asInt()).isEqualTo(8);
        assertThat(cloud.delete(disk("d1")).status()).isEqualTo(202);
        assertThat(cloud.cloud.gone(disk("d1"))).isTrue();
        CloudException destroyed = catchThrowableOfType(CloudException.class, () -> cloud.read(handle -> cloud.cloud.keys.unwrap(handle, cloud.cloud.tenant, id)));
        assertThat(destroyed.error()).isEqualTo(KeyError.KEY_NOT_FOUND);
    }

    @Test
    void isMadeFromAnImage() throws Exception {
        JsonNode version = cloud.get("/providers/Microsoft.Compute/locations/francecentral/publishers/debian/artifacttypes/vmimage/offers/debian-12/skus/12/versions/1.0.0").json();
        ObjectNode body = (ObjectNode) Json.parse("{\"location\":\"francecentral\",\"properties\":{\"creationData\":{\"createOption\":\"FromImage\",\"imageReference\":{\"id\":\""
                + version.path("id").asText().toLowerCase(Locale.ROOT) + "\"}}}}");
        assertThat(cloud.put(disk("d2"), body).status()).isEqualTo(201);
        JsonNode made = cloud.settled(disk("d2"));
        assertThat(made.at("/properties/diskSizeGB").asInt()).isEqualTo(4);
        assertThat(made.at("/properties/osType").asText()).isEqualTo("Linux");
        assertThat(made.at("/sku/name").asText()).isEqualTo("Standard_LRS");
        assertThat(cloud.put(disk("d2"), empty(8)).errorCode()).isEqualTo("PropertyChangeNotAllowed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            properties.diskSizeGB                   | 0                              | 400 | InvalidParameter
            properties.diskSizeGB                   | 40000                          | 400 | InvalidParameter
            properties.diskSizeGB                   | null                           | 400 | InvalidParameter
            properties.diskSizeGB                   | [1]                            | 400 | BadRequest
            properties.creationData                 | null                           | 400 | InvalidParameter
            properties.creationData                 | {"createOption":"Nothing"}     | 400 | InvalidParameter
            properties.creationData                 | {"createOption":"Copy"}        | 400 | FeatureNotSupported
            properties.creationData                 | {"createOption":"Copy","sourceResourceId":"/x"} | 400 | FeatureNotSupported
            properties.creationData                 | {"createOption":"FromImage"}   | 400 | InvalidParameter
            properties.creationData                 | {"createOption":"FromImage","imageReference":{"id":"x"}} | 400 | InvalidParameter
            properties.encryption                   | {"type":"EncryptionAtRestWithCustomerKey"} | 400 | FeatureNotSupported
            properties.encryption                   | {"diskEncryptionSetId":"/x"}   | 400 | FeatureNotSupported
            properties.maxShares                    | 2                              | 400 | FeatureNotSupported
            properties.nonsense                     | 1                              | 400 | BadRequest
            sku                                     | {"name":"UltraSSD_LRS"}        | 400 | InvalidParameter
            zones                                   | ["7"]                          | 400 | AvailabilityZoneNotSupported
            """)
    void refuses(String path, String value, int status, String code) {
        ObjectNode body = empty(4);
        String[] steps = path.split("\\.");
        (steps.length == 1 ? body : (ObjectNode) body.path(steps[0])).set(steps[steps.length - 1], Json.parse(value));
        TestClient.Answer answer = cloud.put(disk("refused"), body);
        assertThat(answer.errorCode()).as(answer.text()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(cloud.get(disk("refused")).status()).isEqualTo(404);
    }

    @Test
    void neverShrinks() throws Exception {
        cloud.put(disk("d3"), empty(4));
        assertThat(cloud.put(disk("d3"), empty(2)).errorCode()).isEqualTo("InvalidParameter");
        assertThat(cloud.settled(disk("d3")).at("/properties/diskSizeGB").asInt()).isEqualTo(4);
    }
}
