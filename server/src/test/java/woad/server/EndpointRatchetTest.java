package woad.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import woad.engines.localbytes.LocalBytes;
import woad.identity.directory.Directory;
import woad.identity.directory.Tenant;
import woad.platform.bytes.ObjectBytes;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.core.PrincipalId;
import woad.platform.core.SubscriptionId;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.FileRootKey;
import woad.platform.store.TestDatabase;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.TestClient;
import woad.platform.web.WebService;

/**
 * Lists every endpoint that customers reach and demands of each: no credential, no answer (unless it is open on purpose); no role,
 * no answer; another tenant's token, no answer; a malformed body, an error in the wire format. A new endpoint is held to it at once.
 */
class EndpointRatchetTest {
    /** Endpoints without a permission of their own, each looked at: what it shows is the caller's own, or everybody's. */
    private static final Set<String> REVIEWED_WITHOUT_PERMISSION = Set.of("resource-manager/Operations_Get", "resource-manager/OperationResults_Get",
            "resource-manager/ResourceGroupOperationResults_Get", "resource-manager/RoleDefinitions_GetById", "resource-manager/Tenants_List",
            "resource-manager/Subscriptions_List", "resource-manager/Providers_ListAtTenantScope", "resource-manager/Unknown_GET", "resource-manager/Unknown_PUT",
            "resource-manager/Unknown_PATCH", "resource-manager/Unknown_POST", "resource-manager/Unknown_DELETE");
    /** Services all of whose endpoints are open because signing in, or finding out how to, happens there; they prove callers themselves. */
    private static final Set<String> OPEN_SERVICES = Set.of("login", "portal");
    /** The data planes of storage accounts; they also take credentials of their own, which the storage room's tests try. */
    private static final Set<String> STORAGE = Set.of("blob", "queue", "table", "dfs", "web");
    private static final String ACCOUNT = "ratchet1";
    /** Single open endpoints, each looked at. */
    private static final Set<String> REVIEWED_OPEN = Set.of("resource-manager/Metadata_Endpoints", "docs/ImageAliases_Get",
            "boot-diagnostics/BootDiagnostics_Get", "blob/Preflight", "queue/Preflight", "table/Preflight", "dfs/Preflight", "web/Website_Get",
            "web/Website_GetByHead");

    /** Endpoints that take many requests in one and need no role themselves: each of the requests is authorised. */
    private static final Set<String> AUTHORISED_IN_PARTS = Set.of("blob/Blobs_Batch", "blob/Blobs_BatchInContainer", "table/Entities_Batch");

    @TempDir
    private static Path directory;
    private static ObjectBytes bytes;
    private static ControlPlane plane;
    private static String subscription;
    private static Tokens nobody;
    private static Tokens owner;
    private static Tokens otherOwner;

    /** One application's tokens, each service having an audience of its own. */
    private record Tokens(String management, String graph, String storage) {
        String of(Case c) {
            return "Bearer " + (c.service().name().equals("graph") ? graph : STORAGE.contains(c.service().name()) ? storage : management);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        SecureRandom random = new SecureRandom();
        CloudProfile profile = CloudProfile.local();
        CertificateAuthority authority = CertificateAuthority.createOrOpen(directory.resolve("ca"), "test", CertificateAuthority.Constraint.domain(profile.domain()), random,
                InstantSource.system());
        bytes = LocalBytes.open(directory.resolve("bytes"), new Ids(random), InstantSource.system(), 0);
        plane = new ControlPlane(profile, TestDatabase.create(), bytes, FileRootKey.createOrOpen(directory.resolve("root.key"), random), authority, authority.rootPem(), random,
                InstantSource.system());
        plane.start();
        Instant now = InstantSource.system().instant();
        Directory customers = plane.customers().directory();
        Tenant tenant = customers.createTenant("Contoso", "contoso.woad.test");
        Tenant other = customers.createTenant("Fabrikam", "fabrikam.woad.test");
        SubscriptionId own = new SubscriptionId(new Ids(random).guid());
        SubscriptionId foreign = new SubscriptionId(new Ids(random).guid());
        plane.resources().subscriptions().create(own, tenant.id(), "Own", now);
        plane.resources().subscriptions().create(foreign, other.id(), "Foreign", now);
        subscription = own.toString();
        Directory.NewApplication master = customers.createApplication(tenant.id(), "owner");
        plane.resources().roleAssignments().grantOwner(tenant.id(), own, master.servicePrincipal().id(), "ServicePrincipal", now);
        Directory.NewApplication stranger = customers.createApplication(tenant.id(), "no role");
        Directory.NewApplication neighbour = customers.createApplication(other.id(), "neighbour");
        plane.resources().roleAssignments().grantOwner(other.id(), foreign, neighbour.servicePrincipal().id(), "ServicePrincipal", now);
        nobody = tokens(tenant, stranger);
        owner = tokens(tenant, master);
        otherOwner = tokens(other, neighbour);
        TestClient customer = client().with("Authorization", "Bearer " + owner.management()).with("Content-Type", "application/json");
        String group = "https://management.woad.test/subscriptions/" + own + "/resourceGroups/ratchet";
        assertThat(customer.put(group + "?api-version=2024-11-01", "{\"location\":\"francecentral\"}").status()).isEqualTo(201);
        TestClient.Answer account = customer.put(group + "/providers/Microsoft.Storage/storageAccounts/" + ACCOUNT + "?api-version=2024-01-01",
                "{\"location\":\"francecentral\",\"kind\":\"StorageV2\",\"sku\":{\"name\":\"Standard_LRS\"}}");
        assertThat(account.status()).as(account.text()).isIn(200, 201, 202);
    }

    @AfterAll
    static void stop() {
        plane.close();
        bytes.close();
    }

    private static Tokens tokens(Tenant tenant, Directory.NewApplication application) {
        return new Tokens(token(tenant, application, "management.woad.test"), token(tenant, application, "graph.woad.test"), token(tenant, application, "storage.azure.com"));
    }

    private static String token(Tenant tenant, Directory.NewApplication application, String audience) {
        String form = "grant_type=client_credentials&client_id=" + application.appId() + "&client_secret=" + application.secret()
                + "&scope=https%3A%2F%2F" + audience + "%2F.default";
        TestClient.Answer answer = client().with("Content-Type", "application/x-www-form-urlencoded")
                .post("https://login.woad.test/" + tenant.id() + "/oauth2/v2.0/token", form);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("access_token").asText();
    }

    private static TestClient client() {
        return TestClient.of(plane.customerServices().toArray(WebService[]::new));
    }

    /** An endpoint in its service. */
    record Case(WebService service, Endpoint endpoint) {
        String id() {
            return service.name() + "/" + endpoint.name();
        }

        /** A request that only the credential can fail. */
        TestClient.Answer send(TestClient client, Object body) {
            TestClient prepared = client;
            for (Endpoint.Condition condition : endpoint.conditions()) {
                if (condition.place() == Endpoint.Condition.Place.HEADER) {
                    prepared = prepared.with(condition.name(), condition.value() == null ? "1" : condition.value());
                }
            }
            return (STORAGE.contains(service.name()) ? prepared.with("x-ms-version", "2024-11-04") : prepared).send(endpoint.method().name(), url(), body);
        }

        /** A URL that fits the pattern and the conditions. */
        String url() {
            String path = endpoint.path().toString();
            path = path.replace("{scope*}", "/subscriptions/" + subscription).replace("{path*}", "/nowhere/at/all").replace("{subscriptionId}", subscription)
                    .replace("{roleId}", "acdd72a7-3385-48ef-bd42-f606fba81ae7").replaceAll("\\{name}|\\{operationId}|\\{id}|\\{objectId}", new UUID(7, 7).toString())
                    .replace("{location}", "francecentral").replaceAll("\\{[^}]*}", "xyz1");
            String host = service.hosts().getFirst().text().replace("*.", STORAGE.contains(service.name()) ? ACCOUNT + "." : "x1.");
            StringBuilder query = new StringBuilder("?api-version=2024-11-01");
            endpoint.conditions().stream().filter(condition -> condition.place() == Endpoint.Condition.Place.QUERY)
                    .forEach(condition -> query.append('&').append(condition.name()).append('=').append(condition.value() == null ? "1" : condition.value()));
            return URI.create("https://" + host + (path.startsWith("/") ? path : "/" + path) + query).toString();
        }

        @Override
        public String toString() {
            return id() + " " + endpoint.method() + " " + endpoint.path();
        }
    }

    static Stream<Case> all() {
        return plane.customerServices().stream().flatMap(service -> service.endpoints().stream().map(endpoint -> new Case(service, endpoint)));
    }

    static Stream<Case> guarded() {
        return all().filter(c -> !(c.endpoint().access() instanceof Access.Open));
    }

    static Stream<Case> permitted() {
        return all().filter(c -> c.endpoint().access() instanceof Access.Permission);
    }

    static Stream<Case> permittedByRole() {
        return permitted().filter(c -> !AUTHORISED_IN_PARTS.contains(c.id()));
    }

    static Stream<Case> withBody() {
        return all().filter(c -> c.endpoint().bodyLimit() > 0 && !c.endpoint().streams());
    }

    @Test
    void namesAreUnique() {
        Set<String> seen = new HashSet<>();
        assertThat(all().map(Case::id).filter(id -> !seen.add(id)).toList()).isEmpty();
        assertThat(seen).hasSizeGreaterThan(50);
    }

    @Test
    void whatNeedsNoPermissionWasLookedAt() {
        List<String> unreviewed = new ArrayList<>();
        all().forEach(c -> {
            switch (c.endpoint().access()) {
                case Access.Permission permission -> { }
                case Access.SignedIn signedIn when REVIEWED_WITHOUT_PERMISSION.contains(c.id()) || c.service().name().equals("graph") -> assertThat(signedIn.reason()).isNotBlank();
                case Access.Open open when REVIEWED_OPEN.contains(c.id()) || OPEN_SERVICES.contains(c.service().name()) -> assertThat(open.reason()).isNotBlank();
                default -> unreviewed.add(c.toString());
            }
        });
        assertThat(unreviewed).as("endpoints without a permission that nobody has looked at").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void refusesWithoutCredential(Case c) {
        TestClient.Answer answer = c.send(client(), null);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(c.send(client().with("Authorization", "Bearer not.a.token"), null).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("permittedByRole")
    void refusesWithoutRole(Case c) {
        TestClient.Answer answer = c.send(client().with("Authorization", nobody.of(c)), "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("permitted")
    void refusesAnotherTenant(Case c) {
        TestClient.Answer answer = c.send(client().with("Authorization", otherOwner.of(c)), "{}");
        assertThat(answer.status()).as(answer.text()).isIn(401, 403, 404);
        assertThat(answer.text()).doesNotContain("\"value\":[{");
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void answersMalformedInputInItsFormat(Case c) {
        for (String body : List.of("{", "[1,", "\u0000", "{\"a\":{\"a\":1}} x", "%%%=%ZZ")) {
            TestClient.Answer answer = c.send(client().with("Authorization", owner.of(c)).with("Content-Type", "application/json"), body);
            assertThat(answer.status()).as(c + " answered " + answer.text()).isBetween(300, 499);
        }
    }
}
