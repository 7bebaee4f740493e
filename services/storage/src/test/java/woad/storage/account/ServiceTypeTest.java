package woad.storage.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.web.TestClient;

/** Properties of an account's services and its lifecycle policy, through the resource manager. */
class ServiceTypeTest {
    private static AccountCloud cloud;
    private static String name;

    @BeforeAll
    static void start() {
        cloud = new AccountCloud();
        name = AccountCloud.name();
        cloud.make(name);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static TestClient.Answer put(String account, String child, String properties) {
        return cloud.owner().put(cloud.url(account + "/" + child), AccountCloud.body("'properties':" + properties));
    }

    private static JsonNode get(String account, String child) {
        return cloud.owner().get(cloud.url(account + "/" + child)).json();
    }

    @Test
    void everyAccountHasItsServices() {
        JsonNode blob = get(name, "blobServices/default");
        assertThat(blob.path("id").asText()).isEqualTo("/subscriptions/" + cloud.cloud.subscription + AccountCloud.path(name) + "/blobServices/default");
        assertThat(blob.path("type").asText()).isEqualTo("Microsoft.Storage/storageAccounts/blobServices");
        assertThat(blob.at("/sku/name").asText()).isEqualTo("Standard_LRS");
        assertThat(blob.at("/properties/cors/corsRules").isEmpty()).isTrue();
        for (String service : List.of("blobServices", "queueServices", "tableServices")) {
            assertThat(get(name, service).at("/value/0/name").asText()).isEqualTo("default");
            assertThat(cloud.owner().get(cloud.url(name + "/" + service + "/other")).status()).isEqualTo(404);
            assertThat(cloud.owner().get(cloud.url(AccountCloud.name() + "/" + service + "/default")).status()).isEqualTo(404);
            assertThat(put(name, service + "/other", "{}").status()).isEqualTo(409);
        }
    }

    @Test
    void propertiesAreChangedOneByOneAndSeenByTheDataPlane() {
        String account = AccountCloud.name();
        cloud.make(account);
        assertThat(put(account, "blobServices/default", "{'deleteRetentionPolicy':{'enabled':true,'days':7},'isVersioningEnabled':true}").status()).isEqualTo(200);
        TestClient.Answer answer = put(account, "blobServices/default", "{'containerDeleteRetentionPolicy':{'enabled':true,'days':30},"
                + "'cors':{'corsRules':[{'allowedOrigins':['https://a.example'],'allowedMethods':['get','PUT'],'maxAgeInSeconds':60,'exposedHeaders':[],'allowedHeaders':['x-ms-*']}]},"
                + "'changeFeed':{'enabled':false},'restorePolicy':{'enabled':false}}");
        assertThat(answer.json().at("/properties/deleteRetentionPolicy/days").asInt()).isEqualTo(7);
        assertThat(answer.json().at("/properties/isVersioningEnabled").asBoolean()).isTrue();
        BlobServiceProperties blob = cloud.accounts().find(account).orElseThrow().services().blob();
        assertThat(blob.deleteRetention()).isEqualTo(Retention.of(7));
        assertThat(blob.containerDeleteRetention()).isEqualTo(Retention.of(30));
        assertThat(blob.versioning()).isTrue();
        assertThat(blob.cors()).containsExactly(new CorsRule(List.of("https://a.example"), List.of("GET", "PUT"), 60, List.of(), List.of("x-ms-*")));
        put(account, "queueServices/default", "{'cors':{'corsRules':[{'allowedOrigins':['*'],'allowedMethods':['GET'],'maxAgeInSeconds':1,'exposedHeaders':['*'],'allowedHeaders':['*']}]}}");
        assertThat(cloud.accounts().find(account).orElseThrow().services().queue().cors()).hasSize(1);
        assertThat(cloud.accounts().find(account).orElseThrow().services().table().cors()).isEmpty();
    }

    @Test
    void whatTheDataPlaneWritesIsShown() {
        String account = AccountCloud.name();
        cloud.make(account);
        cloud.accounts().changeServices(cloud.accounts().find(account).orElseThrow(), services -> services.withTable(new SimpleServiceProperties(
                List.of(new CorsRule(List.of("*"), List.of("GET"), 5, List.of(), List.of())), Logging.OFF, Metrics.OFF, Metrics.OFF)));
        assertThat(cloud.accounts().find(account).orElseThrow().services().table().cors()).hasSize(1);
        assertThat(get(account, "tableServices/default").at("/properties/cors/corsRules/0/maxAgeInSeconds").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'changeFeed':{'enabled':true}}|400|FeatureNotSupported", "{'restorePolicy':{'enabled':true,'days':5}}|400|FeatureNotSupported",
        "{'deleteRetentionPolicy':{'enabled':true}}|400|InvalidRequestPropertyValue", "{'deleteRetentionPolicy':{'enabled':true,'days':366}}|400|InvalidRequestPropertyValue",
        "{'containerDeleteRetentionPolicy':{'enabled':true,'days':0}}|400|InvalidRequestPropertyValue", "{'isVersioningEnabled':'yes'}|400|InvalidRequestPropertyValue",
        "{'cors':{'corsRules':[{'allowedOrigins':['*'],'allowedMethods':['FETCH']}]}}|400|InvalidRequestPropertyValue",
        "{'cors':{'corsRules':[{'allowedOrigins':[],'allowedMethods':['GET']}]}}|400|InvalidRequestPropertyValue",
        "{'cors':{'corsRules':[{},{},{},{},{},{}]}}|400|InvalidRequestPropertyValue", "{'somethingElse':1}|400|InvalidRequestPropertyValue"})
    void refusals(String properties, int status, String code) {
        TestClient.Answer answer = put(name, "blobServices/default", properties);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(code);
    }

    @Test
    void anAccountOfBlobsHasNoQueues() {
        String account = AccountCloud.name();
        cloud.owner().put(cloud.url(account), AccountCloud.body("'kind':'BlobStorage','sku':{'name':'Standard_LRS'},'location':'francecentral','properties':{'accessTier':'Hot'}"));
        assertThat(cloud.owner().get(cloud.url(account + "/queueServices/default")).status()).isEqualTo(404);
        assertThat(put(account, "queueServices/default", "{}").errorCode()).isEqualTo("FeatureNotSupportedForAccount");
        String lake = AccountCloud.name();
        cloud.put(lake, "{'isHnsEnabled':true}");
        assertThat(put(lake, "blobServices/default", "{'isVersioningEnabled':true}").errorCode()).isEqualTo("FeatureNotSupportedForAccount");
    }

    @Test
    void aLifecyclePolicyComesAndGoes() {
        String account = AccountCloud.name();
        cloud.make(account);
        assertThat(cloud.owner().get(cloud.url(account + "/managementPolicies/default")).status()).isEqualTo(404);
        String policy = "{'policy':{'rules':[{'name':'old','type':'Lifecycle','enabled':true,'definition':{'actions':{'baseBlob':{'tierToCool':{'daysAfterModificationGreaterThan':30},"
                + "'delete':{'daysAfterModificationGreaterThan':365}},'snapshot':{'delete':{'daysAfterCreationGreaterThan':90}}},"
                + "'filters':{'blobTypes':['blockBlob'],'prefixMatch':['logs/a'],'blobIndexMatch':[{'name':'k','op':'==','value':'v'}]}}}]}}";
        TestClient.Answer answer = put(account, "managementPolicies/default", policy);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode rule = get(account, "managementPolicies/default").at("/properties/policy/rules/0");
        assertThat(rule).isEqualTo(woad.platform.core.Json.parse(policy.replace('\'', '"')).at("/policy/rules/0"));
        UUID id = cloud.accounts().find(account).orElseThrow().id();
        LifecyclePolicy stored = cloud.cloud.database.with(handle -> AccountTable.policy(handle, id)).orElseThrow();
        assertThat(stored.rules().getFirst().baseBlob().delete().daysAfterModification()).isEqualTo(365);
        assertThat(cloud.owner().delete(cloud.url(account + "/managementPolicies/default")).status()).isEqualTo(200);
        assertThat(cloud.owner().delete(cloud.url(account + "/managementPolicies/default")).status()).isEqualTo(204);
        assertThat(cloud.owner().get(cloud.url(account + "/managementPolicies/default")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'actions':{'baseBlob':{'delete':{}}},'filters':{'blobTypes':['blockBlob']}}", "{'actions':{},'filters':{'blobTypes':['blockBlob']}}",
        "{'actions':{'baseBlob':{}},'filters':{'blobTypes':['blockBlob']}}", "{'actions':{'baseBlob':{'delete':{'daysAfterModificationGreaterThan':1}}}}",
        "{'actions':{'baseBlob':{'delete':{'daysAfterModificationGreaterThan':1}}},'filters':{'blobTypes':['pageBlob']}}",
        "{'actions':{'baseBlob':{'delete':{'daysAfterModificationGreaterThan':-1}}},'filters':{'blobTypes':['blockBlob']}}",
        "{'actions':{'baseBlob':{'delete':{'daysAfterLastAccessTimeGreaterThan':1}}},'filters':{'blobTypes':['blockBlob']}}",
        "{'actions':{'baseBlob':{'tierToCool':{'daysAfterModificationGreaterThan':1}}},'filters':{'blobTypes':['appendBlob']}}",
        "{'actions':{'snapshot':{'delete':{'daysAfterModificationGreaterThan':1}}},'filters':{'blobTypes':['blockBlob']}}"})
    void lifecycleRefusals(String definition) {
        TestClient.Answer answer = put(name, "managementPolicies/default", "{'policy':{'rules':[{'name':'r','type':'Lifecycle','definition':" + definition + "}]}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("InvalidRequestPropertyValue");
    }

    @Test
    void readersChangeNothing() {
        UUID reader = UUID.randomUUID();
        cloud.owner().put(cloud.cloud.url(AccountCloud.path(name) + "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID()),
                AccountCloud.body("'properties':{'roleDefinitionId':'acdd72a7-3385-48ef-bd42-f606fba81ae7','principalId':'" + reader + "'}"));
        TestClient client = cloud.cloud.as(cloud.cloud.tenant, reader);
        assertThat(client.get(cloud.url(name + "/blobServices/default")).status()).isEqualTo(200);
        assertThat(client.put(cloud.url(name + "/blobServices/default"), "{}").status()).isEqualTo(403);
        assertThat(client.delete(cloud.url(name + "/managementPolicies/default")).status()).isEqualTo(403);
    }
}
