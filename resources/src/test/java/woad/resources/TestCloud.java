package woad.resources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.CommonError;
import woad.platform.core.Ids;
import woad.platform.core.PrincipalId;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.keys.FileRootKey;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.Reconcilers;
import woad.platform.store.TestDatabase;
import woad.platform.store.WorkQueue;
import woad.platform.web.Authenticator;
import woad.platform.web.Caller;
import woad.platform.web.TestClient;
import woad.platform.web.WebRequest;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.Resources;

/**
 * A resource manager with some providers over a real database, and two tenants with a subscription each. Credentials are
 * {@code Authorization: Test <tenant> <principal>}: tokens are the identity room's affair.
 */
public final class TestCloud implements AutoCloseable {
    /** Owner of {@link #subscription}. */
    public final UUID owner = UUID.randomUUID();
    public final TenantId tenant = new TenantId(UUID.randomUUID());
    public final SubscriptionId subscription = new SubscriptionId(UUID.randomUUID());
    /** Owner of {@link #otherSubscription}, in another tenant. */
    public final UUID otherOwner = UUID.randomUUID();
    public final TenantId otherTenant = new TenantId(UUID.randomUUID());
    public final SubscriptionId otherSubscription = new SubscriptionId(UUID.randomUUID());
    public final Database database;
    public final KeyHierarchy keys;
    public final WorkQueue queue = new WorkQueue();
    public final Ids ids = new Ids(new SecureRandom());
    public final CloudProfile profile = CloudProfile.local();
    public final ResourceManagerService service;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Reconcilers reconcilers;

    /** Providers that need nothing but the resources. */
    public static TestCloud with(Function<Resources, List<ResourceProvider>> providers) {
        return new TestCloud(cloud -> providers);
    }

    /** Providers that need the cloud's database, clock and so on. */
    public TestCloud(Function<TestCloud, Function<Resources, List<ResourceProvider>>> providers) {
        this(TestDatabase.create(), providers);
    }

    /** Over a database of the test's own, which {@link #close} closes. */
    public TestCloud(Database database, Function<TestCloud, Function<Resources, List<ResourceProvider>>> providers) {
        this.database = database;
        keys = keys(database);
        reconcilers = new Reconcilers(database, queue, executor);
        service = new ResourceManagerService(new ResourceManagerService.Foundation(database, queue, profile, ids, InstantSource.system(), keys, new TestAuthenticator(),
                (inTenant, principal) -> Optional.of("User"), id -> new TenantNames("Test", "test.woad.test")), providers.apply(this));
        service.subscriptions().create(subscription, tenant, "Demo", InstantSource.system().instant());
        service.subscriptions().create(otherSubscription, otherTenant, "Other", InstantSource.system().instant());
        service.roleAssignments().grantOwner(tenant, subscription, new PrincipalId(owner), "User", InstantSource.system().instant());
        service.roleAssignments().grantOwner(otherTenant, otherSubscription, new PrincipalId(otherOwner), "User", InstantSource.system().instant());
        reconcilers.start(service.reconcilers());
    }

    private static KeyHierarchy keys(Database database) {
        SecureRandom random = new SecureRandom();
        try {
            Path directory = Files.createTempDirectory("woad-test");
            Path file = directory.resolve("root.key");
            try {
                return KeyHierarchy.open(database, FileRootKey.createOrOpen(file, random), random);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that signs in as a principal of a tenant. */
    public TestClient as(TenantId inTenant, UUID principal) {
        return anonymous().with("Authorization", "Test " + inTenant + " " + principal);
    }

    /** A client that signs in as the owner of {@link #subscription}. */
    public TestClient owner() {
        return as(tenant, owner);
    }

    public TestClient anonymous() {
        return TestClient.of(service.service());
    }

    /** A management URL with an api-version: {@code path} starts after the subscription. */
    public String url(String path) {
        return "https://management.woad.test/subscriptions/" + subscription + path + (path.contains("?") ? "&" : "?") + "api-version=2024-11-01";
    }

    /** Reads a resource until its provisioning has ended, for at most 20 s. */
    public TestClient.Answer settled(String path) throws InterruptedException {
        TestClient.Answer answer = owner().get(url(path));
        for (int i = 0; i < 400 && answer.status() == 200 && !List.of("Succeeded", "Failed").contains(answer.json().path("properties").path("provisioningState").asText()); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            answer = owner().get(url(path));
        }
        return answer;
    }

    /** Waits until a resource is gone, for at most 20 s. */
    public boolean gone(String path) throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            if (owner().get(url(path)).status() == 404) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return false;
    }

    private static final class TestAuthenticator implements Authenticator {
        @Override
        public Caller authenticate(WebRequest request) {
            String[] words = request.header("authorization").orElse("").split(" ");
            if (words.length != 3 || !words[0].equals("Test")) {
                throw new CloudException(CommonError.AUTHENTICATION_FAILED, "Authentication failed. The 'Authorization' header is missing.");
            }
            return new Caller(Caller.Realm.CUSTOMER, TenantId.parse(words[1]), PrincipalId.parse(words[2]), Caller.Kind.USER, Set.of(), "client", "someone@test.woad.test");
        }

        @Override
        public String challenge(WebRequest request) {
            return "Bearer authorization_uri=\"https://login.woad.test/common\"";
        }
    }

    @Override
    public void close() {
        reconcilers.close();
        executor.close();
        database.close();
    }
}
