package woad.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.identity.directory.Directory;
import woad.identity.directory.Secrets;
import woad.platform.core.CloudException;
import woad.platform.web.TestClient.Answer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
    private static final String REDIRECT = "http://localhost:40123";
    private static final String SCOPE = "https://management.woad.test//.default offline_access openid profile";
    private static final String VERIFIER = "v".repeat(50);
    private static final String CHALLENGE = Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256(VERIFIER));

    private TestIdentity identity;
    private Directory.NewUser alice;
    private Browser browser;
    private int count;

    @BeforeAll
    void start() {
        identity = new TestIdentity();
    }

    @AfterAll
    void stop() {
        identity.close();
    }

    @BeforeEach
    void person() {
        alice = identity.directory.createUser(identity.contoso.id(), "alice" + ++count + "@contoso.woad.test", "Alice <Ärger>");
        browser = new Browser(identity.door.from("198.51.100." + count));
    }

    private String name() {
        return alice.user().text("userPrincipalName");
    }

    private static String authorize(Object tenant, Map<String, String> changes) {
        Map<String, String> query = new LinkedHashMap<>(Map.of("client_id", TestIdentity.CLI, "response_type", "code", "redirect_uri", REDIRECT, "scope", SCOPE,
                "state", "s&<1>", "code_challenge", CHALLENGE, "code_challenge_method", "S256", "nonce", "n1", "prompt", "select_account"));
        query.putAll(changes);
        query.values().removeIf(String::isEmpty);
        StringBuilder url = new StringBuilder(TestIdentity.LOGIN + "/" + tenant + "/oauth2/v2.0/authorize?");
        query.forEach((name, value) -> url.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)).append('&'));
        return url.toString();
    }

    private static Map<String, String> answerOf(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        URI location = URI.create(answer.header("location"));
        String fields = location.getRawQuery() == null ? location.getRawFragment() : location.getRawQuery();
        Map<String, String> values = new HashMap<>();
        for (String pair : fields.split("&")) {
            values.put(pair.split("=")[0], URLDecoder.decode(pair.split("=", 2)[1], StandardCharsets.UTF_8));
        }
        return values;
    }

    private String code() {
        browser.open(authorize("organizations", Map.of()));
        return answerOf(browser.signIn(name(), alice.password())).get("code");
    }

    private Answer redeem(String code, String... changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", "authorization_code", "client_id", TestIdentity.CLI, "code", code,
                "redirect_uri", REDIRECT, "code_verifier", VERIFIER, "client_info", "1"));
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        return identity.door.postForm(TestIdentity.tokenUrl("organizations"), form);
    }

    private Answer refresh(String token, Object tenant, String... changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", "refresh_token", "client_id", TestIdentity.CLI, "refresh_token", token, "client_info", "1"));
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        return identity.door.postForm(TestIdentity.tokenUrl(tenant), form);
    }

    private static void refused(Answer answer, String error, int number) {
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(number);
    }

    @Test
    void aPersonSignsInThroughThePage() throws Exception {
        Answer page = browser.open(authorize("organizations", Map.of()));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-security-policy")).contains("default-src 'none'", "frame-ancestors 'none'",
                "form-action 'self' http://localhost:40123").doesNotContain("unsafe");
        Map<String, String> answer = answerOf(browser.signIn(name().toUpperCase(java.util.Locale.ROOT), alice.password()));
        assertThat(answer).containsEntry("state", "s&<1>").containsKey("code");
        Answer tokens = redeem(answer.get("code"));
        assertThat(tokens.status()).as(tokens.text()).isEqualTo(200);
        JsonNode body = tokens.json();
        assertThat(body.path("scope").asText().split(" ")).contains("https://management.woad.test//.default", "https://management.woad.test//user_impersonation");
        Map<String, Object> id = SignedJWT.parse(body.path("id_token").asText()).getPayload().toJSONObject();
        assertThat(id).containsEntry("aud", TestIdentity.CLI).containsEntry("nonce", "n1").containsEntry("preferred_username", name())
                .containsEntry("tid", identity.contoso.id().toString()).containsEntry("name", "Alice <Ärger>").containsKeys("sub", "exp", "iss");
        Map<String, Object> access = SignedJWT.parse(body.path("access_token").asText()).getPayload().toJSONObject();
        assertThat(access).containsEntry("aud", "https://management.woad.test/").containsEntry("upn", name()).containsEntry("scp", "user_impersonation")
                .containsEntry("idtyp", "user").containsEntry("appidacr", "0").containsEntry("oid", alice.user().id().toString());
        assertThat(new String(Base64.getUrlDecoder().decode(body.path("client_info").asText())))
                .isEqualTo("{\"uid\":\"" + alice.user().id() + "\",\"utid\":\"" + identity.contoso.id() + "\"}");
        assertThat(identity.authenticator.authenticate(body.path("access_token").asText()).name()).isEqualTo(name());
    }

    @Test
    void aSecondSignInOffersTheAccountAndThePortalGoesStraightThrough() {
        code();
        Answer pick = browser.open(authorize(identity.contoso.id(), Map.of("prompt", "")));
        assertThat(pick.text()).contains("Continue as " + name()).contains("other");
        assertThat(answerOf(browser.press("session"))).containsKey("code");
        String portal = authorize("organizations", Map.of("client_id", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "redirect_uri", "https://portal.woad.test/signin-oidc", "prompt", ""));
        assertThat(answerOf(browser.open(portal))).containsKey("code");
        assertThat(browser.open(authorize(identity.fabrikam.id(), Map.of("prompt", ""))).text()).doesNotContain(name());
        browser.open(TestIdentity.LOGIN + "/common/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.example/");
        assertThat(browser.page().status()).isEqualTo(200);
        assertThat(browser.open(portal).status()).isEqualTo(200);
    }

    @Test
    void withoutASessionPromptNoneIsRefusedToTheApplication() {
        assertThat(answerOf(browser.open(authorize("organizations", Map.of("prompt", "none"))))).containsEntry("error", "login_required").containsEntry("state", "s&<1>");
    }

    @Test
    void formPostNeedsNoScript() {
        browser.open(authorize("organizations", Map.of("response_mode", "form_post")));
        Answer page = browser.signIn(name(), alice.password());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("action=\"" + REDIRECT + "\"").contains("<button").contains("s&amp;&lt;1&gt;");
        assertThat(browser.hidden()).containsKeys("code", "state");
        assertThat(page.header("content-security-policy")).contains("script-src 'sha256-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "redirect_uri | https://evil.example/ | AADSTS50011", "redirect_uri | http://localhost.evil.example:80/ | AADSTS50011",
            "redirect_uri | http://localhost:1@evil.example/ | AADSTS50011", "redirect_uri | http://localhost:1/other | AADSTS50011",
            "redirect_uri | javascript:alert(1) | AADSTS50011", "redirect_uri | '' | AADSTS900144",
            "client_id | 00000000-0000-0000-0000-00000000dead | AADSTS50059", "client_id | '' | AADSTS900144", "response_mode | magic | AADSTS900971"})
    void whatMakesTheApplicationDoubtfulIsToldToThePersonOnly(String field, String value, String number) {
        Answer answer = browser.open(authorize("organizations", Map.of(field, value)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("location")).isNull();
        assertThat(answer.text()).contains(number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "code_challenge | '' | invalid_request", "code_challenge_method | plain | invalid_request", "code_challenge_method | '' | invalid_request",
            "code_challenge | short | invalid_request", "response_type | token | unsupported_response_type"})
    void whatIsWrongWithTheRequestIsToldToTheApplication(String field, String value, String error) {
        assertThat(answerOf(browser.open(authorize("organizations", Map.of(field, value))))).containsEntry("error", error);
    }

    @Test
    void anUnknownResourceIsToldAfterSignIn() {
        browser.open(authorize("organizations", Map.of("scope", "https://evil.example/.default")));
        assertThat(answerOf(browser.signIn(name(), alice.password()))).containsEntry("error", "invalid_resource");
    }

    @Test
    void cancelIsToldToTheApplication() {
        browser.open(authorize("organizations", Map.of()));
        assertThat(answerOf(browser.press("cancel"))).containsEntry("error", "access_denied");
    }

    @Test
    void whatComesFromOutsideIsEscaped() {
        String evil = "\"><script>alert(1)</script>";
        Answer page = browser.open(authorize("organizations", Map.of("login_hint", evil, "state", evil)));
        assertThat(page.text()).doesNotContain("<script>").contains("&lt;script&gt;");
        assertThat(browser.signIn(evil, "x").text()).doesNotContain("<script>").contains("&lt;script&gt;");
        assertThat(browser.open(authorize("organizations", Map.of("redirect_uri", "https://x/" + evil))).text()).doesNotContain("<script>");
        assertThat(browser.open(authorize("%3Cscript%3E.x", Map.of())).text()).doesNotContain("<script>");
    }

    @Test
    void theLanguageIsTheBrowsers() {
        assertThat(browser.open(authorize("organizations", Map.of()), "Accept-Language", "fr-FR,fr;q=0.9,en;q=0.8").text()).contains("Mot de passe", "lang=\"fr\"");
        assertThat(browser.open(authorize("organizations", Map.of()), "Accept-Language", "de,en;q=0.5").text()).contains("Password");
        assertThat(browser.open(authorize("organizations", Map.of()), "Accept-Language", ";;;q=zz").text()).contains("Password");
    }

    @Test
    void formsOfOtherSitesAreRefused() {
        browser.open(authorize("organizations", Map.of()));
        browser.cookies().clear();
        Answer without = browser.signIn(name(), alice.password());
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.text()).contains("AADSTS165900");
        browser.open(authorize("organizations", Map.of()));
        Answer foreign = identity.door.with(Map.of("Cookie", "__Host-woad-form=" + browser.cookies().get("__Host-woad-form"), "Origin", "https://evil.example"))
                .postForm(authorize("organizations", Map.of()), Map.of("csrf", browser.hidden().get("csrf"), "login", name(), "passwd", alice.password()));
        assertThat(foreign.status()).isEqualTo(400);
    }

    @Test
    void unknownNamesAndWrongPasswordsLookTheSame() {
        browser.open(authorize("organizations", Map.of()));
        String wrong = browser.signIn(name(), "wrong").text().replace(name(), "N");
        String unknown = browser.signIn("nobody@contoso.woad.test", "wrong").text().replace("nobody@contoso.woad.test", "N");
        String nowhere = browser.signIn("nobody@nowhere.example", "wrong").text().replace("nobody@nowhere.example", "N");
        assertThat(wrong).contains("is not right").isEqualTo(unknown).isEqualTo(nowhere);
        browser.open(authorize(identity.fabrikam.id(), Map.of()));
        assertThat(browser.signIn(name(), alice.password()).text()).contains("is not right");
    }

    @Test
    void guessingLocksTheAccountForAWhileEvenForTheRightPassword() {
        browser.open(authorize("organizations", Map.of()));
        for (int i = 0; i < 10; i++) {
            assertThat(browser.signIn(name(), "wrong").text()).contains("is not right");
        }
        assertThat(browser.signIn(name(), alice.password()).text()).contains("Too many attempts");
        assertThat(new Browser(identity.door.from("203.0.113.9")).open(authorize("organizations", Map.of())).status()).isEqualTo(200);
        identity.clock.pass(Duration.ofSeconds(61));
        assertThat(answerOf(browser.signIn(name(), alice.password()))).containsKey("code");
        browser.open(authorize("organizations", Map.of("prompt", "login")));
        for (int i = 0; i < 9; i++) {
            browser.signIn(name(), "wrong");
        }
        assertThat(answerOf(browser.signIn(name(), alice.password()))).containsKey("code");
    }

    @Test
    void aDisabledPersonLearnsItOnlyWithThePassword() {
        set("{accountEnabled}", "false");
        browser.open(authorize("organizations", Map.of()));
        assertThat(browser.signIn(name(), "wrong").text()).contains("is not right");
        assertThat(browser.signIn(name(), alice.password()).text()).contains("disabled");
    }

    private void set(String path, String value) {
        identity.database.with(handle -> handle.execute("update identity.objects set properties = jsonb_set(properties, cast(? as text[]), cast(? as jsonb)) where id = ?",
                path, value, alice.user().id().value()));
    }

    @Test
    void aPasswordThatMustChangeIsChangedOnThePage() {
        identity.database.with(handle -> handle.execute("update identity.passwords set must_change = true where user_id = ?", alice.user().id().value()));
        browser.open(authorize("organizations", Map.of()));
        assertThat(browser.signIn(name(), alice.password()).text()).contains("newpasswd");
        assertThat(browser.press("password", "login", name(), "passwd", alice.password(), "newpasswd", "weak").text()).contains("too simple", "newpasswd");
        assertThat(browser.press("password", "login", name(), "passwd", alice.password(), "newpasswd", alice.password()).text()).contains("must be changed");
        assertThat(answerOf(browser.press("password", "login", name(), "passwd", alice.password(), "newpasswd", "Better-Pass-1"))).containsKey("code");
        browser.open(authorize("organizations", Map.of("prompt", "login")));
        assertThat(answerOf(browser.signIn(name(), "Better-Pass-1"))).containsKey("code");
    }

    @Test
    void aCodeIsGoodOnceAndReuseRevokesWhatItGave() {
        String code = code();
        String refreshToken = redeem(code).json().path("refresh_token").asText();
        refused(redeem(code), "invalid_grant", 54005);
        refused(refresh(refreshToken, "organizations"), "invalid_grant", 50173);
    }

    @Test
    void aCodeIsBoundToVerifierRedirectClientAndTime() {
        String code = code();
        refused(redeem(code, "code_verifier", "w".repeat(50)), "invalid_grant", 501481);
        refused(redeem(code, "code_verifier", ""), "invalid_request", 900144);
        refused(redeem(code, "redirect_uri", "http://localhost:1"), "invalid_grant", 500112);
        refused(redeem(code, "client_id", "1950a258-227b-4e31-a9cf-717495945fc2"), "invalid_grant", 70000);
        refused(redeem("1.unknown"), "invalid_grant", 70000);
        identity.clock.pass(Duration.ofMinutes(11));
        refused(redeem(code), "invalid_grant", 70008);
    }

    @Test
    void refreshTokensRotateAndReuseRevokesTheFamily() {
        String first = redeem(code()).json().path("refresh_token").asText();
        Answer graph = refresh(first, identity.contoso.id(), "scope", "https://graph.woad.test//.default offline_access openid profile");
        assertThat(graph.status()).as(graph.text()).isEqualTo(200);
        assertThat(graph.json().path("scope").asText()).contains("https://graph.woad.test//.default");
        String second = graph.json().path("refresh_token").asText();
        assertThat(second).isNotEqualTo(first);
        assertThat(refresh(first, "organizations").status()).as("two programs at the same moment").isEqualTo(200);
        refused(refresh(second, identity.contoso.id(), "scope", "https://evil.example/.default"), "invalid_resource", 500011);
        identity.clock.pass(Duration.ofSeconds(30));
        String third = refresh(second, "organizations").json().path("refresh_token").asText();
        refused(refresh(first, "organizations"), "invalid_grant", 50173);
        refused(refresh(third, "organizations"), "invalid_grant", 50173);
    }

    @Test
    void aRefreshTokenIsBoundToItsClientTenantAndPerson() {
        String token = redeem(code()).json().path("refresh_token").asText();
        refused(refresh(token, "organizations", "client_id", "1950a258-227b-4e31-a9cf-717495945fc2"), "invalid_grant", 70000);
        refused(refresh(token, identity.fabrikam.id()), "invalid_grant", 50020);
        set("{accountEnabled}", "false");
        refused(refresh(token, "organizations"), "invalid_grant", 50057);
        set("{accountEnabled}", "true");
        assertThat(refresh(token, "organizations").status()).isEqualTo(200);
        identity.directory.resetPassword(identity.contoso.id(), alice.user().id());
        refused(refresh(token, "organizations"), "invalid_grant", 50173);
        refused(refresh("1.junk", "organizations"), "invalid_grant", 70000);
    }

    @Test
    void refreshTokensExpire() {
        String token = redeem(code()).json().path("refresh_token").asText();
        identity.clock.pass(Duration.ofDays(31));
        refused(refresh(token, "organizations"), "invalid_grant", 70008);
    }

    @Test
    void thePasswordGrantIsOffUnlessTheTenantAllowsIt() {
        String[] form = {"grant_type", "password", "client_id", TestIdentity.CLI, "username", name(), "password", alice.password(), "scope", SCOPE, "client_info", "1"};
        refused(identity.door.postForm(TestIdentity.tokenUrl("organizations"), form), "interaction_required", 53003);
        String[] wrong = form.clone();
        wrong[7] = "wrong";
        refused(identity.door.postForm(TestIdentity.tokenUrl("organizations"), wrong), "invalid_grant", 50126);
        identity.directory.configureTenant(identity.contoso.id(), true, true);
        Answer answer = identity.door.postForm(TestIdentity.tokenUrl("organizations"), form);
        identity.directory.configureTenant(identity.contoso.id(), true, false);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().has("id_token")).isTrue();
    }

    @Test
    void secretsArePublicClientsUndoing() {
        refused(redeem(code(), "client_secret", "x"), "invalid_client", 700025);
    }

    @Test
    void aWebApplicationNeedsItsSecret() {
        Directory.NewApplication app = identity.directory.createApplication(identity.contoso.id(), "shop");
        identity.database.with(handle -> handle.execute("""
                update identity.objects set properties = jsonb_set(properties, '{web,redirectUris}', '["https://shop.example/signed-in"]') where id = ?
                """, app.application().id().value()));
        browser.open(authorize(identity.contoso.id(), Map.of("client_id", app.appId().toString(), "redirect_uri", "https://shop.example/signed-in",
                "code_challenge", "", "code_challenge_method", "", "scope", "openid profile")));
        String code = answerOf(browser.signIn(name(), alice.password())).get("code");
        String[] form = {"grant_type", "authorization_code", "client_id", app.appId().toString(), "code", code, "redirect_uri", "https://shop.example/signed-in"};
        refused(identity.door.postForm(TestIdentity.tokenUrl(identity.contoso.id()), form), "invalid_client", 7000218);
        Map<String, String> proven = new HashMap<>(Map.of("client_secret", app.secret()));
        for (int i = 0; i < form.length; i += 2) {
            proven.put(form[i], form[i + 1]);
        }
        Answer answer = identity.door.postForm(TestIdentity.tokenUrl(identity.contoso.id()), proven);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().has("refresh_token")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"choice=password&csrf=%zz", "\u0000", "csrf=a&login=%00"})
    void malformedPageFormsAreRefused(String body) {
        Answer answer = identity.door.with(Map.of("Content-Type", "application/x-www-form-urlencoded")).post(authorize("organizations", Map.of()), body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isIn(303, 400);
        assertThat(answer.text()).doesNotContain("Exception");
    }

    @Test
    void whatHasExpiredIsSweptAwayAndNothingElse() {
        String token = redeem(code()).json().path("refresh_token").asText();
        identity.customers.sweep();
        String next = refresh(token, "organizations").json().path("refresh_token").asText();
        assertThat(next).isNotEmpty();
        identity.clock.pass(Duration.ofDays(100));
        assertThat(identity.customers.sweep()).isPositive();
        refused(refresh(next, "organizations"), "invalid_grant", 70000);
        assertThat(identity.customers.sweep()).isZero();
    }

    @Test
    void passwordsAreStoredAsArgon2id() {
        String stored = identity.database.with(handle -> handle.createQuery("select hash from identity.passwords where user_id = :user")
                .bind("user", alice.user().id().value()).mapTo(String.class).one());
        assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(alice.password());
        assertThat(alice.toString()).doesNotContain(alice.password());
    }

    @Test
    void usersHaveNamesOfTheirTenant() {
        for (String name : new String[] {"bob@fabrikam.woad.test", "bob", "@contoso.woad.test", "b b@contoso.woad.test", "bob@contoso.woad.test@evil", name()}) {
            assertThat(org.junit.jupiter.api.Assertions.assertThrows(CloudException.class,
                    () -> identity.directory.createUser(identity.contoso.id(), name, "Bob")).error().code()).isEqualTo("Request_BadRequest");
        }
    }
}
