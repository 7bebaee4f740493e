package woad.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.identity.directory.Directory;
import woad.platform.core.Json;
import woad.platform.web.TestClient.Answer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCredentialsTest {
    private TestIdentity identity;
    private Directory.NewApplication application;

    @BeforeAll
    void start() {
        identity = new TestIdentity();
        application = identity.directory.createApplication(identity.contoso.id(), "deployer");
    }

    @AfterAll
    void stop() {
        identity.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://management.woad.test/", "https://management.woad.test", "https://management.azure.com",
            "https://management.core.windows.net/", "https://graph.woad.test/", "https://storage.azure.com", "https://vault.woad.test",
            "https://contoso1.blob.core.woad.test", "https://contoso1.dfs.core.woad.test/"})
    void tokenIsForExactlyTheResourceAskedFor(String resource) throws Exception {
        Answer answer = identity.clientCredentials(identity.contoso.id(), application.appId(), application.secret(), resource + "/.default");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode body = answer.json();
        assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").isNumber()).isTrue();
        assertThat(body.path("ext_expires_in").isNumber()).isTrue();
        assertThat(body.has("refresh_token")).isFalse();
        assertThat(answer.header("cache-control")).isEqualTo("no-store");

        SignedJWT token = SignedJWT.parse(body.path("access_token").asText());
        JWKSet keys = JWKSet.parse(identity.door.get(TestIdentity.LOGIN + "/common/discovery/v2.0/keys").text());
        assertThat(token.verify(new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey()))).isTrue();
        Map<String, Object> claims = token.getPayload().toJSONObject();
        String tenant = identity.contoso.id().toString();
        String principal = application.servicePrincipal().id().toString();
        assertThat(claims).containsEntry("aud", resource).containsEntry("iss", TestIdentity.LOGIN + "/" + tenant + "/")
                .containsEntry("tid", tenant).containsEntry("oid", principal).containsEntry("sub", principal)
                .containsEntry("appid", application.appId().toString()).containsEntry("appidacr", "1")
                .containsEntry("idtyp", "app").containsEntry("ver", "1.0").containsKeys("uti", "iat", "nbf", "exp", "xms_tcdt");
    }

    @Test
    void theTenantMayBeNamedByItsDomainAndUnderAdfs() {
        assertThat(identity.clientCredentials("CONTOSO.woad.test", application.appId(), application.secret(), "https://graph.woad.test/.default").status())
                .isEqualTo(200);
        assertThat(identity.clientCredentials("adfs/t/" + identity.contoso.id(), application.appId(), application.secret(),
                "openid profile offline_access https://graph.woad.test//.default").status()).isEqualTo(200);
    }

    @Test
    void formOneNamesAResourceAndAnswersTexts() {
        Answer answer = identity.door.postForm(TestIdentity.LOGIN + "/" + identity.contoso.id() + "/oauth2/token", "grant_type", "client_credentials",
                "client_id", application.appId().toString(), "client_secret", application.secret(), "resource", "https://management.woad.test/");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("resource").asText()).isEqualTo("https://management.woad.test/");
        assertThat(answer.json().path("expires_on").isTextual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "client_secret | wrong | 401 | invalid_client | 7000215",
            "client_secret | '' | 401 | invalid_client | 7000218",
            "client_id | 00000000-0000-0000-0000-00000000dead | 400 | unauthorized_client | 700016",
            "client_id | not-a-guid | 400 | unauthorized_client | 700016",
            "client_id | '' | 400 | invalid_request | 900144",
            "client_id | 04b07795-8ddb-461a-bbee-02f9e1bf7b46 | 401 | invalid_client | 700025",
            "grant_type | '' | 400 | invalid_request | 900144",
            "grant_type | magic | 400 | unsupported_grant_type | 70003",
            "scope | '' | 400 | invalid_request | 900144",
            "scope | https://management.woad.test/ | 400 | invalid_scope | 1002012",
            "scope | https://evil.example/.default | 400 | invalid_resource | 500011",
            "scope | https://*.blob.core.woad.test/.default | 400 | invalid_resource | 500011",
            "scope | https://a.b.blob.core.woad.test/.default | 400 | invalid_resource | 500011",
            "scope | https://graph.woad.test/.default https://management.woad.test/.default | 400 | invalid_scope | 28000"})
    void refusalsAreEntras(String field, String value, int status, String error, int number) {
        Map<String, String> form = new java.util.LinkedHashMap<>(Map.of("grant_type", "client_credentials", "client_id", application.appId().toString(),
                "client_secret", application.secret(), "scope", "https://management.woad.test//.default"));
        form.put(field, value);
        Answer answer = identity.door.with("client-request-id", "5f1c4b1e-6f0f-4b39-9f4e-5b0c2a3f7d11").postForm(TestIdentity.tokenUrl(identity.contoso.id()), form);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode body = answer.json();
        assertThat(body.path("error").asText()).isEqualTo(error);
        assertThat(body.path("error_description").asText()).startsWith("AADSTS" + number + ": ").contains("Trace ID: ");
        assertThat(body.path("error_codes")).isEqualTo(Json.parse("[" + number + "]"));
        assertThat(body.path("correlation_id").asText()).isEqualTo("5f1c4b1e-6f0f-4b39-9f4e-5b0c2a3f7d11");
        assertThat(body.path("trace_id").asText()).isNotEmpty();
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-11-21 12:00:00Z");
        assertThat(answer.text()).doesNotContain(application.secret());
    }

    @Test
    void anotherTenantDoesNotKnowTheApplication() {
        Answer answer = identity.clientCredentials(identity.fabrikam.id(), application.appId(), application.secret(), "https://graph.woad.test/.default");
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(700016);
    }

    @ParameterizedTest
    @CsvSource({"00000000-0000-0000-0000-00000000beef, 90002", "nowhere.example, 90002", "x, 900023", "common, 50059", "organizations, 50059"})
    void unknownTenants(String tenant, int number) {
        Answer answer = identity.clientCredentials(tenant, application.appId(), application.secret(), "https://graph.woad.test/.default");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(number);
    }

    @Test
    void anExpiredSecretSaysSo() {
        Directory.NewApplication old = identity.directory.createApplication(identity.contoso.id(), "old");
        identity.database.with(handle -> handle.execute("update identity.secrets set ends_at = ? where object_id = ?",
                identity.clock.instant(), old.application().id().value()));
        Answer answer = identity.clientCredentials(identity.contoso.id(), old.appId(), old.secret(), "https://graph.woad.test/.default");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(7000222);
    }

    @Test
    void aDisabledTenantGetsNoTokens() {
        var tenant = identity.directory.createTenant("Closed", "closed.woad.test");
        var app = identity.directory.createApplication(tenant.id(), "app");
        identity.directory.configureTenant(tenant.id(), false, false);
        Answer answer = identity.clientCredentials(tenant.id(), app.appId(), app.secret(), "https://graph.woad.test/.default");
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(50180);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id=%zz&grant_type=client_credentials", "grant_type=%00&client_id=a", "&&&===", "{\"grant_type\":1}"})
    void malformedFormsAreRefused(String body) {
        Answer answer = identity.door.with(Map.of("Content-Type", "application/x-www-form-urlencoded")).post(TestIdentity.tokenUrl(identity.contoso.id()), body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_request");
    }

    @Test
    void oversizedFormsAreRefused() {
        Answer answer = identity.door.with(Map.of("Content-Type", "application/x-www-form-urlencoded")).post(TestIdentity.tokenUrl(identity.contoso.id()), new byte[200_000]);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_request");
    }

    @Test
    void attemptsAreLoggedWithoutSecrets() {
        identity.clientCredentials(identity.contoso.id(), application.appId(), "guess-1234", "https://graph.woad.test/.default");
        String rows = identity.database.with(handle -> handle.createQuery("select string_agg(s::text, ' ') from identity.sign_ins s")
                .mapTo(String.class).one());
        assertThat(rows).contains("7000215", "192.0.2.10", application.appId().toString()).doesNotContain("guess-1234", application.secret());
        String stored = identity.database.with(handle -> handle.createQuery("select string_agg(s::text, ' ') from identity.secrets s")
                .mapTo(String.class).one());
        assertThat(stored).doesNotContain(application.secret());
        assertThat(application.toString()).doesNotContain(application.secret());
    }

    @ParameterizedTest
    @CsvSource({"organizations/.well-known/openid-configuration, oauth2/token", "adfs/t/organizations/.well-known/openid-configuration, oauth2/v2.0/token",
            "organizations/v2.0/.well-known/openid-configuration, oauth2/v2.0/token"})
    void discoveryNamesTheTenantInEveryUrl(String path, String endpoint) {
        JsonNode body = identity.door.get(TestIdentity.LOGIN + "/" + path).json();
        assertThat(body.path("token_endpoint").asText()).isEqualTo(TestIdentity.LOGIN + "/organizations/" + endpoint);
        assertThat(body.path("authorization_endpoint").asText()).startsWith(TestIdentity.LOGIN + "/organizations/");
        assertThat(body.path("device_authorization_endpoint").isTextual()).isTrue();
        JsonNode own = identity.door.get(TestIdentity.LOGIN + "/" + path.replace("organizations", "contoso.woad.test")).json();
        assertThat(own.path("issuer").asText()).startsWith(TestIdentity.LOGIN + "/" + identity.contoso.id());
    }

    @Test
    void instanceDiscoveryVouchesForThisCloudOnly() {
        String url = TestIdentity.LOGIN + "/common/discovery/instance?api-version=1.1&authorization_endpoint=";
        JsonNode body = identity.door.get(url + TestIdentity.LOGIN + "/" + identity.contoso.id() + "/oauth2/v2.0/authorize").json();
        assertThat(body.path("tenant_discovery_endpoint").asText())
                .isEqualTo(TestIdentity.LOGIN + "/" + identity.contoso.id() + "/v2.0/.well-known/openid-configuration");
        assertThat(identity.door.get(url + "https://login.evil.example/common").status()).isEqualTo(400);
    }
}
