package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.core.CloudException;
import woad.platform.web.TestClient;
import woad.storage.access.SharedAccessSignature.Reach;
import woad.storage.account.Account;
import woad.storage.account.AccountCloud;

/** Signatures that the resource manager makes are those that the data plane takes. */
class SasActionsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
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

    private static TestClient.Answer post(String action, String members) {
        return cloud.owner().post(cloud.url(name + "/" + action), AccountCloud.body(members));
    }

    private static SharedAccessSignature verify(StorageService service, String path, String token) {
        Account account = cloud.accounts().find(name).orElseThrow();
        AccessRequest request = new AccessRequest("GET", name + "." + service.hostLabel() + ".core.woad.test", path, Query.parse(token), Map.of(), "192.0.2.7", true);
        StorageGrant grant = new SasVerifier(service, (of, kind, resource, id) -> Optional.of(new AccessLookups.StoredAccessPolicy(null, NOW.plusSeconds(60), "r")),
                (tenant, principal) -> Optional.empty()).verify(request, account, null, NOW);
        return ((StorageGrant.Signature) grant).signature();
    }

    @Test
    void ofAnAccount() {
        String token = post("ListAccountSas", "'signedServices':'tb','signedResourceTypes':'sco','signedPermission':'lr','signedIp':'192.0.2.1-192.0.2.9',"
                + "'signedProtocol':'https','signedStart':'2026-11-26T09:00:00.1234567Z','signedExpiry':'2026-11-26T11:00:00Z','keyToSign':'key2'").json().path("accountSasToken").asText();
        SharedAccessSignature signature = verify(StorageService.TABLE, "/people", token);
        assertThat(signature.reach()).isEqualTo(new Reach.WholeAccount("bt", "sco"));
        assertThat(signature.permissions()).isEqualTo("rl");
        assertThat(signature.expires()).isEqualTo(Instant.parse("2026-11-26T11:00:00Z"));
        assertThatThrownBy(() -> verify(StorageService.TABLE, "/people", token.replace("sp=rl", "sp=rwl"))).isInstanceOf(CloudException.class);
        cloud.owner().post(cloud.url(name + "/regenerateKey"), "{\"keyName\":\"key2\"}");
        assertThatThrownBy(() -> verify(StorageService.TABLE, "/people", token)).isInstanceOf(CloudException.class);
    }

    @Test
    void ofOneResource() {
        String blob = post("ListServiceSas", "'canonicalizedResource':'/blob/" + name + "/c/a b.txt','signedResource':'b','signedPermission':'r','signedExpiry':'2026-11-26T11:00:00Z',"
                + "'rscd':'attachment; filename=x y'").json().path("serviceSasToken").asText();
        assertThat(verify(StorageService.BLOB, "/c/a%20b.txt", blob).responseHeaders()).containsKey("Content-Disposition");
        assertThatThrownBy(() -> verify(StorageService.BLOB, "/c/other.txt", blob)).isInstanceOf(CloudException.class);
        String queue = post("ListServiceSas", "'canonicalizedResource':'/queue/" + name + "/q','signedIdentifier':'mine'").json().path("serviceSasToken").asText();
        assertThat(verify(StorageService.QUEUE, "/q/messages", queue).permissions()).isEqualTo("r");
        String table = post("ListServiceSas", "'canonicalizedResource':'/table/" + name + "/people','signedPermission':'r','signedExpiry':'2026-11-26T11:00:00Z','startPk':'a','endPk':'b',"
                + "'startRk':'1','endRk':'2'").json().path("serviceSasToken").asText();
        assertThat(verify(StorageService.TABLE, "/people", table).entities()).isEqualTo(new EntityRange("a", "1", "b", "2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "ListAccountSas|'signedServices':'b','signedResourceTypes':'o','signedPermission':'r'", "ListAccountSas|'signedServices':'z','signedResourceTypes':'o','signedPermission':'r','signedExpiry':'2026-11-26'",
        "ListAccountSas|'signedServices':'b','signedResourceTypes':'o','signedPermission':'rr','signedExpiry':'2026-11-26'",
        "ListAccountSas|'signedServices':'b','signedResourceTypes':'o','signedPermission':'r','signedExpiry':'tomorrow'",
        "ListAccountSas|'signedServices':'b','signedResourceTypes':'o','signedPermission':'r','signedStart':'2026-11-27','signedExpiry':'2026-11-26'",
        "ListAccountSas|'signedServices':'b','signedResourceTypes':'o','signedPermission':'r','signedExpiry':'2026-11-26','signedIp':'here'",
        "ListAccountSas|'signedServices':'b','signedResourceTypes':'o','signedPermission':'r','signedExpiry':'2026-11-26','keyToSign':'key3'",
        "ListServiceSas|'canonicalizedResource':'/blob/another/c','signedResource':'c','signedPermission':'r','signedExpiry':'2026-11-26'",
        "ListServiceSas|'canonicalizedResource':'/file/NAME/c','signedResource':'c','signedPermission':'r','signedExpiry':'2026-11-26'",
        "ListServiceSas|'canonicalizedResource':'/blob/NAME/c','signedPermission':'r','signedExpiry':'2026-11-26'",
        "ListServiceSas|'canonicalizedResource':'/blob/NAME/c','signedResource':'c','signedPermission':'r'"})
    void refusals(String action, String members) {
        TestClient.Answer answer = post(action, members.replace("NAME", name));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("InvalidValuesForRequestParameters");
    }

    @Test
    void strangersGetNone() {
        assertThat(cloud.cloud.as(cloud.cloud.tenant, UUID.randomUUID()).post(cloud.url(name + "/ListAccountSas"), "{}").status()).isEqualTo(403);
        assertThat(cloud.cloud.as(cloud.cloud.otherTenant, cloud.cloud.otherOwner).post(cloud.url(name + "/ListServiceSas"), "{}").status()).isEqualTo(401);
    }
}
