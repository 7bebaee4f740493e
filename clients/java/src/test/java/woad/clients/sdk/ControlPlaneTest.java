package woad.clients.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.management.exception.ManagementException;
import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.network.models.Network;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.resourcemanager.resources.models.ResourceGroup;
import com.azure.resourcemanager.resources.models.Subscription;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import woad.clients.CloudUnderTest;

/** The Azure SDK for Java, unmodified: sign-in, groups, networks and refusals. */
class ControlPlaneTest {
    private static final CloudUnderTest CLOUD = CloudUnderTest.here();
    private static final String GROUP = "java-" + UUID.randomUUID().toString().substring(0, 8);
    private static final String REGION = "francecentral";
    private static final ResourceManager RESOURCES = ResourceManager.authenticate(CLOUD.credential(), CLOUD.profile()).withSubscription(CLOUD.subscriptionId());

    @BeforeAll
    static void group() {
        ResourceGroup made = RESOURCES.resourceGroups().define(GROUP).withRegion(REGION).withTag("suite", "java").create();
        assertThat(made.provisioningState()).isEqualTo("Succeeded");
    }

    @AfterAll
    static void clean() {
        RESOURCES.resourceGroups().deleteByName(GROUP);
        assertThat(RESOURCES.resourceGroups().contain(GROUP)).isFalse();
    }

    @Test
    void signsInWithASecret() {
        AccessToken token = CLOUD.credential().getTokenSync(management());
        assertThat(token.getToken().split("\\.")).hasSize(3);
        assertThat(token.getExpiresAt()).isAfter(OffsetDateTime.now());
    }

    @Test
    void refusesAWrongSecretWithEntrasCode() {
        assertThatThrownBy(() -> CLOUD.credential("wrong").getTokenSync(management())).hasStackTraceContaining("AADSTS7000215");
    }

    @Test
    void listsGroups() {
        assertThat(RESOURCES.resourceGroups().list()).extracting(ResourceGroup::name).contains(GROUP);
        assertThat(RESOURCES.resourceGroups().listByTag("suite", "java")).extracting(ResourceGroup::name).contains(GROUP);
        assertThat(RESOURCES.resourceGroups().getByName(GROUP).regionName()).isEqualTo(REGION);
    }

    @Test
    void seesItsSubscriptionAndItsRegions() {
        Subscription found = ResourceManager.authenticate(CLOUD.credential(), CLOUD.profile()).subscriptions().getById(CLOUD.subscriptionId());
        assertThat(found.subscriptionId()).isEqualTo(CLOUD.subscriptionId());
        assertThat(found.listLocations()).extracting(location -> location.name()).contains(REGION);
    }

    @Test
    void makesAndDeletesANetwork() {
        NetworkManager networks = NetworkManager.authenticate(CLOUD.credential(), CLOUD.profile());
        Network made = networks.networks().define("vnet").withRegion(REGION).withExistingResourceGroup(GROUP)
                .withAddressSpace("10.1.0.0/16").withSubnet("default", "10.1.0.0/24").create();
        assertThat(made.subnets().get("default").addressPrefix()).isEqualTo("10.1.0.0/24");
        assertThat(networks.networks().listByResourceGroup(GROUP)).extracting(Network::name).containsExactly("vnet");
        networks.networks().deleteById(made.id());
        assertThat(networks.networks().listByResourceGroup(GROUP)).isEmpty();
    }

    @Test
    void listsMachinesAndSizes() {
        ComputeManager compute = ComputeManager.authenticate(CLOUD.credential(), CLOUD.profile());
        assertThat(compute.virtualMachines().listByResourceGroup(GROUP)).isEmpty();
        assertThat(compute.virtualMachines().sizes().listByRegion(REGION)).extracting(size -> size.name()).contains("Standard_B1s");
    }

    @Test
    void refusesBadInputWithAzuresCodes() {
        assertThat(refusal(() -> RESOURCES.resourceGroups().define(GROUP + "-x").withRegion("westeurope").create())).startsWith("LocationNotAvailable");
        assertThat(refusal(() -> RESOURCES.resourceGroups().getByName(GROUP + "-none"))).isEqualTo("ResourceGroupNotFound");
        NetworkManager networks = NetworkManager.authenticate(CLOUD.credential(), CLOUD.profile());
        assertThat(refusal(() -> networks.networks().define("bad").withRegion(REGION).withExistingResourceGroup(GROUP)
                .withAddressSpace("10.1.0.0/16").withSubnet("default", "192.168.0.0/24").create())).isEqualTo("NetcfgInvalidSubnet");
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(ManagementException.class, call).getValue().getCode();
    }

    private static TokenRequestContext management() {
        return new TokenRequestContext().addScopes(CLOUD.url("management") + "/.default");
    }
}
