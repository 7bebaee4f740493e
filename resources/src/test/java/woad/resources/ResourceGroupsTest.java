package woad.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.web.TestClient;

class ResourceGroupsTest {
    private static TestCloud cloud;

    @BeforeAll
    static void start() {
        cloud = TestCloud.with(resources -> List.of());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void livesFromCreationToDeletion() throws Exception {
        String group = "/resourcegroups/Demo-1";
        TestClient.Answer created = cloud.owner().put(cloud.url(group), "{\"location\":\"France Centre\",\"tags\":{\"a\":\"b\"}}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("id").asText()).isEqualTo("/subscriptions/" + cloud.subscription + "/resourceGroups/Demo-1");
        assertThat(created.json().path("location").asText()).isEqualTo("francecentral");
        assertThat(created.json().path("properties").path("provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(cloud.owner().put(cloud.url(group), "{\"location\":\"francecentral\"}").status()).isEqualTo(200);
        assertThat(cloud.owner().get(cloud.url("/resourceGroups")).json().path("value")).hasSize(1);
        assertThat(cloud.owner().send("HEAD", cloud.url(group), null).status()).isEqualTo(204);
        TestClient.Answer deleted = cloud.owner().delete(cloud.url(group));
        assertThat(deleted.status()).isEqualTo(202);
        assertThat(deleted.header("Location")).contains("/operationresults/");
        assertThat(cloud.gone(group)).isTrue();
        TestClient.Answer result = cloud.owner().get(deleted.header("Location"));
        assertThat(result.status()).isEqualTo(200);
        assertThat(cloud.owner().get(deleted.header("Azure-AsyncOperation")).json().path("status").asText()).isEqualTo("Succeeded");
        assertThat(cloud.owner().send("HEAD", cloud.url(group), null).status()).isEqualTo(404);
        assertThat(cloud.as(cloud.otherTenant, cloud.otherOwner).get(deleted.header("Location")).errorCode()).isEqualTo("OperationNotFound");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /resourcegroups/a.                | {"location":"francecentral"}            | 400 | InvalidResourceName
            /resourcegroups/bad1              | {"location":"westeurope"}               | 400 | LocationNotAvailableForResourceType
            /resourcegroups/bad2              | {}                                      | 400 | LocationRequired
            /resourcegroups/bad3              | {"location":7}                          | 400 | InvalidRequestContent
            /resourcegroups/bad4              | {"location":"francecentral"             | 400 | InvalidRequestContent
            /resourcegroups/bad5              | []                                      | 400 | InvalidRequestContent
            /resourcegroups/bad6              | {"location":"francecentral","x":1}      | 400 | InvalidRequestContent
            /resourcegroups/bad7              | {"location":"francecentral","tags":{"<":""}} | 400 | InvalidTagName
            /resourcegroups/bad8              | {"location":"a","location":"b"}         | 400 | InvalidRequestContent
            /resourceGroups/none/providers/Microsoft.Nothing/things/x | {}              | 404 | InvalidResourceNamespace
            /resourceGroups/none/providers/Microsoft.Resources/things/x | {}            | 404 | InvalidResourceType
            """)
    void refusesBadInput(String path, String body, int status, String code) {
        TestClient.Answer answer = cloud.owner().put(cloud.url(path), body);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(cloud.owner().get(cloud.url(path)).status()).isEqualTo(404);
    }

    @Test
    void refusesMissingAndMalformedApiVersions() {
        String base = "https://management.woad.test/subscriptions/" + cloud.subscription + "/resourceGroups";
        assertThat(cloud.owner().get(base).errorCode()).isEqualTo("MissingApiVersionParameter");
        assertThat(cloud.owner().get(base + "?api-version=yesterday").errorCode()).isEqualTo("InvalidApiVersionParameter");
        assertThat(cloud.owner().get(base + "?api%2Dversion=1999-12-31-preview").status()).isEqualTo(200);
    }

    @Test
    void keepsTenantsApart() {
        TestClient other = cloud.as(cloud.otherTenant, cloud.otherOwner);
        assertThat(other.get(cloud.url("/resourceGroups")).errorCode()).isEqualTo("InvalidAuthenticationTokenTenant");
        assertThat(other.put(cloud.url("/resourceGroups/x"), "{\"location\":\"francecentral\"}").status()).isEqualTo(401);
        assertThat(other.get("https://management.woad.test/subscriptions?api-version=2022-12-01").json().path("value")).singleElement()
                .satisfies(s -> assertThat(s.path("subscriptionId").asText()).isEqualTo(cloud.otherSubscription.toString()));
    }

    @Test
    void deniesByDefaultAndGrantsFromOneRequestToTheNext() {
        UUID reader = UUID.randomUUID();
        TestClient as = cloud.as(cloud.tenant, reader);
        assertThat(as.get(cloud.url("/resourceGroups")).errorCode()).isEqualTo("AuthorizationFailed");
        assertThat(cloud.anonymous().get(cloud.url("/resourceGroups")).status()).isEqualTo(401);
        assertThat(cloud.anonymous().get(cloud.url("/resourceGroups")).header("WWW-Authenticate")).startsWith("Bearer ");
        String assignment = "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID();
        String body = "{\"properties\":{\"roleDefinitionId\":\"/subscriptions/" + cloud.subscription
                + "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7\",\"principalId\":\"" + reader + "\"}}";
        assertThat(as.put(cloud.url(assignment), body).errorCode()).isEqualTo("AuthorizationFailed");
        assertThat(cloud.owner().put(cloud.url(assignment), body).status()).isEqualTo(201);
        assertThat(cloud.owner().put(cloud.url("/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID()), body).errorCode()).isEqualTo("RoleAssignmentExists");
        assertThat(as.get(cloud.url("/resourceGroups")).status()).isEqualTo(200);
        assertThat(as.put(cloud.url("/resourceGroups/y"), "{\"location\":\"francecentral\"}").errorCode()).isEqualTo("AuthorizationFailed");
        assertThat(cloud.owner().get(cloud.url("/providers/Microsoft.Authorization/roleAssignments?$filter=" + "atScope()")).json().path("value")).hasSize(2);
        assertThat(cloud.owner().delete(cloud.url(assignment)).status()).isEqualTo(200);
        assertThat(as.get(cloud.url("/resourceGroups")).errorCode()).isEqualTo("AuthorizationFailed");
    }

    @Test
    void logsEveryWriteWithItsCaller() {
        cloud.owner().put(cloud.url("/resourceGroups/logged"), "{\"location\":\"francesouth\"}");
        TestClient.Answer log = cloud.owner().get(cloud.url("/providers/Microsoft.Insights/eventtypes/management/values?$filter="
                + "eventTimestamp%20ge%20'2020-01-01T00:00:00Z'%20and%20resourceGroupName%20eq%20'logged'"));
        assertThat(log.json().path("value")).singleElement().satisfies(event -> {
            assertThat(event.path("operationName").path("value").asText()).isEqualTo("Microsoft.Resources/resourceGroups/write");
            assertThat(event.path("caller").asText()).isEqualTo("someone@test.woad.test");
            assertThat(event.path("httpRequest").path("clientIpAddress").asText()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void honoursConditions() {
        String url = cloud.url("/resourceGroups/conditional");
        String body = "{\"location\":\"francesouth\"}";
        String etag = cloud.owner().put(url, body).json().path("etag").asText();
        assertThat(cloud.owner().with("If-None-Match", "*").put(url, body).errorCode()).isEqualTo("PreconditionFailed");
        assertThat(cloud.owner().with("If-Match", "\"" + UUID.randomUUID() + "\"").put(url, body).errorCode()).isEqualTo("PreconditionFailed");
        assertThat(cloud.owner().with("If-Match", etag).put(url, body).status()).isEqualTo(200);
    }
}
