package woad.storage.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.web.TestClient;

/** What must not be had, and what it is answered. */
class AccountRefusalsTest {
    private static AccountCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new AccountCloud();
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static TestClient.Answer make(String name, String kind, String sku) {
        return cloud.owner().put(cloud.url(name), AccountCloud.body("'kind':'" + kind + "','sku':{'name':'" + sku + "'},'location':'francecentral'"));
    }

    @ParameterizedTest
    @CsvSource({"ab", "Abc", "with-hyphen", "aaaaaaaaaaaaaaaaaaaaaaaaa", "caf%C3%A9"})
    void namesThatAreNone(String name) {
        assertThat(cloud.put(name, "{}").errorCode()).isEqualTo("AccountNameInvalid");
    }

    @ParameterizedTest
    @CsvSource({"StorageV2,Standard_ZRS,RedundancyConfigurationNotAvailableInRegion", "StorageV2,Standard_GRS,RedundancyConfigurationNotAvailableInRegion",
        "StorageV2,Standard_RAGZRS,RedundancyConfigurationNotAvailableInRegion", "BlockBlobStorage,Premium_LRS,RedundancyConfigurationNotAvailableInRegion",
        "BlockBlobStorage,Standard_LRS,InvalidValuesForRequestParameters", "FileStorage,Standard_LRS,InvalidValuesForRequestParameters",
        "StorageV2,Standard_XRS,InvalidAccountType", "StorageV9,Standard_LRS,InvalidValuesForRequestParameters", "BlobStorage,Standard_LRS,InvalidAccessTier"})
    void skusAndKinds(String kind, String sku, String code) {
        TestClient.Answer answer = make(AccountCloud.name(), kind, sku);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'accessTier':'Warm'}|InvalidValuesForRequestParameters", "{'accessTier':'Premium'}|InvalidAccessTier", "{'minimumTlsVersion':'SSL3'}|InvalidValuesForRequestParameters",
        "{'minimumTlsVersion':'TLS1_3'}|InvalidValuesForRequestParameters",
        "{'allowSharedKeyAccess':'yes'}|InvalidValuesForRequestParameters", "{'noSuchThing':1}|InvalidValuesForRequestParameters",
        "{'isSftpEnabled':true}|FeatureNotSupported", "{'isNfsV3Enabled':true}|FeatureNotSupported", "{'customDomain':{'name':'www.example.com'}}|FeatureNotSupported",
        "{'immutableStorageWithVersioning':{'enabled':true}}|FeatureNotSupported", "{'routingPreference':{'publishInternetEndpoints':true}}|FeatureNotSupported",
        "{'dnsEndpointType':'AzureDnsZone'}|InvalidValuesForRequestParameters", "{'publicNetworkAccess':'Maybe'}|InvalidValuesForRequestParameters",
        "{'encryption':{'keySource':'Microsoft.Keyvault','keyvaultproperties':{'keyname':'k','keyvaulturi':'https://v'}}}|FeatureNotSupported",
        "{'encryption':{'requireInfrastructureEncryption':true}}|FeatureNotSupported",
        "{'encryption':{'services':{'blob':{'enabled':false}}}}|InvalidValuesForRequestParameters", "{'networkAcls':{'ipRules':[{'value':'300.1.1.1'}]}}|NetworkAclsValidationFailure",
        "{'networkAcls':{'ipRules':[{'value':'10.0.0.1/24'}]}}|NetworkAclsValidationFailure", "{'networkAcls':{'ipRules':[{'value':'10.1'}]}}|NetworkAclsValidationFailure",
        "{'networkAcls':{'ipRules':[{'value':'010.0.0.1'}]}}|NetworkAclsValidationFailure", "{'networkAcls':{'ipRules':[{'value':'10.0.0.1','action':'Deny'}]}}|InvalidValuesForRequestParameters",
        "{'networkAcls':{'virtualNetworkRules':[{'id':'x'}]}}|NetworkAclsValidationFailure", "{'networkAcls':{'bypass':'None, Logging'}}|InvalidValuesForRequestParameters",
        "{'sasPolicy':{'sasExpirationPeriod':'soon'}}|InvalidValuesForRequestParameters", "{'keyPolicy':{'keyExpirationPeriodInDays':0}}|InvalidValuesForRequestParameters"})
    void properties(String properties, String code) {
        TestClient.Answer answer = cloud.put(AccountCloud.name(), properties);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.errorCode()).as(answer.text()).isEqualTo(code);
    }

    @Test
    void aSubnetThatIsNotThere() {
        String subnet = "/subscriptions/" + cloud.cloud.subscription + AccountCloud.GROUP + "/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
        assertThat(cloud.put(AccountCloud.name(), "{'networkAcls':{'virtualNetworkRules':[{'id':'" + subnet + "'}]}}").errorCode()).isEqualTo("NetworkAclsValidationFailure");
        String foreign = subnet.replace(cloud.cloud.subscription.toString(), cloud.cloud.otherSubscription.toString());
        assertThat(cloud.put(AccountCloud.name(), "{'networkAcls':{'virtualNetworkRules':[{'id':'" + foreign + "'}]}}").errorCode()).isEqualTo("LinkedAuthorizationFailed");
    }

    @Test
    void whatIsChosenWhenMadeStays() {
        String name = AccountCloud.name();
        cloud.make(name);
        assertThat(cloud.patch(name, "{'isHnsEnabled':true}").errorCode()).isEqualTo("AccountPropertyCannotBeUpdated");
        assertThat(cloud.patch(name, "{'encryption':{'services':{'queue':{'keyType':'Account'}}}}").errorCode()).isEqualTo("AccountPropertyCannotBeUpdated");
        assertThat(cloud.owner().send("PATCH", cloud.url(name), AccountCloud.body("'kind':'Storage'")).errorCode()).isEqualTo("AccountPropertyCannotBeUpdated");
        assertThat(cloud.owner().send("PATCH", cloud.url(name), AccountCloud.body("'sku':{'name':'Standard_GRS'}")).errorCode())
                .isEqualTo("RedundancyConfigurationNotAvailableInRegion");
        assertThat(cloud.owner().put(cloud.url(name), AccountCloud.body("'kind':'StorageV2','sku':{'name':'Standard_LRS'},'location':'francesouth'")).errorCode())
                .isEqualTo("InvalidResourceLocation");
        assertThat(cloud.patch(AccountCloud.name(), "{}").status()).isEqualTo(404);
    }

    @Test
    void anOlderKindBecomesTheNewestOne() {
        String name = AccountCloud.name();
        assertThat(make(name, "Storage", "Standard_LRS").json().at("/properties/accessTier").isMissingNode()).isTrue();
        assertThat(cloud.patch(name, "{'accessTier':'Cool'}").errorCode()).isEqualTo("InvalidAccessTier");
        TestClient.Answer upgraded = cloud.owner().send("PATCH", cloud.url(name), AccountCloud.body("'kind':'StorageV2','properties':{'accessTier':'Cool'}"));
        assertThat(upgraded.json().at("/properties/accessTier").asText()).as(upgraded.text()).isEqualTo("Cool");
        assertThat(cloud.accounts().find(name).orElseThrow().kind()).isEqualTo(AccountKind.STORAGE_V2);
    }

    @Test
    void namesAreUniqueInTheWholeCloud() {
        String name = AccountCloud.name();
        cloud.make(name);
        TestClient other = cloud.cloud.as(cloud.cloud.otherTenant, cloud.cloud.otherOwner);
        String base = "https://management.woad.test/subscriptions/" + cloud.cloud.otherSubscription + "/resourceGroups/other";
        other.put(base + "?api-version=2024-11-01", "{\"location\":\"francesouth\"}");
        TestClient.Answer taken = other.put(base + "/providers/Microsoft.Storage/storageAccounts/" + name + "?api-version=2024-01-01",
                AccountCloud.body("'kind':'StorageV2','sku':{'name':'Standard_LRS'},'location':'francesouth'"));
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.errorCode()).isEqualTo("StorageAccountAlreadyTaken");
        assertThat(taken.text()).doesNotContain(cloud.cloud.subscription.toString());
        cloud.owner().put(cloud.cloud.url("/resourceGroups/second"), "{\"location\":\"francecentral\"}");
        assertThat(cloud.owner().put(cloud.cloud.url("/resourceGroups/second/providers/Microsoft.Storage/storageAccounts/" + name),
                AccountCloud.body("'kind':'StorageV2','sku':{'name':'Standard_LRS'},'location':'francecentral'")).errorCode()).isEqualTo("StorageAccountInAnotherResourceGroup");
    }

    @Test
    void twoWhoMakeTheSameAccountAtOnceBothHaveIt() throws Exception {
        String name = AccountCloud.name();
        List<Callable<TestClient.Answer>> both = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            both.add(() -> cloud.put(name, "{}"));
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<TestClient.Answer> answer : executor.invokeAll(both)) {
                assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(200);
            }
        }
        assertThat(cloud.accounts().find(name)).isPresent();
    }

    @Test
    void strangersSeeNoKeys() {
        String name = AccountCloud.name();
        cloud.make(name);
        UUID stranger = UUID.randomUUID();
        assertThat(cloud.cloud.as(cloud.cloud.tenant, stranger).post(cloud.url(name + "/listKeys"), "").status()).isEqualTo(403);
        assertThat(cloud.cloud.as(cloud.cloud.otherTenant, cloud.cloud.otherOwner).post(cloud.url(name + "/listKeys"), "").status()).isEqualTo(401);
        cloud.owner().put(cloud.cloud.url(AccountCloud.path(name) + "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID()),
                AccountCloud.body("'properties':{'roleDefinitionId':'acdd72a7-3385-48ef-bd42-f606fba81ae7','principalId':'" + stranger + "'}"));
        assertThat(cloud.cloud.as(cloud.cloud.tenant, stranger).get(cloud.url(name)).status()).isEqualTo(200);
        assertThat(cloud.cloud.as(cloud.cloud.tenant, stranger).post(cloud.url(name + "/listKeys"), "").status()).isEqualTo(403);
        assertThat(cloud.owner().post(cloud.url(AccountCloud.name() + "/listKeys"), "").status()).isEqualTo(404);
    }
}
