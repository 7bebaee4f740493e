package woad.resources.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.platform.web.TestClient;
import woad.resources.Resource;
import woad.resources.TestCloud;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;
import woad.resources.provider.Resources;
import woad.resources.provider.View;

/** Roles over data: who has them, where they hold, and that nothing else stands in for them. */
class GrantsTest {
    private static final String READ = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read";
    private static final String WRITE = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write";
    private static final String BLOB_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
    private static final String BLOB_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private static final String ACCOUNT = "/resourceGroups/data/providers/Demo.Data/stores/one";

    private static TestCloud cloud;
    private static Resources resources;

    /** Stores that have boxes inside. */
    private static final class Stores implements ResourceProvider, ResourceType {
        @Override
        public String namespace() {
            return "Demo.Data";
        }

        @Override
        public List<ResourceType> types() {
            return List.of(this);
        }

        @Override
        public List<String> assignableScopes() {
            return List.of("Demo.Data/stores/services/boxes");
        }

        @Override
        public String type() {
            return "Demo.Data/stores";
        }

        @Override
        public List<String> apiVersions() {
            return List.of("2024-01-01");
        }

        @Override
        public boolean immediate() {
            return true;
        }

        @Override
        public woad.resources.Desired validate(PutRequest put) {
            return put.requested();
        }

        @Override
        public woad.resources.Desired store(Handle handle, Resource before, Resource after) {
            return after.desired();
        }

        @Override
        public com.fasterxml.jackson.databind.node.ObjectNode render(Resource resource, View view) {
            return resource.desired().properties().deepCopy();
        }
    }

    @BeforeAll
    static void start() {
        cloud = TestCloud.with(found -> {
            resources = found;
            return List.of(new Stores());
        });
        cloud.owner().put(cloud.url("/resourceGroups/data"), "{\"location\":\"francecentral\"}");
        assertThat(cloud.owner().put(cloud.url(ACCOUNT), "{\"location\":\"francecentral\"}").status()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Caller caller(UUID principal, UUID... groups) {
        return caller(cloud.tenant, principal, groups);
    }

    private static Caller caller(TenantId tenant, UUID principal, UUID... groups) {
        return new Caller(Caller.Realm.CUSTOMER, tenant, new PrincipalId(principal), Caller.Kind.USER,
                Set.copyOf(java.util.Arrays.stream(groups).map(PrincipalId::new).toList()), "client", "someone");
    }

    private static String scope(String below) {
        return "/subscriptions/" + cloud.subscription + ACCOUNT + below;
    }

    private static TestClient.Answer assign(String below, UUID principal, String role) {
        return cloud.owner().put(cloud.url(ACCOUNT + below + "/providers/Microsoft.Authorization/roleAssignments/" + UUID.randomUUID()),
                "{\"properties\":{\"roleDefinitionId\":\"" + role + "\",\"principalId\":\"" + principal + "\"}}");
    }

    @Test
    void aRoleOverOneBoxHoldsThereAndNowhereElse() {
        UUID reader = UUID.randomUUID();
        TestClient.Answer answer = assign("/services/default/boxes/a", reader, BLOB_READER);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().at("/properties/scope").asText()).isEqualTo(scope("/services/default/boxes/a"));
        Grants there = resources.grants(caller(reader), scope("/Services/default/BOXES/a"));
        assertThat(there.allowData(READ)).isTrue();
        assertThat(there.allowData(WRITE)).isFalse();
        assertThat(resources.grants(caller(reader), scope("/services/default/boxes/b")).allowData(READ)).isFalse();
        assertThat(resources.grants(caller(reader), scope("/services/default/boxes/ab")).allowData(READ)).isFalse();
        assertThat(resources.grants(caller(reader), scope("")).allowData(READ)).isFalse();
    }

    @Test
    void aRoleOverTheResourceHoldsForAllInsideAndForMembersOfTheGroup() {
        UUID group = UUID.randomUUID();
        assertThat(assign("", group, BLOB_OWNER).status()).isEqualTo(201);
        assertThat(resources.grants(caller(UUID.randomUUID(), group), scope("/services/default/boxes/any")).allowData(WRITE)).isTrue();
        assertThat(resources.grants(caller(UUID.randomUUID()), scope("/services/default/boxes/any")).allowData(WRITE)).isFalse();
    }

    @Test
    void ownersOfASubscriptionHaveNoAccessToItsData() {
        Grants owner = resources.grants(caller(cloud.owner), scope("/services/default/boxes/a"));
        assertThat(owner.allow("Microsoft.Storage/storageAccounts/blobServices/containers/write")).isTrue();
        assertThat(owner.allowData(READ)).isFalse();
    }

    @Test
    void anotherTenantsCallerHasNothing() {
        UUID reader = UUID.randomUUID();
        assertThat(assign("", reader, BLOB_READER).status()).isEqualTo(201);
        assertThat(resources.grants(caller(reader), scope("")).allowData(READ)).isTrue();
        assertThat(resources.grants(caller(cloud.otherTenant, reader), scope("")).roles()).isEmpty();
        assertThat(resources.grants(caller(cloud.otherTenant, cloud.otherOwner), scope("")).roles()).isEmpty();
        assertThat(resources.grants(caller(reader), "/subscriptions/" + UUID.randomUUID() + ACCOUNT).roles()).isEmpty();
    }

    @Test
    void aRevokedRoleIsGoneAtOnce() {
        UUID reader = UUID.randomUUID();
        String id = assign("/services/default/boxes/c", reader, BLOB_READER).json().path("id").asText();
        assertThat(resources.grants(caller(reader), scope("/services/default/boxes/c")).allowData(READ)).isTrue();
        assertThat(cloud.owner().delete("https://management.woad.test" + id + "?api-version=2022-04-01").status()).isEqualTo(200);
        assertThat(resources.grants(caller(reader), scope("/services/default/boxes/c")).allowData(READ)).isFalse();
    }

    @Test
    void rolesAreNotAssignedWhereNothingIs() {
        assertThat(cloud.owner().put(cloud.url("/resourceGroups/data/providers/Demo.Data/stores/two/services/default/boxes/a/providers/Microsoft.Authorization/roleAssignments/"
                + UUID.randomUUID()), "{\"properties\":{\"roleDefinitionId\":\"" + BLOB_READER + "\",\"principalId\":\"" + UUID.randomUUID() + "\"}}").errorCode())
                .isEqualTo("ResourceNotFound");
        assertThat(assign("/services/default/shelves/a", UUID.randomUUID(), BLOB_READER).errorCode()).isEqualTo("ResourceNotFound");
    }

    @Test
    void roleDefinitionsShowTheirDataActions() {
        var permissions = cloud.owner().get(cloud.url("/providers/Microsoft.Authorization/roleDefinitions/" + BLOB_READER)).json().at("/properties/permissions/0");
        assertThat(permissions.at("/dataActions/0").asText()).isEqualTo(READ);
        assertThat(permissions.path("notDataActions").isArray()).isTrue();
    }
}
