package woad.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import woad.identity.directory.Directory;
import woad.identity.directory.Tenant;
import woad.identity.tokens.RealmProfile;
import woad.identity.tokens.TokenAuthenticator;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.keys.FileRootKey;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.TestDatabase;
import woad.platform.web.TestClient;

/** Both realms on a real database, with a clock that tests move; two tenants of customers. */
public final class TestIdentity implements AutoCloseable {
    public static final String LOGIN = "https://login.woad.test";
    public static final String GRAPH = "https://graph.woad.test/v1.0";
    public static final String MANAGEMENT = "https://management.woad.test/";
    public static final String CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    public final Clock clock = new Clock();
    public final Ids ids = new Ids(new SecureRandom());
    public final Database database = TestDatabase.create();
    public final KeyHierarchy hierarchy = hierarchy(database);
    public final Identity customers = new Identity(database, RealmProfile.customer(CloudProfile.local()), ids, clock, hierarchy);
    public final Directory directory = customers.directory();
    public final TestClient door;
    public final TokenAuthenticator authenticator = customers.authenticator(Set.of(MANAGEMENT, "https://management.azure.com"));
    public final Tenant contoso = directory.createTenant("Contoso", "contoso.woad.test");
    public final Tenant fabrikam = directory.createTenant("Fabrikam", "fabrikam.woad.test");

    public TestIdentity() {
        this.door = TestClient.of(clock, customers.loginService(), customers.graphService()).from("192.0.2.10");
    }

    private static KeyHierarchy hierarchy(Database database) {
        try {
            Path home = Files.createTempDirectory("woad-test-keys");
            Path file = home.resolve("root.key");
            KeyHierarchy hierarchy = KeyHierarchy.open(database, FileRootKey.createOrOpen(file, new SecureRandom()), new SecureRandom());
            Files.delete(file);
            Files.delete(home);
            return hierarchy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A clock that stands still until it is moved. */
    public static final class Clock implements InstantSource {
        private Instant now = Instant.parse("2026-11-21T12:00:00.250Z");

        @Override
        public synchronized Instant instant() {
            return now;
        }

        public synchronized void pass(Duration duration) {
            now = now.plus(duration);
        }
    }

    /** The token endpoint of a tenant, form 2.0. */
    public static String tokenUrl(Object tenant) {
        return LOGIN + "/" + tenant + "/oauth2/v2.0/token";
    }

    /** What an application gets for its secret. */
    public TestClient.Answer clientCredentials(Object tenant, Object clientId, String secret, String scope) {
        return door.postForm(tokenUrl(tenant), "grant_type", "client_credentials", "client_id", clientId.toString(), "client_secret", secret,
                "scope", scope, "client_info", "1");
    }

    /** A token of an application for a resource. */
    public String token(Tenant tenant, Directory.NewApplication application, String resource) {
        TestClient.Answer answer = clientCredentials(tenant.id(), application.appId(), application.secret(), resource + "/.default");
        if (answer.status() != 200) {
            throw new AssertionError(answer.text());
        }
        return answer.json().path("access_token").textValue();
    }

    @Override
    public void close() {
        database.close();
    }
}
