package woad.clients.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.resourcemanager.compute.ComputeManager;
import com.azure.resourcemanager.compute.models.ImageReference;
import com.azure.resourcemanager.compute.models.PowerState;
import com.azure.resourcemanager.compute.models.VirtualMachine;
import com.azure.resourcemanager.compute.models.VirtualMachineSizeTypes;
import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.network.models.NetworkInterface;
import com.azure.resourcemanager.network.models.NetworkSecurityGroup;
import com.azure.resourcemanager.network.models.SecurityRuleProtocol;
import com.azure.resourcemanager.resources.ResourceManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import woad.clients.CloudUnderTest;

/** The Azure SDK for Java, unmodified, and a machine that really boots. */
class VirtualMachineTest {
    private static final CloudUnderTest CLOUD = CloudUnderTest.here();
    private static final String REGION = "francecentral";
    private static final Duration BOOT = Duration.ofSeconds(90);

    @Test
    @Timeout(400)
    void makesReachesAndDeletesAMachine(@TempDir Path keys) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a cloud that was not started as root runs no machines");
        ResourceManager resources = ResourceManager.authenticate(CLOUD.credential(), CLOUD.profile()).withSubscription(CLOUD.subscriptionId());
        ComputeManager compute = ComputeManager.authenticate(CLOUD.credential(), CLOUD.profile());
        String group = "java-vm-" + UUID.randomUUID().toString().substring(0, 8);
        resources.resourceGroups().define(group).withRegion(REGION).create();
        try {
            VirtualMachine made = compute.virtualMachines().define("vm1").withRegion(REGION).withExistingResourceGroup(group)
                    .withExistingPrimaryNetworkInterface(openToSsh(group))
                    .withSpecificLinuxImageVersion(new ImageReference().withPublisher("woad").withOffer("tiny").withSku("1").withVersion("latest"))
                    .withRootUsername("ada").withSsh(publicKey(keys)).withSize(VirtualMachineSizeTypes.fromString("Standard_B1s")).create();
            assertThat(made.powerState()).isEqualTo(PowerState.RUNNING);
            assertThat(compute.virtualMachines().listByResourceGroup(group)).extracting(VirtualMachine::name).containsExactly("vm1");
            assertThat(greeting(made.getPrimaryPublicIPAddress().ipAddress())).startsWith("SSH-2.0");
            compute.virtualMachines().deleteById(made.id());
            assertThat(compute.virtualMachines().listByResourceGroup(group)).isEmpty();
        } finally {
            resources.resourceGroups().deleteByName(group);
        }
    }

    /** With a public address, which lets in only what a rule allows. */
    private static NetworkInterface openToSsh(String group) {
        NetworkManager networks = NetworkManager.authenticate(CLOUD.credential(), CLOUD.profile());
        NetworkSecurityGroup ssh = networks.networkSecurityGroups().define("ssh").withRegion(REGION).withExistingResourceGroup(group)
                .defineRule("ssh").allowInbound().fromAnyAddress().fromAnyPort().toAnyAddress().toPort(22).withProtocol(SecurityRuleProtocol.TCP)
                .withPriority(1000).attach().create();
        return networks.networkInterfaces().define("vm1").withRegion(REGION).withExistingResourceGroup(group).withNewPrimaryNetwork("10.2.0.0/24")
                .withPrimaryPrivateIPAddressDynamic().withNewPrimaryPublicIPAddress(group).withExistingNetworkSecurityGroup(ssh).create();
    }

    private static String publicKey(Path directory) throws IOException, InterruptedException {
        Path key = directory.resolve("key");
        assertThat(new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).inheritIO().start().waitFor()).isZero();
        return Files.readString(directory.resolve("key.pub")).strip();
    }

    /** What the machine's SSH server says first; waits for the machine to boot. */
    private static String greeting(String address) throws InterruptedException {
        Instant end = Instant.now().plus(BOOT);
        while (true) {
            try (Socket socket = new Socket(Proxy.NO_PROXY)) {
                socket.connect(new InetSocketAddress(address, 22), 3000);
                socket.setSoTimeout(5000);
                byte[] first = socket.getInputStream().readNBytes(7);
                if (first.length < 7) {
                    throw new IOException("the connection was closed before the greeting");
                }
                return new String(first, StandardCharsets.US_ASCII);
            } catch (IOException booting) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("no SSH at " + address + " within " + BOOT, booting);
                }
            }
            Thread.sleep(500);
        }
    }
}
