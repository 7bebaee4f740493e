package woad.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.identity.directory.Directory;
import woad.identity.directory.DirectoryRole;
import woad.platform.core.Json;
import woad.platform.web.TestClient;
import woad.platform.web.TestClient.Answer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GraphTest {
    private TestIdentity identity;
    private TestClient door;
    private Directory.NewApplication admin;
    private Directory.NewUser alice;
    private String adminToken;
    private String aliceToken;
    private String foreignToken;

    @BeforeAll
    void start() {
        identity = new TestIdentity();
        door = identity.door;
        admin = identity.directory.createApplication(identity.contoso.id(), "admin");
        identity.directory.assignRole(identity.contoso.id(), admin.servicePrincipal().id(), DirectoryRole.GLOBAL_ADMINISTRATOR);
        adminToken = identity.token(identity.contoso, admin, "https://graph.woad.test/");
        alice = identity.directory.createUser(identity.contoso.id(), "alice@contoso.woad.test", "Alice");
        aliceToken = userToken("alice@contoso.woad.test", alice.password());
        Directory.NewApplication foreign = identity.directory.createApplication(identity.fabrikam.id(), "foreign");
        identity.directory.assignRole(identity.fabrikam.id(), foreign.servicePrincipal().id(), DirectoryRole.GLOBAL_ADMINISTRATOR);
        foreignToken = identity.token(identity.fabrikam, foreign, "https://graph.woad.test/");
    }

    @AfterAll
    void stop() {
        identity.close();
    }

    private String userToken(String name, String password) {
        identity.directory.configureTenant(identity.contoso.id(), true, true);
        return door.postForm(TestIdentity.tokenUrl("organizations"), "grant_type", "password", "client_id", TestIdentity.CLI, "username", name,
                "password", password, "scope", "https://graph.woad.test//.default openid").json().required("access_token").textValue();
    }

    private Answer get(String token, String path) {
        return door.json("GET", TestIdentity.GRAPH + path, token, null);
    }

    private Answer send(String method, String path, Object body) {
        return door.json(method, TestIdentity.GRAPH + path, adminToken, body);
    }

    private static String filter(String text) {
        return "?$filter=" + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode made(String path, Object body) {
        Answer answer = send("POST", path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode error = answer.json().path("error");
        assertThat(error.path("code").asText()).as(answer.text()).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.path("innerError").path("request-id").asText()).isNotBlank();
    }

    private List<String> names(String path) {
        Answer answer = get(adminToken, path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        answer.json().path("value").forEach(item -> names.add(item.path("displayName").asText()));
        return names;
    }

    private JsonNode group(String name) {
        return made("/groups", Map.of("displayName", name, "mailNickname", name, "mailEnabled", false, "securityEnabled", true));
    }

    @Test
    void createForRbacAsTheCommandLineDoesIt() {
        assertThat(names("/servicePrincipals" + filter("displayName eq 'ci'"))).isEmpty();
        assertThat(names("/applications" + filter("startswith(displayName,'ci')"))).isEmpty();
        JsonNode app = made("/applications", Map.of("displayName", "ci", "keyCredentials", List.of()));
        assertThat(app.path("passwordCredentials")).isEmpty();
        assertThat(app.path("web").path("redirectUris").isArray()).isTrue();
        Answer password = send("POST", "/applications/" + app.path("id").asText() + "/addPassword", Map.of("passwordCredential",
                Map.of("displayName", "rbac", "startDateTime", "2026-11-21T11:00:00Z", "endDateTime", "2027-11-21T12:00:00+00:00")));
        assertThat(password.status()).as(password.text()).isEqualTo(200);
        String secret = password.json().path("secretText").asText();
        assertThat(password.json().path("hint").asText()).isEqualTo(secret.substring(0, 3));
        JsonNode principal = made("/servicePrincipals", Map.of("appId", app.path("appId").asText(), "accountEnabled", true));
        assertThat(principal.path("servicePrincipalNames").get(0).asText()).isEqualTo(app.path("appId").asText());
        assertThat(identity.clientCredentials(identity.contoso.id(), app.path("appId").asText(), secret, "https://management.woad.test//.default").status()).isEqualTo(200);

        assertThat(names("/servicePrincipals" + filter("servicePrincipalNames/any(c:c eq '" + app.path("appId").asText() + "')"))).containsExactly("ci");
        JsonNode shown = get(adminToken, "/applications/" + app.path("id").asText()).json();
        assertThat(shown.path("passwordCredentials").get(0).path("secretText").isNull()).isTrue();
        assertThat(shown.toString()).doesNotContain(secret);
        String keyId = shown.path("passwordCredentials").get(0).path("keyId").asText();
        assertThat(send("POST", "/applications/" + app.path("id").asText() + "/removePassword", Map.of("keyId", keyId)).status()).isEqualTo(204);
        refused(send("POST", "/applications/" + app.path("id").asText() + "/removePassword", Map.of("keyId", keyId)), 400, "Request_BadRequest");
        assertThat(identity.clientCredentials(identity.contoso.id(), app.path("appId").asText(), secret, "https://management.woad.test//.default").status()).isEqualTo(401);
        assertThat(send("PATCH", "/applications/" + app.path("id").asText(), Map.of("displayName", "ci2")).status()).isEqualTo(204);
        assertThat(get(adminToken, "/servicePrincipals/" + principal.path("id").asText()).json().path("displayName").asText()).isEqualTo("ci2");
        assertThat(send("DELETE", "/applications/" + app.path("id").asText(), null).status()).isEqualTo(204);
        refused(get(adminToken, "/servicePrincipals/" + principal.path("id").asText()), 404, "Request_ResourceNotFound");
    }

    @Test
    void usersComeChangeAndGo() {
        Map<String, Object> body = Map.of("accountEnabled", true, "displayName", "Bob", "mailNickname", "bob", "userPrincipalName", "bob@contoso.woad.test",
                "passwordProfile", Map.of("password", "Secret-Word-1", "forceChangePasswordNextSignIn", false));
        JsonNode bob = made("/users", body);
        assertThat(bob.toString()).doesNotContain("Secret-Word-1");
        String token = userToken("bob@contoso.woad.test", "Secret-Word-1");
        assertThat(get(token, "/me").json().path("userPrincipalName").asText()).isEqualTo("bob@contoso.woad.test");
        refused(send("POST", "/users", body), 400, "Request_BadRequest");
        assertThat(names("/users" + filter("userPrincipalName eq 'BOB@contoso.woad.test'"))).containsExactly("Bob");
        assertThat(get(adminToken, "/users/bob@contoso.woad.test?$select=id,accountEnabled").json().path("accountEnabled").asBoolean()).isTrue();
        assertThat(send("PATCH", "/users/bob@contoso.woad.test", Map.of("accountEnabled", false)).status()).isEqualTo(204);
        refused(get(token, "/me"), 401, "InvalidAuthenticationToken");
        assertThat(send("PATCH", "/users/bob@contoso.woad.test", Map.of("accountEnabled", true, "jobTitle", "baker")).status()).isEqualTo(204);
        assertThat(get(token, "/me").json().path("jobTitle").asText()).isEqualTo("baker");
        assertThat(send("POST", "/users/" + bob.path("id").asText() + "/revokeSignInSessions", null).json().path("value").asBoolean()).isTrue();
        refused(get(token, "/me"), 401, "InvalidAuthenticationToken");
        assertThat(send("DELETE", "/users/" + bob.path("id").asText(), null).status()).isEqualTo(204);
        refused(get(adminToken, "/users/bob@contoso.woad.test"), 404, "Request_ResourceNotFound");
    }

    @Test
    void groupsHoldPeopleAndGroups() {
        String outer = group("outer").path("id").asText();
        String inner = group("inner").path("id").asText();
        String reference = TestIdentity.GRAPH + "/directoryObjects/";
        assertThat(send("POST", "/groups/" + outer + "/members/$ref", Map.of("@odata.id", reference + inner)).status()).isEqualTo(204);
        assertThat(send("POST", "/groups/" + inner + "/members/$ref", Map.of("@odata.id", reference + alice.user().id())).status()).isEqualTo(204);
        refused(send("POST", "/groups/" + inner + "/members/$ref", Map.of("@odata.id", reference + alice.user().id())), 400, "Request_BadRequest");
        refused(send("POST", "/groups/" + inner + "/members/$ref", Map.of("@odata.id", "https://evil.example/v1.0/users/" + alice.user().id())), 400, "Request_BadRequest");
        refused(send("POST", "/groups/" + inner + "/members/$ref", Map.of("@odata.id", reference + inner)), 400, "Request_BadRequest");
        JsonNode members = get(adminToken, "/groups/" + inner + "/members").json().path("value");
        assertThat(members).hasSize(1);
        assertThat(members.get(0).path("@odata.type").asText()).isEqualTo("#microsoft.graph.user");
        JsonNode check = send("POST", "/directoryObjects/" + alice.user().id() + "/checkMemberGroups", Map.of("groupIds", List.of(outer))).json();
        assertThat(check.path("value").get(0).asText()).isEqualTo(outer);
        JsonNode all = send("POST", "/users/alice@contoso.woad.test/getMemberGroups", Map.of("securityEnabledOnly", false)).json();
        assertThat(all.path("value")).hasSize(2);
        assertThat(identity.customers.authenticator(java.util.Set.of("https://graph.woad.test")).authenticate(aliceToken).groups()).hasSize(2);
        assertThat(send("DELETE", "/groups/" + inner + "/members/" + alice.user().id() + "/$ref", null).status()).isEqualTo(204);
        refused(send("DELETE", "/groups/" + inner + "/members/" + alice.user().id() + "/$ref", null), 404, "Request_ResourceNotFound");
        assertThat(send("DELETE", "/groups/" + outer, null).status()).isEqualTo(204);
        assertThat(send("DELETE", "/groups/" + inner, null).status()).isEqualTo(204);
    }

    @Test
    void objectsAreFoundByTheirIds() {
        Answer answer = send("POST", "/directoryObjects/getByIds", Map.of("ids", List.of(alice.user().id().toString(), admin.servicePrincipal().id().toString(),
                "00000000-0000-0000-0000-00000000dead"), "types", List.of("user", "group", "servicePrincipal", "directoryObjectPartnerReference")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> types = new ArrayList<>();
        answer.json().path("value").forEach(item -> types.add(item.path("@odata.type").asText()));
        assertThat(types).containsExactlyInAnyOrder("#microsoft.graph.user", "#microsoft.graph.servicePrincipal");
        refused(send("POST", "/directoryObjects/getByIds", Map.of("ids", List.of("x"))), 400, "Request_BadRequest");
        refused(send("POST", "/directoryObjects/getByIds", Map.of("ids", List.of())), 400, "Request_BadRequest");
        refused(send("POST", "/directoryObjects/getByIds", Map.of("ids", List.of(alice.user().id().toString()), "types", List.of("magic"))), 400, "Request_BadRequest");
    }

    @Test
    void listsComeInPages() {
        for (int i = 0; i < 5; i++) {
            made("/applications", Map.of("displayName", "paged" + i));
        }
        String path = "/applications" + filter("startswith(displayName,'PAGED')") + "&$top=2&$count=true&$select=id,displayName";
        List<String> seen = new ArrayList<>();
        int pages = 0;
        while (path != null) {
            JsonNode body = get(adminToken, path).json();
            assertThat(body.path("@odata.count").asInt()).isEqualTo(5);
            body.path("value").forEach(item -> {
                seen.add(item.path("displayName").asText());
                assertThat(item).hasSize(2);
            });
            path = body.has("@odata.nextLink") ? body.path("@odata.nextLink").asText().substring(TestIdentity.GRAPH.length()) : null;
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen).containsExactlyInAnyOrder("paged0", "paged1", "paged2", "paged3", "paged4");
        assertThat(get(adminToken, "/applications/$count" + filter("displayName in ('paged1','Paged2','x')")).text()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "displayName eq 'Alice' and accountEnabled eq true | 1", "displayName eq 'Alice' and accountEnabled eq false | 0", "displayName eq 'x' or (displayName eq 'Alice') | 1",
            "not (displayName eq 'Alice') and userPrincipalName eq 'alice@contoso.woad.test' | 0", "mail eq null and displayName eq 'alice' | 1",
            "displayName eq 'O''Hara' | 0", "id eq 'not-a-guid' | 0", "displayName ne 'Alice' and startswith(userPrincipalName, 'alice@') | 0",
            "displayName eq ''' or 1=1 --' | 0", "startswith(displayName,'%') | 0"})
    void filtersOfUsers(String text, int count) {
        assertThat(names("/users" + filter(text))).as(text).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "magic eq 'x' | BadRequest", "displayName eq | BadRequest", "displayName | BadRequest", "displayName eq 'x | BadRequest", "displayName gt 'x' | Request_UnsupportedQuery",
            "endswith(mail,'x') | Request_UnsupportedQuery", "companyName eq 'x' | Request_UnsupportedQuery", "accountEnabled eq 'true' | BadRequest",
            "displayName eq 'x' displayName eq 'y' | BadRequest", "contains(displayName,'x') | Request_UnsupportedQuery", "1 eq 1 | BadRequest"})
    void unknownFiltersAreRefused(String text, String code) {
        refused(get(adminToken, "/users" + filter(text)), 400, code);
    }

    @Test
    void deepFiltersAreRefused() {
        refused(get(adminToken, "/users" + filter("(".repeat(100) + "displayName eq 'x'" + ")".repeat(100))), 400, "Request_UnsupportedQuery");
        refused(get(adminToken, "/users" + filter("not ".repeat(100) + "displayName eq 'x'")), 400, "Request_UnsupportedQuery");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$orderby=displayName", "$expand=memberOf", "$search=x", "$select=magic", "$select=passwordProfile", "$top=0", "$top=x", "$top=1000", "$skiptoken=x",
            "$count=maybe", "foo=bar"})
    void unknownOptionsAreRefused(String option) {
        assertThat(get(adminToken, "/users?" + option).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"displayName\":1}", "{\"magic\":true,\"displayName\":\"x\"}", "{\"displayName\":\"\"}", "{}", "{\"displayName\":\"a\\u0000b\"}", "[]", "{", "null",
            "{\"displayName\":\"x\",\"web\":{\"magic\":1}}", "{\"displayName\":\"x\",\"web\":{\"redirectUris\":[\"javascript:alert(1)\"]}}",
            "{\"displayName\":\"x\",\"web\":{\"redirectUris\":[\"http://shop.example/\"]}}", "{\"displayName\":\"x\",\"identifierUris\":[\"not a uri\"]}",
            "{\"displayName\":\"x\",\"appId\":\"00000000-0000-0000-0000-00000000dead\"}", "{\"displayName\":\"x\",\"keyCredentials\":[{}]}",
            "{\"displayName\":\"x\",\"signInAudience\":\"AzureADMultipleOrgs\"}", "{\"displayName\":\"x\",\"identifierUris\":[null]}"})
    void malformedBodiesAreRefusedAndChangeNothing(String body) {
        long before = count();
        Answer answer = door.with(Map.of("Authorization", "Bearer " + adminToken, "Content-Type", "application/json")).post(TestIdentity.GRAPH + "/applications", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("error").path("code").asText()).isIn("Request_BadRequest", "BadRequest");
        assertThat(count()).isEqualTo(before);
    }

    private long count() {
        return identity.database.with(handle -> handle.createQuery("select count(*) from identity.objects where kind = 'application' and tenant_id = :tenant")
                .bind("tenant", identity.contoso.id().value()).mapTo(Long.class).one());
    }

    @Test
    void identifierUrisAreUniqueAndServeAsResources() {
        JsonNode app = made("/applications", Map.of("displayName", "api", "identifierUris", List.of("api://orders")));
        refused(send("POST", "/applications", Map.of("displayName", "api2", "identifierUris", List.of("api://orders"))), 400, "Request_BadRequest");
        made("/servicePrincipals", Map.of("appId", app.path("appId").asText()));
        assertThat(names("/applications" + filter("identifierUris/any(s:s eq 'api://orders')"))).containsExactly("api");
        assertThat(identity.clientCredentials(identity.contoso.id(), admin.appId(), admin.secret(), "api://orders/.default").status()).isEqualTo(200);
    }

    @Test
    void anotherTenantsObjectsDoNotExist() {
        for (String path : List.of("/users/" + alice.user().id(), "/users/alice@contoso.woad.test", "/applications/" + admin.application().id(),
                "/servicePrincipals/" + admin.servicePrincipal().id(), "/directoryObjects/" + alice.user().id())) {
            refused(get(foreignToken, path), 404, "Request_ResourceNotFound");
            if (!path.startsWith("/directoryObjects")) {
                refused(door.json("PATCH", TestIdentity.GRAPH + path, foreignToken, Map.of("displayName", "pwned")), 404, "Request_ResourceNotFound");
                refused(door.json("DELETE", TestIdentity.GRAPH + path, foreignToken, null), 404, "Request_ResourceNotFound");
            }
        }
        assertThat(get(foreignToken, "/users").json().path("value")).isEmpty();
        Answer byIds = door.json("POST", TestIdentity.GRAPH + "/directoryObjects/getByIds", foreignToken, Map.of("ids", List.of(alice.user().id().toString())));
        assertThat(byIds.json().path("value")).isEmpty();
        refused(door.json("POST", TestIdentity.GRAPH + "/applications/" + admin.application().id() + "/addPassword", foreignToken, Map.of()), 404, "Request_ResourceNotFound");
        refused(door.json("POST", TestIdentity.GRAPH + "/servicePrincipals", foreignToken, Map.of("appId", admin.appId().toString())), 400, "Request_BadRequest");
        Answer group = door.json("POST", TestIdentity.GRAPH + "/groups", foreignToken, Map.of("displayName", "g", "mailNickname", "g", "mailEnabled", false, "securityEnabled", true));
        refused(door.json("POST", TestIdentity.GRAPH + "/groups/" + group.json().path("id").asText() + "/members/$ref", foreignToken,
                Map.of("@odata.id", TestIdentity.GRAPH + "/directoryObjects/" + alice.user().id())), 404, "Request_ResourceNotFound");
        assertThat(get(adminToken, "/users/" + alice.user().id()).json().path("displayName").asText()).isEqualTo("Alice");
    }

    @Test
    void membersReadAndNoMore() {
        assertThat(get(aliceToken, "/users").status()).isEqualTo(200);
        assertThat(get(aliceToken, "/me").json().path("id").asText()).isEqualTo(alice.user().id().toString());
        refused(door.json("POST", TestIdentity.GRAPH + "/applications", aliceToken, Map.of("displayName", "x")), 403, "Authorization_RequestDenied");
        refused(door.json("PATCH", TestIdentity.GRAPH + "/users/" + alice.user().id(), aliceToken, Map.of("userType", "Member")), 403, "Authorization_RequestDenied");
        refused(door.json("POST", TestIdentity.GRAPH + "/applications/" + admin.application().id() + "/addPassword", aliceToken, Map.of()), 403, "Authorization_RequestDenied");
    }

    @Test
    void ownersKeepWhatIsTheirs() {
        JsonNode app = made("/applications", Map.of("displayName", "owned"));
        String path = TestIdentity.GRAPH + "/applications/" + app.path("id").asText();
        refused(door.json("PATCH", path, aliceToken, Map.of("notes", "mine")), 403, "Authorization_RequestDenied");
        assertThat(send("POST", "/applications/" + app.path("id").asText() + "/owners/$ref", Map.of("@odata.id", TestIdentity.GRAPH + "/directoryObjects/" + alice.user().id())).status())
                .isEqualTo(204);
        assertThat(door.json("PATCH", path, aliceToken, Map.of("notes", "mine")).status()).isEqualTo(204);
        assertThat(get(aliceToken, "/me/ownedObjects").json().path("value").get(0).path("@odata.type").asText()).isEqualTo("#microsoft.graph.application");
        assertThat(door.json("DELETE", path, aliceToken, null).status()).isEqualTo(204);
    }

    @Test
    void applicationsWithoutARoleAndGuestsSeeNothing() {
        Directory.NewApplication plain = identity.directory.createApplication(identity.contoso.id(), "plain");
        String token = identity.token(identity.contoso, plain, "https://graph.woad.test/");
        refused(get(token, "/users"), 403, "Authorization_RequestDenied");
        refused(get(token, "/me"), 400, "BadRequest");
        identity.directory.assignRole(identity.contoso.id(), plain.servicePrincipal().id(), DirectoryRole.DIRECTORY_READERS);
        assertThat(get(token, "/users").status()).isEqualTo(200);
        identity.directory.removeRole(identity.contoso.id(), plain.servicePrincipal().id(), DirectoryRole.DIRECTORY_READERS);
        refused(get(token, "/users"), 403, "Authorization_RequestDenied");

        Directory.NewUser guest = identity.directory.createUser(identity.contoso.id(), "guest@contoso.woad.test", "Guest");
        assertThat(send("PATCH", "/users/" + guest.user().id(), Map.of("userType", "Guest")).status()).isEqualTo(204);
        String guestToken = userToken("guest@contoso.woad.test", guest.password());
        refused(get(guestToken, "/users"), 403, "Authorization_RequestDenied");
        assertThat(get(guestToken, "/me").status()).isEqualTo(200);
    }

    @Test
    void lesserRolesCannotClimb() {
        Directory.NewApplication helper = identity.directory.createApplication(identity.contoso.id(), "helper");
        identity.directory.assignRole(identity.contoso.id(), helper.servicePrincipal().id(), DirectoryRole.APPLICATION_ADMINISTRATOR);
        identity.directory.assignRole(identity.contoso.id(), helper.servicePrincipal().id(), DirectoryRole.USER_ADMINISTRATOR);
        String token = identity.token(identity.contoso, helper, "https://graph.woad.test/");
        refused(door.json("POST", TestIdentity.GRAPH + "/applications/" + admin.application().id() + "/addPassword", token, Map.of()), 403, "Authorization_RequestDenied");
        refused(door.json("POST", TestIdentity.GRAPH + "/servicePrincipals/" + admin.servicePrincipal().id() + "/addPassword", token, Map.of()), 403, "Authorization_RequestDenied");
        Directory.NewUser boss = identity.directory.createUser(identity.contoso.id(), "boss@contoso.woad.test", "Boss");
        identity.directory.assignRole(identity.contoso.id(), boss.user().id(), DirectoryRole.GLOBAL_ADMINISTRATOR);
        for (String key : List.of(boss.user().id().toString(), "boss@contoso.woad.test", "BOSS@CONTOSO.woad.test")) {
            refused(door.json("PATCH", TestIdentity.GRAPH + "/users/" + key, token, Map.of("passwordProfile", Map.of("password", "Taken-Over-1"))), 403, "Authorization_RequestDenied");
        }
        assertThat(door.json("PATCH", TestIdentity.GRAPH + "/users/alice@contoso.woad.test", token, Map.of("jobTitle", "cook")).status()).isEqualTo(204);
    }

    @Test
    void withoutAGoodTokenNothingIsSaid() {
        refused(door.get(TestIdentity.GRAPH + "/users"), 401, "InvalidAuthenticationToken");
        refused(get("junk", "/users"), 401, "InvalidAuthenticationToken");
        refused(get(identity.token(identity.contoso, admin, TestIdentity.MANAGEMENT), "/users"), 401, "InvalidAuthenticationToken");
        assertThat(door.get(TestIdentity.GRAPH + "/users").header("www-authenticate")).startsWith("Bearer ");
        refused(get(adminToken, "/magic"), 400, "BadRequest");
        assertThat(send("DELETE", "/users", null).status()).isEqualTo(405);
    }

    @Test
    void theTenantShowsItself() {
        ObjectNode organization = (ObjectNode) get(adminToken, "/organization").json().path("value").get(0);
        assertThat(organization.path("id").asText()).isEqualTo(identity.contoso.id().toString());
        assertThat(organization.path("verifiedDomains").get(0).path("name").asText()).isEqualTo("contoso.woad.test");
        assertThat(get(adminToken, "/domains").json().path("value").get(0).path("id").asText()).isEqualTo("contoso.woad.test");
        assertThat(Json.write(organization)).doesNotContain("fabrikam");
    }
}
