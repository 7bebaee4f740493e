package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.web.TestClient;
import woad.resources.TestCloud;
import woad.resources.provider.ProxyType;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;
import woad.storage.access.PublicAccess;
import woad.storage.account.Account;
import woad.storage.account.AccountCloud;
import woad.storage.account.AccountService;

/** Containers through the resource manager: the same ones that the data plane has. */
class ContainerTypeTest {
    private static TestCloud cloud;
    private static AccountService accounts;
    private static Containers containers;
    private String account;

    private record Provider(List<ResourceType> types, List<ProxyType> proxyTypes) implements ResourceProvider {
        @Override
        public String namespace() {
            return "Microsoft.Storage";
        }
    }

    @BeforeAll
    static void start() {
        cloud = new TestCloud(test -> resources -> {
            accounts = new AccountService(test.database, test.queue, test.keys, test.profile, new AccountService.Extensions(all -> List.of(), ProtectedBlobs::check), test.ids,
                    InstantSource.system());
            Moments moments = new Moments(InstantSource.system());
            containers = new Containers(test.database, test.ids, moments);
            List<ProxyType> proxies = new ArrayList<>(accounts.proxyTypes());
            proxies.add(new ContainerType(test.database, accounts.accounts(), test.ids, moments));
            return List.of(new Provider(List.of(accounts.type()), proxies));
        });
        assertThat(cloud.owner().put(cloud.url(AccountCloud.GROUP), "{\"location\":\"francecentral\"}").status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void make() {
        account = AccountCloud.name();
        assertThat(cloud.owner().put(cloud.url(AccountCloud.path(account)), AccountCloud.body("'kind':'StorageV2','sku':{'name':'Standard_LRS'},'location':'francecentral',"
                + "'properties':{'allowBlobPublicAccess':true}")).status()).isEqualTo(200);
    }

    private String url(String container) {
        return cloud.url(AccountCloud.path(account) + "/blobServices/default/containers" + container);
    }

    private TestClient.Answer put(String name, String properties) {
        return cloud.owner().put(url("/" + name), AccountCloud.body("'properties':" + properties));
    }

    private Account account() {
        return accounts.accounts().find(account).orElseThrow();
    }

    @Test
    void aContainerIsMadeChangedAndDeleted() {
        TestClient.Answer made = put("docs", "{'publicAccess':'Blob','metadata':{'Kind':'a'}}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("type").asText()).isEqualTo("Microsoft.Storage/storageAccounts/blobServices/containers");
        assertThat(containers.find(account(), "docs").orElseThrow().publicAccess()).isEqualTo(PublicAccess.BLOB);
        TestClient.Answer changed = cloud.owner().send("PATCH", url("/docs"), AccountCloud.body("'properties':{'publicAccess':'None'}"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().at("/properties/publicAccess").asText()).isEqualTo("None");
        assertThat(changed.json().at("/properties/metadata/kind").asText()).isEqualTo("a");
        assertThat(changed.json().path("etag").asText()).isNotEqualTo(made.json().path("etag").asText());
        assertThat(put("docs", "{}").status()).isEqualTo(200);
        assertThat(cloud.owner().delete(url("/docs")).status()).isEqualTo(200);
        assertThat(cloud.owner().delete(url("/docs")).status()).isEqualTo(204);
        assertThat(cloud.owner().get(url("/docs")).status()).isEqualTo(404);
        assertThat(cloud.owner().send("PATCH", url("/docs"), "{}").status()).isEqualTo(404);
    }

    @Test
    void listsAreInPages() {
        for (String name : List.of("aaa", "aab", "bbb", "ccc")) {
            containers.create(account(), name, new TreeMap<>(), PublicAccess.NONE);
        }
        JsonNode first = cloud.owner().get(url("?$maxpagesize=2")).json();
        assertThat(first.path("value").findValuesAsText("name")).containsExactly("aaa", "aab");
        JsonNode second = cloud.owner().get(first.path("nextLink").asText()).json();
        assertThat(second.path("value").findValuesAsText("name")).containsExactly("bbb", "ccc");
        assertThat(second.has("nextLink")).isFalse();
        assertThat(cloud.owner().get(url("?$filter=aa")).json().path("value").findValuesAsText("name")).containsExactly("aaa", "aab");
        assertThat(cloud.owner().get(url("?$filter=name%20eq%20'x'")).status()).isEqualTo(400);
        assertThat(cloud.owner().get(cloud.url(AccountCloud.path(account) + "/blobServices/other/containers")).status()).isEqualTo(404);
    }

    @Test
    void aDeletedContainerIsListedWhereItIsKept() {
        cloud.owner().put(cloud.url(AccountCloud.path(account) + "/blobServices/default"), AccountCloud.body("'properties':{'containerDeleteRetentionPolicy':{'enabled':true,'days':7}}"));
        put("kept", "{}");
        cloud.owner().delete(url("/kept"));
        assertThat(cloud.owner().get(url("")).json().path("value").isEmpty()).isTrue();
        JsonNode deleted = cloud.owner().get(url("?$include=deleted")).json().at("/value/0/properties");
        assertThat(deleted.path("deleted").asBoolean()).isTrue();
        assertThat(deleted.path("version").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ok|{'publicAccess':'World'}|400|InvalidRequestPropertyValue", "ok|{'immutableStorageWithVersioning':{'enabled':true}}|400|FeatureNotSupported",
        "ok|{'defaultEncryptionScope':'mine'}|400|InvalidRequestPropertyValue", "ok|{'nothing':1}|400|InvalidRequestPropertyValue",
        "ok|{'metadata':{'not a name':'x'}}|400|InvalidMetadata", "No_Good|{}|400|InvalidResourceName", "ab|{}|400|OutOfRangeInput"})
    void refusals(String name, String properties, int status, String code) {
        TestClient.Answer answer = put(name, properties);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.errorCode()).as(answer.text()).isEqualTo(code);
    }

    @Test
    void aLeasedContainerStaysAndClosedAccountsOpenNone() {
        put("held", "{}");
        Container held = containers.find(account(), "held").orElseThrow();
        cloud.database.with(handle -> {
            ContainerTable.update(handle, held.with(new Lease(UUID.randomUUID(), null, null, null)));
            return null;
        });
        assertThat(cloud.owner().delete(url("/held")).errorCode()).isEqualTo("LeaseIdMissing");
        cloud.owner().send("PATCH", cloud.url(AccountCloud.path(account)), AccountCloud.body("'properties':{'allowBlobPublicAccess':false}"));
        assertThat(put("open", "{'publicAccess':'Container'}").errorCode()).isEqualTo("PublicAccessNotPermitted");
    }

    @Test
    void anAccountWithBlobsUnderHoldIsNotDeleted() {
        put("docs", "{}");
        UUID container = containers.find(account(), "docs").orElseThrow().id();
        cloud.database.with(handle -> handle.createUpdate("""
                insert into storage.blob (container, current, name, type, etag, created_at, last_modified, length, content, legal_hold)
                values (:container, true, 'a', 'block', 1, now(), now(), 0, gen_random_uuid(), true)""").bind("container", container).execute());
        assertThat(cloud.owner().delete(cloud.url(AccountCloud.path(account))).errorCode()).isEqualTo("AccountProtectedFromDeletion");
        assertThat(accounts.accounts().find(account)).isPresent();
        cloud.database.with(handle -> handle.execute("update storage.blob set legal_hold = false, immutability_mode = 'unlocked', immutable_until = now() + interval '1 day'"));
        assertThat(cloud.owner().delete(cloud.url(AccountCloud.path(account))).status()).isEqualTo(200);
    }
}
