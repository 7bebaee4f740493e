package woad.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import woad.fleet.FleetStore;
import woad.fleet.Placement;
import woad.fleet.RegionRules;
import woad.fleet.SerialLogs;
import woad.fleet.hosts.HostSignals;
import woad.fleet.hosts.Hosts;
import woad.fleet.hosts.SimulatedHost;
import woad.fleet.spec.HostId;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.web.TestClient;
import woad.platform.web.WebService;
import woad.resources.TestCloud;
import woad.resources.provider.Resources;

/** A cloud with {@code Microsoft.Compute} over a real database, fleet and keys; the hosts and the networks are pretended. */
final class ComputeCloud implements AutoCloseable {
    static final String GROUP = "/resourceGroups/rg";
    static final String SSH_KEY = sshKey();

    final TestCloud cloud;
    final FakeNetworkPorts ports = new FakeNetworkPorts();
    final SerialLogs serialLogs = new SerialLogs();
    final Placement placement = new Placement(Map.of("francecentral", RegionRules.oneComputer(), "francesouth", RegionRules.oneComputer()));
    final List<SimulatedHost> hosts = new ArrayList<>();
    final List<WebService> services = new ArrayList<>();

    private ComputeCloud(String... regions) {
        SecureRandom random = new SecureRandom();
        HostSignals signals = new HostSignals();
        cloud = new TestCloud(on -> (Resources resources) -> {
            ComputeProvider provider = new ComputeProvider(new ComputeParts(on.database, resources, new FleetStore(signals), placement, ports, on.keys,
                    serialLogs, on.profile, "a certificate", on.ids, InstantSource.system()));
            services.addAll(provider.services());
            return List.of(provider);
        });
        Hosts registry = new Hosts(cloud.database, signals, new Ids(random), InstantSource.system());
        for (int i = 0; i < regions.length; i++) {
            hosts.add(new SimulatedHost(cloud.database, cloud.queue, signals, cloud.keys, registry, new Hosts.Registration(new HostId("host-" + (i + 1)), regions[i], "1",
                    "10.0.0." + (i + 1), new Hosts.Capacity(2, 4096, 100)), InstantSource.system()));
        }
        cloud.owner().put(cloud.url(GROUP), "{\"location\":\"francecentral\"}");
    }

    static ComputeCloud start(String... regions) {
        return new ComputeCloud(regions);
    }

    SimulatedHost host() {
        return hosts.getFirst();
    }

    static String machine(String name) {
        return GROUP + "/providers/Microsoft.Compute/virtualMachines/" + name;
    }

    static String disk(String name) {
        return GROUP + "/providers/Microsoft.Compute/disks/" + name;
    }

    String nic(String name) {
        return "/subscriptions/" + cloud.subscription + GROUP + "/providers/Microsoft.Network/networkInterfaces/" + name;
    }

    /** As the template of {@code az vm create} has it: nulls, letter case and all. */
    ObjectNode body(String name) {
        return (ObjectNode) Json.parse("""
                {"location": "francecentral", "tags": {}, "properties": {
                  "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
                  "networkProfile": {"networkInterfaces": [{"id": "%s", "properties": {"deleteOption": null}}]},
                  "storageProfile": {
                    "osDisk": {"createOption": "fromImage", "name": null, "caching": "ReadWrite", "managedDisk": {"storageAccountType": null}},
                    "imageReference": {"publisher": "woad", "offer": "tiny", "sku": "1", "version": "latest"}},
                  "osProfile": {"computerName": "%s", "adminUsername": "azureuser",
                    "linuxConfiguration": {"disablePasswordAuthentication": true,
                      "ssh": {"publicKeys": [{"keyData": "%s", "path": "/home/azureuser/.ssh/authorized_keys"}]}}}}}
                """.formatted(nic(name + "VMNic"), name, SSH_KEY));
    }

    TestClient.Answer put(String path, Object body) {
        return cloud.owner().put(cloud.url(path), body);
    }

    TestClient.Answer get(String path) {
        return cloud.owner().get(cloud.url(path));
    }

    TestClient.Answer post(String path, Object body) {
        return cloud.owner().post(cloud.url(path), body);
    }

    TestClient.Answer patch(String path, Object body) {
        return cloud.owner().send("PATCH", cloud.url(path), body);
    }

    TestClient.Answer delete(String path) {
        return cloud.owner().delete(cloud.url(path));
    }

    /** Puts a machine and waits until it runs. */
    JsonNode create(String name) throws InterruptedException {
        return create(name, body -> { });
    }

    JsonNode create(String name, Consumer<ObjectNode> change) throws InterruptedException {
        ObjectNode body = body(name);
        change.accept(body);
        TestClient.Answer created = put(machine(name), body);
        if (created.status() != 201) {
            throw new AssertionError(created.text());
        }
        return settled(machine(name));
    }

    JsonNode settled(String path) throws InterruptedException {
        return cloud.settled(path).json();
    }

    /** Waits for a power state, at most 20 s. */
    String power(String name, String wanted) throws InterruptedException {
        String power = "";
        for (int i = 0; i < 400; i++) {
            power = power(name);
            if (power.equals(wanted)) {
                return power;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return power;
    }

    String power(String name) {
        for (JsonNode status : get(machine(name) + "/instanceView").json().path("statuses")) {
            if (status.path("code").asText().startsWith("PowerState/")) {
                return status.path("code").asText().substring("PowerState/".length());
            }
        }
        return "none";
    }

    <T> T read(java.util.function.Function<Handle, T> work) {
        return cloud.database.with(work);
    }

    /** A count from the database. */
    long count(String from) {
        Long count = read(handle -> handle.createQuery("select count(*) from " + from).mapTo(Long.class).one());
        return count;
    }

    private static String sshKey() {
        var blob = java.nio.ByteBuffer.allocate(51);
        blob.putInt(11).put("ssh-ed25519".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(32).put(new byte[32]);
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob.array()) + " test";
    }

    @Override
    public void close() throws Exception {
        for (SimulatedHost host : hosts) {
            host.close();
        }
        cloud.close();
    }
}
