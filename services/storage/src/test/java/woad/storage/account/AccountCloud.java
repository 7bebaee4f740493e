package woad.storage.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import woad.platform.store.Reconcilers;
import woad.platform.web.Endpoint;
import woad.platform.web.TestClient;
import woad.resources.TestCloud;
import woad.resources.provider.ProxyType;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;
import woad.storage.access.SasActions;

/** A cloud that offers Microsoft.Storage, with a resource group {@code data}. */
public final class AccountCloud implements AutoCloseable {
    public static final String GROUP = "/resourceGroups/data";

    public final TestCloud cloud;
    AccountService service;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Reconcilers reconcilers;

    /** Microsoft.Storage without the services that hold the data. */
    private record AccountsAlone(AccountService service) implements ResourceProvider {
        @Override
        public String namespace() {
            return "Microsoft.Storage";
        }

        @Override
        public List<ResourceType> types() {
            return List.of(service.type());
        }

        @Override
        public List<ProxyType> proxyTypes() {
            return service.proxyTypes();
        }

        @Override
        public List<String> assignableScopes() {
            return service.assignableScopes();
        }

        @Override
        public List<Endpoint> endpoints() {
            return service.endpoints();
        }
    }

    public AccountCloud() {
        cloud = new TestCloud(test -> resources -> {
            service = new AccountService(test.database, test.queue, test.keys, test.profile, new AccountService.Extensions(SasActions::of, (handle, account) -> { }), test.ids, InstantSource.system());
            return List.of(new AccountsAlone(service));
        });
        reconcilers = new Reconcilers(cloud.database, cloud.queue, executor);
        reconcilers.start(service.reconcilers());
        assertThat(cloud.owner().put(cloud.url(GROUP), "{\"location\":\"francecentral\"}").status()).isEqualTo(201);
    }

    /** The path of an account, or of something inside one, after the subscription. */
    public static String path(String account) {
        return GROUP + "/providers/Microsoft.Storage/storageAccounts/" + account;
    }

    public String url(String account) {
        return cloud.url(path(account));
    }

    public TestClient owner() {
        return cloud.owner();
    }

    public Accounts accounts() {
        return service.accounts();
    }

    /** A PUT of an account; {@code properties} with single quotes. */
    public TestClient.Answer put(String name, String properties) {
        return owner().put(url(name), body("'kind':'StorageV2','sku':{'name':'Standard_LRS'},'location':'francecentral','properties':" + properties));
    }

    /** A new account with default settings. */
    public JsonNode make(String name) {
        TestClient.Answer answer = put(name, "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    public TestClient.Answer patch(String name, String properties) {
        return owner().send("PATCH", url(name), body("'properties':" + properties));
    }

    /** A new name. */
    public static String name() {
        return "a" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    /** An object of members with single quotes. */
    public static String body(String members) {
        return "{" + members.replace('\'', '"') + "}";
    }

    @Override
    public void close() {
        reconcilers.close();
        executor.close();
        cloud.close();
    }
}
