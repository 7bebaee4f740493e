package woad.storage.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import woad.platform.core.CloudException;
import woad.platform.web.TestClient;

/** Accounts through the resource manager, as clients make, change and remove them. */
class AccountTypeTest {
    private static AccountCloud cloud;

    @BeforeAll
    static void start() {
        cloud = new AccountCloud();
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static String key(String account, int index) {
        TestClient.Answer answer = cloud.owner().post(cloud.cloud.url(AccountCloud.path(account) + "/listKeys?$expand=kerb"), "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/keys/" + index + "/value").asText();
    }

    @Test
    void aNewAccountShowsItsEndpointsAndDefaults() {
        String name = AccountCloud.name();
        JsonNode made = cloud.make(name);
        assertThat(cloud.owner().get(cloud.url(name)).json()).isEqualTo(made);
        assertThat(made.at("/sku/name").asText()).isEqualTo("Standard_LRS");
        assertThat(made.at("/sku/tier").asText()).isEqualTo("Standard");
        assertThat(made.path("kind").asText()).isEqualTo("StorageV2");
        JsonNode properties = made.path("properties");
        assertThat(properties.path("provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(properties.at("/primaryEndpoints/blob").asText()).isEqualTo("https://" + name + ".blob.core.woad.test/");
        assertThat(properties.path("primaryEndpoints").properties().stream().map(java.util.Map.Entry::getKey)).containsExactly("blob", "queue", "table", "dfs", "web");
        assertThat(properties.path("primaryLocation").asText()).isEqualTo("francecentral");
        assertThat(properties.path("statusOfPrimary").asText()).isEqualTo("available");
        assertThat(properties.path("accessTier").asText()).isEqualTo("Hot");
        assertThat(properties.path("minimumTlsVersion").asText()).isEqualTo("TLS1_2");
        assertThat(properties.path("supportsHttpsTrafficOnly").asBoolean()).isTrue();
        assertThat(properties.path("allowBlobPublicAccess").asBoolean(true)).isFalse();
        assertThat(properties.path("allowSharedKeyAccess").asBoolean()).isTrue();
        assertThat(properties.path("isHnsEnabled").asBoolean(true)).isFalse();
        assertThat(properties.at("/networkAcls/defaultAction").asText()).isEqualTo("Allow");
        assertThat(properties.at("/encryption/services/blob/enabled").asBoolean()).isTrue();
        assertThat(properties.at("/keyCreationTime/key1").asText()).isNotEmpty();
        for (String list : List.of(AccountCloud.GROUP + "/providers/Microsoft.Storage/storageAccounts", "/providers/Microsoft.Storage/storageAccounts")) {
            assertThat(cloud.owner().get(cloud.cloud.url(list)).json().path("value").findValuesAsText("name")).contains(name);
        }
    }

    @Test
    void theDataPlaneFindsWhatWasMade() {
        String name = AccountCloud.name();
        cloud.put(name, "{'isHnsEnabled':true,'allowSharedKeyAccess':false}");
        Account account = cloud.accounts().find(name).orElseThrow();
        assertThat(account.hierarchicalNamespace()).isTrue();
        assertThat(account.settings().allowSharedKeyAccess()).isFalse();
        assertThat(account.tenant()).isEqualTo(cloud.cloud.tenant);
        assertThat(account.resourceId().name()).isEqualTo(name);
        assertThat(account.dataKey()).hasSize(32);
        assertThat(account.keys().key1()).hasSize(64).isNotEqualTo(account.keys().key2());
        assertThat(Base64.getEncoder().encodeToString(account.keys().key1())).isEqualTo(key(name, 0));
        assertThat(cloud.accounts().find(account.id())).contains(account);
        String text = account + " " + account.keys();
        assertThat(text).contains(name).doesNotContain("[B@").doesNotContain(key(name, 0));
        assertThat(cloud.accounts().find(AccountCloud.name())).isEmpty();
        assertThat(cloud.accounts().find("../etc")).isEmpty();
    }

    @Test
    void aChangeIsSeenByTheNextLook() {
        String name = AccountCloud.name();
        cloud.make(name);
        Account before = cloud.accounts().find(name).orElseThrow();
        assertThat(cloud.patch(name, "{'allowSharedKeyAccess':false,'minimumTlsVersion':'TLS1_1'}").status()).isEqualTo(200);
        Account after = cloud.accounts().find(name).orElseThrow();
        assertThat(after.settings().allowSharedKeyAccess()).isFalse();
        assertThat(after.settings().minimumTlsVersion()).isEqualTo(AccountSettings.TlsVersion.TLS1_1);
        assertThat(after.version()).isGreaterThan(before.version());
        assertThat(after.keys().key1()).isEqualTo(before.keys().key1());
    }

    @Test
    void whatARequestLeavesOutStaysAsItIs() {
        String name = AccountCloud.name();
        cloud.put(name, "{'allowSharedKeyAccess':false,'accessTier':'Cool','networkAcls':{'defaultAction':'Deny','ipRules':[{'value':'198.51.100.7'}]},"
                + "'sasPolicy':{'sasExpirationPeriod':'1.00:00:00'}}");
        JsonNode properties = cloud.make(name).path("properties");
        assertThat(properties.path("allowSharedKeyAccess").asBoolean(true)).isFalse();
        assertThat(properties.path("accessTier").asText()).isEqualTo("Cool");
        assertThat(properties.at("/networkAcls/defaultAction").asText()).isEqualTo("Deny");
        assertThat(properties.at("/sasPolicy/expirationAction").asText()).isEqualTo("Log");
    }

    @Test
    void networkRulesAreAddedAndTakenAwayAsTheCommandLineDoes() {
        String name = AccountCloud.name();
        cloud.make(name);
        JsonNode rules = cloud.patch(name, "{'networkAcls':{'bypass':'logging,Metrics','virtualNetworkRules':[],'ipRules':[{'value':'203.0.113.0/24','action':'Allow'}],"
                + "'defaultAction':'Deny'}}").json().at("/properties/networkAcls");
        assertThat(rules.path("bypass").asText()).isEqualTo("Logging, Metrics");
        assertThat(rules.at("/ipRules/0/value").asText()).isEqualTo("203.0.113.0/24");
        NetworkRules read = cloud.accounts().find(name).orElseThrow().settings().networkAcls();
        assertThat(read.admit("203.0.113.9", null)).isTrue();
        assertThat(read.admit("203.0.114.9", null)).isFalse();
        assertThat(read.admit("2001:db8::1", null)).isFalse();
        cloud.patch(name, "{'networkAcls':{'ipRules':[],'defaultAction':'Allow'}}");
        assertThat(cloud.accounts().find(name).orElseThrow().settings().networkAcls().admit("203.0.114.9", null)).isTrue();
    }

    @Test
    void aRenewedKeyTakesThePlaceOfTheOldOneAtOnce() {
        String name = AccountCloud.name();
        cloud.make(name);
        String first = key(name, 0);
        String second = key(name, 1);
        cloud.accounts().find(name);
        JsonNode keys = cloud.owner().post(cloud.url(name + "/regenerateKey"), "{\"keyName\":\"key1\"}").json();
        assertThat(keys.at("/keys/0/value").asText()).isNotEqualTo(first).isEqualTo(key(name, 0));
        assertThat(keys.at("/keys/1/value").asText()).isEqualTo(second);
        assertThat(Base64.getEncoder().encodeToString(cloud.accounts().find(name).orElseThrow().keys().key1())).isEqualTo(key(name, 0));
        assertThat(cloud.owner().post(cloud.url(name + "/regenerateKey"), "{\"keyName\":\"key3\"}").errorCode()).isEqualTo("InvalidValuesForRequestParameters");
        assertThat(cloud.owner().post(cloud.url(name + "/regenerateKey"), "{}").status()).isEqualTo(400);
    }

    @Test
    void revokedDelegationKeysAreReplaced() {
        String name = AccountCloud.name();
        cloud.make(name);
        byte[] before = cloud.accounts().find(name).orElseThrow().delegationKey();
        assertThat(cloud.owner().post(cloud.url(name + "/revokeUserDelegationKeys"), "").status()).isEqualTo(200);
        assertThat(cloud.accounts().find(name).orElseThrow().delegationKey()).hasSize(32).isNotEqualTo(before);
    }

    @Test
    void whatGivesOutSecretsIsRecorded() {
        String name = AccountCloud.name();
        cloud.make(name);
        key(name, 0);
        cloud.owner().delete(cloud.url(name));
        List<String> actions = cloud.owner().get(cloud.cloud.url("/providers/Microsoft.Insights/eventtypes/management/values?$filter=resourceUri%20eq%20'/subscriptions/"
                + cloud.cloud.subscription + AccountCloud.path(name) + "'")).json().path("value").valueStream().map(event -> event.at("/operationName/value").asText()).toList();
        assertThat(actions).containsExactly(AccountType.TYPE + "/delete", AccountType.TYPE + "/listKeys/action", AccountType.TYPE + "/write");
    }

    @Test
    void aDeletedAccountIsGoneAtOnceAndItsNameIsFree() throws InterruptedException {
        String name = AccountCloud.name();
        cloud.make(name);
        Account account = cloud.accounts().find(name).orElseThrow();
        assertThat(cloud.owner().delete(cloud.url(name)).status()).isEqualTo(200);
        assertThat(cloud.owner().delete(cloud.url(name)).status()).isEqualTo(204);
        assertThat(cloud.owner().get(cloud.url(name)).status()).isEqualTo(404);
        assertThat(cloud.accounts().find(name)).isEmpty();
        assertThat(cloud.accounts().find(account.id())).isEmpty();
        cloud.cloud.database.with(handle -> {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> cloud.cloud.keys.unwrap(handle, cloud.cloud.tenant, AccountTable.dataKey(account.id())))
                    .isInstanceOf(CloudException.class);
            return null;
        });
        cloud.make(name);
        Account again = cloud.accounts().find(name).orElseThrow();
        assertThat(again.id()).isNotEqualTo(account.id());
        assertThat(again.keys().key1()).isNotEqualTo(account.keys().key1());
        assertThat(erased(account.id())).isTrue();
    }

    private static boolean erased(UUID id) throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            int rows = cloud.cloud.database.with(handle -> handle.createQuery("select count(*) from storage.account where id = :id").bind("id", id).mapTo(Integer.class).one());
            if (rows == 0) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        return false;
    }

    @Test
    void aDeletedGroupTakesItsAccountsAlong() throws InterruptedException {
        String name = AccountCloud.name();
        cloud.owner().put(cloud.cloud.url("/resourceGroups/gone"), "{\"location\":\"francecentral\"}");
        String path = "/resourceGroups/gone/providers/Microsoft.Storage/storageAccounts/" + name;
        assertThat(cloud.owner().put(cloud.cloud.url(path), AccountCloud.body("'kind':'StorageV2','sku':{'name':'Standard_LRS'},'location':'francecentral'")).status()).isEqualTo(200);
        assertThat(cloud.owner().delete(cloud.cloud.url("/resourceGroups/gone")).status()).isEqualTo(202);
        assertThat(cloud.cloud.gone("/resourceGroups/gone")).isTrue();
        assertThat(cloud.accounts().find(name)).isEmpty();
    }

    @Test
    void rolesAtADeletedAccountAreNotThoseOfTheNextOfItsName() {
        String name = AccountCloud.name();
        cloud.make(name);
        String scope = AccountCloud.path(name) + "/blobServices/default/containers/c";
        assertThat(cloud.owner().put(cloud.cloud.url(scope + "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID()),
                AccountCloud.body("'properties':{'roleDefinitionId':'ba92f5b4-2d11-453d-a403-e96b0029c9fe','principalId':'" + UUID.randomUUID() + "'}")).status()).isEqualTo(201);
        cloud.owner().delete(cloud.url(name));
        cloud.make(name);
        assertThat(cloud.owner().get(cloud.cloud.url(scope + "/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()")).json().path("value").findValuesAsText("scope"))
                .noneMatch(assigned -> assigned.contains(name));
    }

    @Test
    void catalogues() {
        String name = AccountCloud.name();
        String check = cloud.cloud.url("/providers/Microsoft.Storage/checkNameAvailability");
        String asked = AccountCloud.body("'name':'" + name + "','type':'Microsoft.Storage/storageAccounts'");
        assertThat(cloud.owner().post(check, asked).json().path("nameAvailable").asBoolean()).isTrue();
        cloud.make(name);
        assertThat(cloud.owner().post(check, asked).json().path("reason").asText()).isEqualTo("AlreadyExists");
        assertThat(cloud.owner().post(check, AccountCloud.body("'name':'No_Good','type':'Microsoft.Storage/storageAccounts'")).json().path("reason").asText()).isEqualTo("AccountNameInvalid");
        JsonNode usage = cloud.owner().get(cloud.cloud.url("/providers/Microsoft.Storage/locations/France%20Centre/usages")).json().at("/value/0");
        assertThat(usage.path("currentValue").asInt()).isPositive();
        assertThat(usage.path("limit").asInt()).isEqualTo(250);
        assertThat(cloud.owner().get(cloud.cloud.url("/providers/Microsoft.Storage/locations/mars/usages")).status()).isEqualTo(400);
        List<String> open = cloud.owner().get(cloud.cloud.url("/providers/Microsoft.Storage/skus")).json().path("value").valueStream()
                .filter(sku -> sku.path("restrictions").isEmpty()).map(sku -> sku.path("name").asText()).distinct().toList();
        assertThat(open).containsExactly("Standard_LRS");
    }

    @Test
    void theMetadataNameTheSuffix() {
        assertThat(cloud.cloud.anonymous().get("https://management.woad.test/metadata/endpoints?api-version=2022-09-01").json().at("/suffixes/storage").asText())
                .isEqualTo("core.woad.test");
    }
}
