package woad.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.engines.localbytes.LocalBytes;
import woad.fleet.FleetStore;
import woad.fleet.Placement;
import woad.fleet.RegionRules;
import woad.fleet.hosts.HostSignals;
import woad.fleet.hosts.Hosts;
import woad.fleet.hosts.SimulatedHost;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSpec;
import woad.platform.bytes.ObjectBytes;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Ids;
import woad.platform.store.Reconcilers;
import woad.platform.web.TestClient;
import woad.resources.TestCloud;
import woad.resources.provider.Resources;

/** Machines with their networks, as the control plane wires them; only the hosts are pretended. */
class MachinesOnNetworksTest {
    private static final String GROUP = "/resourceGroups/rg";
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private TestCloud cloud;
    private Reconcilers reconcilers;
    private ObjectBytes bytes;
    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        SecureRandom random = new SecureRandom();
        HostSignals signals = new HostSignals();
        Services services = new Services();
        bytes = LocalBytes.open(directory.resolve("bytes"), new Ids(random), InstantSource.system(), 0);
        cloud = new TestCloud(on -> (Resources resources) -> services.providers(new Services.Foundation(on.profile, "a certificate", on.database, bytes, on.queue,
                new FleetStore(signals), new Placement(Map.of("francecentral", RegionRules.oneComputer())), on.keys, (token, audiences) -> {
                    throw new CloudException(CommonError.INVALID_AUTHENTICATION_TOKEN, "nobody has a token here");
                }, (tenant, principal) -> Optional.empty(), on.ids, InstantSource.system()), resources));
        reconcilers = new Reconcilers(cloud.database, cloud.queue, executor);
        reconcilers.start(services.reconcilers());
        Hosts registry = new Hosts(cloud.database, signals, new Ids(random), InstantSource.system());
        for (int i = 1; i <= 2; i++) {
            hosts.add(new SimulatedHost(cloud.database, cloud.queue, signals, cloud.keys, registry, new Hosts.Registration(new HostId("host-" + i), "francecentral", "1",
                    "10.0.0." + i, new Hosts.Capacity(2, 4096, 100)), InstantSource.system()));
        }
        put(GROUP, "{\"location\":\"francecentral\"}");
        put(network("virtualNetworks/net"), """
                {"location":"francecentral","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},
                 "subnets":[{"name":"default","properties":{"addressPrefix":"10.0.0.0/24"}}]}}""");
        cloud.settled(network("virtualNetworks/net"));
    }

    @AfterEach
    void stop() throws Exception {
        for (SimulatedHost host : hosts) {
            host.close();
        }
        reconcilers.close();
        bytes.close();
        cloud.close();
    }

    private static String network(String name) {
        return GROUP + "/providers/Microsoft.Network/" + name;
    }

    private static String machine(String name) {
        return GROUP + "/providers/Microsoft.Compute/virtualMachines/" + name;
    }

    private void put(String path, String body) {
        TestClient.Answer answer = cloud.owner().put(cloud.url(path), body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    }

    private void post(String path) {
        TestClient.Answer answer = cloud.owner().post(cloud.url(path), null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }

    private JsonNode create(String name) throws InterruptedException {
        String id = "/subscriptions/" + cloud.subscription;
        put(network("publicIPAddresses/" + name), "{\"location\":\"francecentral\",\"sku\":{\"name\":\"Standard\"},\"properties\":{\"publicIPAllocationMethod\":\"Static\"}}");
        put(network("networkInterfaces/" + name), """
                {"location":"francecentral","properties":{"ipConfigurations":[{"name":"one","properties":{"subnet":{"id":"%s"},"publicIPAddress":{"id":"%s"}}}]}}"""
                .formatted(id + network("virtualNetworks/net/subnets/default"), id + network("publicIPAddresses/" + name)));
        put(machine(name), """
                {"location":"francecentral","properties":{"hardwareProfile":{"vmSize":"Standard_D2s_v5"},
                 "networkProfile":{"networkInterfaces":[{"id":"%s","properties":{"deleteOption":"Delete"}}]},
                 "storageProfile":{"osDisk":{"createOption":"fromImage","deleteOption":"Delete"},"imageReference":{"publisher":"woad","offer":"tiny","sku":"1","version":"latest"}},
                 "osProfile":{"computerName":"%s","adminUsername":"azureuser","linuxConfiguration":{"disablePasswordAuthentication":true,
                  "ssh":{"publicKeys":[{"keyData":"%s"}]}}}}}""".formatted(id + network("networkInterfaces/" + name), name, sshKey()));
        return cloud.settled(machine(name)).json();
    }

    private static String sshKey() {
        ByteBuffer blob = ByteBuffer.allocate(51);
        blob.putInt(11).put("ssh-ed25519".getBytes(StandardCharsets.US_ASCII)).putInt(32).put(new byte[32]);
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob.array());
    }

    @Test
    void giveTheHostAMachineWithItsPortsAndTakeThemAwayAgain() throws Exception {
        JsonNode machine = create("vm1");
        assertThat(machine.at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        HostSpec told = told("vm1");
        assertThat(told.ports()).singleElement().satisfies(port -> {
            assertThat(told.machines().getFirst().portIds()).containsExactly(port.id());
            assertThat(port.machineId()).isEqualTo(machine.at("/properties/vmId").asText());
            assertThat(port.addresses().getFirst().privateAddress()).isEqualTo("10.0.0.4");
            assertThat(port.addresses().getFirst().publicAddress()).startsWith("127.64.");
        });
        assertThat(told.networks()).hasSize(1);
        JsonNode nic = cloud.owner().get(cloud.url(network("networkInterfaces/vm1"))).json();
        assertThat(nic.at("/properties/virtualMachine/id").asText()).endsWith("/virtualMachines/vm1");
        assertThat(cloud.owner().delete(cloud.url(network("networkInterfaces/vm1"))).status()).isGreaterThanOrEqualTo(400);
        post(machine("vm1") + "/deallocate");
        assertThat(cloud.settled(machine("vm1")).json().at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(hosts).allSatisfy(host -> assertThat(host.told().ports()).isEmpty());
        post(machine("vm1") + "/start");
        cloud.settled(machine("vm1"));
        assertThat(told("vm1").ports()).hasSize(1);
        assertThat(cloud.owner().delete(cloud.url(machine("vm1"))).status()).isEqualTo(202);
        assertThat(cloud.gone(machine("vm1"))).isTrue();
        assertThat(cloud.gone(network("networkInterfaces/vm1"))).isTrue();
        assertThat(hosts).allSatisfy(host -> {
            assertThat(host.told().machines()).isEmpty();
            assertThat(host.told().ports()).isEmpty();
        });
    }

    @Test
    void comeAndGoManyAtOnce() throws Exception {
        List<Future<JsonNode>> machines = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "vm" + i;
            machines.add(executor.submit(() -> create(name)));
        }
        for (Future<JsonNode> machine : machines) {
            assertThat(machine.get().at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        }
        List<Future<?>> restarts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = machine("vm" + i);
            restarts.add(executor.submit(() -> post(name + "/deallocate")));
            restarts.add(executor.submit(() -> post(name + "/start")));
        }
        for (Future<?> restart : restarts) {
            restart.get();
        }
        for (int i = 0; i < 8; i++) {
            assertThat(cloud.settled(machine("vm" + i)).json().at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        }
        assertThat(cloud.owner().delete(cloud.url(GROUP)).status()).isEqualTo(202);
        assertThat(cloud.gone(GROUP)).isTrue();
        assertThat(hosts).allSatisfy(host -> {
            HostSpec told = host.told();
            assertThat(told.machines()).isEmpty();
            assertThat(told.ports()).isEmpty();
            assertThat(told.disks()).isEmpty();
        });
        long left = cloud.database.with(handle -> handle.createQuery("""
                select (select count(*) from fleet.reservation) + (select count(*) from compute.attachment)
                    + (select count(*) from platform.wrapped_key where resource <> '')""").mapTo(Long.class).one());
        assertThat(left).isZero();
    }

    private HostSpec told(String machine) {
        return hosts.stream().map(SimulatedHost::told).filter(spec -> spec.machines().stream().anyMatch(m -> m.guest().name().equals(machine)))
                .findFirst().orElseThrow();
    }
}
