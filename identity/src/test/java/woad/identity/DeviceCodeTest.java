package woad.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import woad.identity.directory.Directory;
import woad.platform.web.TestClient.Answer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceCodeTest {
    private static final String PAGE = TestIdentity.LOGIN + "/device";

    private TestIdentity identity;
    private Directory.NewUser alice;
    private Browser browser;

    @BeforeAll
    void start() {
        identity = new TestIdentity();
        alice = identity.directory.createUser(identity.contoso.id(), "alice@contoso.woad.test", "Alice");
    }

    @AfterAll
    void stop() {
        identity.close();
    }

    @BeforeEach
    void open() {
        browser = new Browser(identity.door.from("198.51.100.7"));
    }

    private JsonNode begin(String tenant) {
        Answer answer = identity.door.postForm(TestIdentity.LOGIN + "/" + tenant + "/oauth2/v2.0/devicecode", "client_id", TestIdentity.CLI,
                "scope", "https://management.woad.test//.default offline_access openid profile");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode body = answer.json();
        assertThat(body.path("verification_uri").asText()).isEqualTo(PAGE);
        assertThat(body.path("message").asText()).contains(PAGE).contains(body.path("user_code").asText());
        return body;
    }

    private Answer poll(JsonNode begun) {
        String code = begun.path("device_code").asText();
        return identity.door.postForm(TestIdentity.tokenUrl("organizations"), "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                "client_id", TestIdentity.CLI, "device_code", code, "code", code, "client_info", "1");
    }

    private String errorOf(JsonNode begun) {
        Answer answer = poll(begun);
        assertThat(answer.status()).isEqualTo(400);
        return answer.json().path("error").asText();
    }

    private Answer confirmPage(JsonNode begun) {
        browser.open(PAGE);
        browser.press("code", "otc", begun.path("user_code").asText().toLowerCase(java.util.Locale.ROOT));
        return browser.signIn("alice@contoso.woad.test", alice.password());
    }

    @Test
    void aPersonApproves() {
        JsonNode begun = begin("organizations");
        assertThat(errorOf(begun)).isEqualTo("authorization_pending");
        Answer confirm = confirmPage(begun);
        assertThat(confirm.text()).contains("Azure CLI", "alice@contoso.woad.test", "192.0.2.10");
        identity.clock.pass(Duration.ofSeconds(5));
        assertThat(errorOf(begun)).as("signed in is not yet approved").isEqualTo("authorization_pending");
        assertThat(browser.press("approve").status()).isEqualTo(200);
        Answer tokens = poll(begun);
        assertThat(tokens.status()).as(tokens.text()).isEqualTo(200);
        assertThat(tokens.json().path("access_token").isTextual()).isTrue();
        assertThat(tokens.json().path("refresh_token").isTextual()).isTrue();
        assertThat(tokens.json().path("id_token").isTextual()).isTrue();
        assertThat(tokens.json().path("scope").asText()).contains("https://management.woad.test//.default");
        assertThat(errorOf(begun)).isEqualTo("invalid_grant");
    }

    @Test
    void aPersonDeclines() {
        JsonNode begun = begin(identity.contoso.id().toString());
        confirmPage(begun);
        assertThat(browser.press("deny").status()).isEqualTo(200);
        assertThat(errorOf(begun)).isEqualTo("authorization_declined");
        browser.open(PAGE);
        assertThat(browser.press("approve", "otc", begun.path("user_code").asText()).status()).isEqualTo(400);
        assertThat(errorOf(begun)).isEqualTo("authorization_declined");
    }

    @Test
    void pollingTooFastSlowsDown() {
        JsonNode begun = begin("organizations");
        assertThat(errorOf(begun)).isEqualTo("authorization_pending");
        assertThat(errorOf(begun)).isEqualTo("slow_down");
        identity.clock.pass(Duration.ofSeconds(6));
        assertThat(errorOf(begun)).as("the interval has grown to ten").isEqualTo("slow_down");
        identity.clock.pass(Duration.ofSeconds(15));
        assertThat(errorOf(begun)).isEqualTo("authorization_pending");
    }

    @Test
    void codesExpire() {
        JsonNode begun = begin("organizations");
        identity.clock.pass(Duration.ofMinutes(15));
        assertThat(errorOf(begun)).isEqualTo("expired_token");
        browser.open(PAGE);
        assertThat(browser.press("code", "otc", begun.path("user_code").asText()).text()).contains("not right, or it has expired");
    }

    @Test
    void wrongCodesAreRefused() {
        assertThat(poll(begin("organizations").deepCopy()).status()).isEqualTo(400);
        Answer unknown = identity.door.postForm(TestIdentity.tokenUrl("organizations"), "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                "client_id", TestIdentity.CLI, "device_code", "nonsense");
        assertThat(unknown.json().path("error").asText()).isEqualTo("bad_verification_code");
        browser.open(PAGE);
        assertThat(browser.press("code", "otc", "<b>x</b>").status()).isEqualTo(400);
        assertThat(browser.page().text()).doesNotContain("<b>");
    }

    @Test
    void aCodeOfOneTenantIsNotForPeopleOfAnother() {
        JsonNode begun = begin(identity.fabrikam.id().toString());
        assertThat(confirmPage(begun).text()).contains("is not right");
        assertThat(errorOf(begun)).isEqualTo("authorization_pending");
    }

    @Test
    void guessingCodesIsHeldUp() {
        browser = new Browser(identity.door.from("2001:db8::1"));
        browser.open(PAGE);
        for (int i = 0; i < 50; i++) {
            browser = new Browser(identity.door.from("2001:db8::" + (i + 1)));
            browser.open(PAGE);
            browser.press("code", "otc", "GUESS");
        }
        assertThat(browser.page().text()).contains("not right");
        browser.open(PAGE);
        assertThat(browser.press("code", "otc", "GUESS").text()).contains("AADSTS50053");
    }

    @Test
    void applicationsThatAreNotPublicGetNoCodes() {
        Directory.NewApplication app = identity.directory.createApplication(identity.contoso.id(), "web");
        Answer answer = identity.door.postForm(TestIdentity.LOGIN + "/" + identity.contoso.id() + "/oauth2/v2.0/devicecode", "client_id", app.appId().toString(),
                "scope", "openid");
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
        assertThat(identity.door.postForm(TestIdentity.LOGIN + "/organizations/oauth2/v2.0/devicecode", "client_id", app.appId().toString(), "scope", "openid").status())
                .isEqualTo(400);
    }
}
