package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.web.Caller;
import woad.storage.access.SharedAccessSignature.Reach;
import woad.storage.account.Account;

/** Holds shared access signatures, in every form of text they are made over, against those that the Azure SDK makes. */
class SasSdkTest {
    private static final Account ACCOUNT = TestAccounts.account("acct");
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final PrincipalId USER = PrincipalId.parse("30000000-0000-0000-0000-000000000001");
    private static final PrincipalId AGENT = PrincipalId.parse("30000000-0000-0000-0000-000000000002");
    private static final Map<String, String> TIMES = Map.of("st", "2026-11-26T09:00:00Z", "se", "2026-11-26T11:30:00Z", "spr", "https", "sip", "192.0.2.1-192.0.2.9");
    private static final Map<String, String> HEADERS = Map.of("rscc", "no cache", "rscd", "attachment; filename=\"ä\"", "rsce", "gzip", "rscl", "fr", "rsct", "a/b; c=d");

    private static StorageGrant verify(StorageService service, String path, String query, Caller bearer) {
        return verify(service, path, query, bearer, Map.of());
    }

    private static StorageGrant verify(StorageService service, String path, String query, Caller bearer, Map<String, String> headers) {
        AccessRequest request = new AccessRequest("GET", "acct." + service.hostLabel() + ".core.woad.test", path, Query.parse(query), headers, "192.0.2.7", true);
        return new SasVerifier(service, (account, of, resource, id) -> Optional.of(new AccessLookups.StoredAccessPolicy(null, NOW.plusSeconds(9), "rl")),
                (tenant, principal) -> Optional.of(user(principal))).verify(request, ACCOUNT, bearer, NOW);
    }

    private static Caller user(PrincipalId principal) {
        return new Caller(Caller.Realm.CUSTOMER, TestAccounts.TENANT, principal, Caller.Kind.USER, Set.of(), "app", "user");
    }

    private static Map<String, String> wanted(String what, Map<String, String> more, Map<String, String> evenMore) {
        Map<String, String> wanted = new HashMap<>(more);
        wanted.putAll(evenMore);
        wanted.put("what", what);
        wanted.putIfAbsent("key", Base64.getEncoder().encodeToString(ACCOUNT.keys().key2()));
        return wanted;
    }

    private static void refuseAnyChange(StorageService service, String path, String sas, Caller bearer) {
        Random random = new Random(sas.hashCode());
        String[] fields = sas.split("&");
        for (int i = 0; i < fields.length; i++) {
            String[] changed = fields.clone();
            int at = changed[i].indexOf('=') + 1;
            changed[i] = changed[i].substring(0, at) + (char) ('1' + random.nextInt(8)) + changed[i].substring(at);
            String query = String.join("&", changed);
            assertThatThrownBy(() -> verify(service, path, query, bearer)).as(query).isInstanceOf(CloudException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2018-11-09", "2020-02-10", "2020-10-02", "2020-12-06", "2025-05-05", "2026-02-06", "2026-10-06"})
    void signaturesMadeWithAnAccountKey(String version) {
        boolean scopes = version.compareTo("2020-12-06") >= 0;
        Map<String, String> scope = scopes ? Map.of("ses", "my-scope") : Map.of();
        String account = SasMakers.make(version, wanted("account", TIMES, with(scope, "sp", "rwdxylacuptfi", "ss", "bqt", "srt", "sco")));
        assertThat(account).contains("sv=" + version);
        assertThat(verify(StorageService.QUEUE, "/q/messages", account, null)).isInstanceOfSatisfying(StorageGrant.Signature.class, grant -> {
            assertThat(grant.signature().reach()).isEqualTo(new Reach.WholeAccount("bqt", "sco"));
            assertThat(grant.signature().expires()).isEqualTo(Instant.parse("2026-11-26T11:30:00Z"));
            assertThat(grant.signature().encryptionScope()).isEqualTo(scope.get("ses"));
        });
        refuseAnyChange(StorageService.QUEUE, "/q", account, null);

        String container = SasMakers.make(version, wanted("container", TIMES, with(merge(scope, HEADERS), "sp", "racwdxltfmei")));
        assertThat(verify(StorageService.BLOB, "/c-1/a/b", container, null)).isInstanceOfSatisfying(StorageGrant.Signature.class, grant -> {
            assertThat(grant.signature().reach()).isEqualTo(new Reach.Container("c-1"));
            assertThat(grant.signature().responseHeaders()).containsEntry("Content-Disposition", "attachment; filename=\"ä\"").hasSize(5);
        });
        assertThat(verify(StorageService.BLOB, "/c-1", container + "&restype=container&comp=list", null)).isNotNull();
        refuseAnyChange(StorageService.BLOB, "/c-1/b", container, null);

        String blob = SasMakers.make(version, wanted("blob", TIMES, with(scope, "sp", "racwdxytmei", "path", "a/ü b+%2F.txt")));
        assertThat(verify(StorageService.BLOB, "/c-1/a/%C3%BC%20b+%252F.txt", blob, null)).isInstanceOfSatisfying(StorageGrant.Signature.class,
                grant -> assertThat(grant.signature().reach()).isEqualTo(new Reach.Blob("c-1", "a/ü b+%2F.txt", null)));
        refuseAnyChange(StorageService.BLOB, "/c-1/a/%C3%BC%20b+%252F.txt", blob, null);

        String snapshot = SasMakers.make(version, wanted("snapshot", TIMES, with(Map.of(), "sp", "r", "path", "b", "moment", "2026-01-01T00:00:00.1234567Z")));
        assertThat(verify(StorageService.BLOB, "/c-1/b", snapshot + "&snapshot=2026-01-01T00:00:00.1234567Z", null)).isNotNull();
        assertThatThrownBy(() -> verify(StorageService.BLOB, "/c-1/b", snapshot + "&snapshot=2026-01-01T00:00:00.1234568Z", null)).isInstanceOf(CloudException.class);
        assertThatThrownBy(() -> verify(StorageService.BLOB, "/c-1/b", snapshot, null)).isInstanceOf(CloudException.class);
        String moment = SasMakers.make(version, wanted("version", TIMES, with(Map.of(), "sp", "r", "path", "b", "moment", "2026-01-01T00:00:00.1234567Z")));
        assertThat(verify(StorageService.BLOB, "/c-1/b", moment + "&versionid=2026-01-01T00%3A00%3A00.1234567Z", null)).isNotNull();

        String policy = SasMakers.make(version, wanted("container", Map.of(), Map.of("si", "my policy")));
        assertThat(verify(StorageService.BLOB, "/c-1/b", policy, null)).isInstanceOfSatisfying(StorageGrant.Signature.class, grant -> {
            assertThat(grant.signature().permissions()).isEqualTo("rl");
            assertThat(grant.signature().expires()).isEqualTo(NOW.plusSeconds(9));
        });

        String queue = SasMakers.make(version, wanted("queue", TIMES, Map.of("sp", "raup")));
        assertThat(verify(StorageService.QUEUE, "/q/messages/id", queue, null)).isInstanceOfSatisfying(StorageGrant.Signature.class,
                grant -> assertThat(grant.signature().reach()).isEqualTo(new Reach.Queue("q")));
        refuseAnyChange(StorageService.QUEUE, "/q", queue, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-02-10", "2020-12-06", "2026-04-06", "2026-10-06"})
    void signaturesOfDirectories(String version) {
        String directory = SasMakers.make(version, wanted("directory", Map.of("se", TIMES.get("se"), "spr", "https"), with(Map.of(), "sp", "racwdlmeop", "path", "a/b")));
        assertThat(directory).contains("sr=d").contains("sdd=2");
        for (String inside : List.of("/c-1/a/b", "/c-1/a/b/", "/c-1/a/b/c", "/c-1/a/b/c/d%20e")) {
            assertThat(verify(StorageService.DATA_LAKE, inside, directory, null)).isInstanceOfSatisfying(StorageGrant.Signature.class,
                    grant -> assertThat(grant.signature().reach()).isEqualTo(new Reach.Directory("c-1", "a/b")));
        }
        assertThat(verify(StorageService.DATA_LAKE, "/c-1", directory + "&resource=filesystem&directory=a%2Fb%2Fc", null)).isNotNull();
        for (String outside : List.of("/c-1/a", "/c-1", "/c-1/a/c/b", "/c-1/b/a/b", "/c-2/a/b")) {
            assertThatThrownBy(() -> verify(StorageService.DATA_LAKE, outside, directory, null)).as(outside).isInstanceOf(CloudException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2018-11-09", "2020-02-10", "2020-10-02", "2020-12-06", "2025-05-05", "2026-02-06", "2026-10-06"})
    void signaturesMadeWithAUserDelegationKey(String version) {
        UserDelegationKey key = new UserDelegationKey(TestAccounts.TENANT, USER, NOW.minusSeconds(60), NOW.plusSeconds(86400), 'b', new ServiceVersion(version), null);
        Map<String, String> keyed = Map.of("key", key.text(ACCOUNT), "skoid", USER.toString(), "sktid", TestAccounts.TENANT.toString(), "skt", key.start().toString(),
                "ske", key.expiry().toString(), "skv", version, "sp", "racwd", "path", "a/b");
        Map<String, String> agents = version.compareTo("2020-02-10") >= 0 ? Map.of("saoid", AGENT.toString(), "scid", "40000000-0000-0000-0000-000000000009") : Map.of();
        for (String what : List.of("userBlob", "userContainer")) {
            String sas = SasMakers.make(version, wanted(what, TIMES, merge(merge(keyed, HEADERS), agents)));
            assertThat(verify(StorageService.BLOB, "/c-1/a/b", sas, null)).isInstanceOfSatisfying(StorageGrant.UserDelegation.class, grant -> {
                assertThat(grant.user().principal()).isEqualTo(USER);
                assertThat(grant.preauthorised()).isEqualTo(!agents.isEmpty());
                assertThat(grant.signature().correlationId()).isEqualTo(agents.get("scid"));
            });
            refuseAnyChange(StorageService.BLOB, "/c-1/a/b", sas, null);
        }
        String directory = SasMakers.make(version, wanted("userDirectory", Map.of("se", TIMES.get("se")), merge(keyed, agents.isEmpty() ? Map.of() : Map.of("suoid", AGENT.toString()))));
        assertThat(verify(StorageService.DATA_LAKE, "/c-1/a/b/c", directory, null)).isInstanceOfSatisfying(StorageGrant.UserDelegation.class,
                grant -> assertThat(grant.actsFor().principal()).isEqualTo(agents.isEmpty() ? USER : AGENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-07-05", "2026-02-06", "2026-04-06", "2026-10-06"})
    void signaturesThatOneUserMayUse(String version) {
        UserDelegationKey key = new UserDelegationKey(TestAccounts.TENANT, USER, NOW.minusSeconds(60), NOW.plusSeconds(86400), 'b', new ServiceVersion(version), TestAccounts.TENANT);
        Map<String, String> keyed = Map.of("key", key.text(ACCOUNT), "skoid", USER.toString(), "sktid", TestAccounts.TENANT.toString(), "skt", key.start().toString(),
                "ske", key.expiry().toString(), "skv", version, "sp", "r", "path", "a/b", "skdutid", TestAccounts.TENANT.toString(), "sduoid", AGENT.toString());
        String sas = SasMakers.make(version, wanted("userBlob", TIMES, keyed));
        assertThat(verify(StorageService.BLOB, "/c-1/a/b", sas, user(AGENT))).isNotNull();
        assertThatThrownBy(() -> verify(StorageService.BLOB, "/c-1/a/b", sas, user(USER))).isInstanceOf(CloudException.class);
        assertThatThrownBy(() -> verify(StorageService.BLOB, "/c-1/a/b", sas, null)).isInstanceOf(CloudException.class);
        refuseAnyChange(StorageService.BLOB, "/c-1/a/b", sas, user(AGENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-04-06", "2026-10-06"})
    void signaturesForCertainHeadersAndParameters(String version) {
        UserDelegationKey key = new UserDelegationKey(TestAccounts.TENANT, USER, NOW.minusSeconds(60), NOW.plusSeconds(86400), 'b', new ServiceVersion(version), null);
        String sas = SasMakers.make(version, wanted("userBlob", TIMES, Map.of("key", key.text(ACCOUNT), "skoid", USER.toString(), "sktid", TestAccounts.TENANT.toString(),
                "skt", key.start().toString(), "ske", key.expiry().toString(), "skv", version, "sp", "r", "path", "a/b", "header", "ü 1", "parameter", "x,y")));
        assertThat(sas).contains("srh=").contains("srq=");
        Map<String, String> headers = Map.of("x-ms-b", "ü 1", "x-a", "1");
        assertThat(verify(StorageService.BLOB, "/c-1/a/b", sas + "&comp=x,y&aa=", null, headers)).isNotNull();
        for (String query : List.of("&comp=x", "&aa=", "&comp=x,y&aa=1")) {
            assertThatThrownBy(() -> verify(StorageService.BLOB, "/c-1/a/b", sas + query, null, headers)).isInstanceOf(CloudException.class);
        }
        assertThatThrownBy(() -> verify(StorageService.BLOB, "/c-1/a/b", sas + "&comp=x,y&aa=", null, Map.of("x-ms-b", "ü 1"))).isInstanceOf(CloudException.class);
    }

    private static Map<String, String> with(Map<String, String> base, String... pairs) {
        Map<String, String> all = new HashMap<>(base);
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return all;
    }

    private static Map<String, String> merge(Map<String, String> left, Map<String, String> right) {
        Map<String, String> all = new HashMap<>(left);
        all.putAll(right);
        return all;
    }
}
