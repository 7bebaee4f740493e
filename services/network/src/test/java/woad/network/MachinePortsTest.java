package woad.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import woad.fleet.NetworkPorts;
import woad.fleet.spec.HostId;
import woad.platform.core.CloudException;

/** Interfaces as machines claim them and as hosts are told of them. */
class MachinePortsTest {
    private static final HostId ONE = new HostId("fc-1");
    private static final HostId TWO = new HostId("fc-2");

    private static TestNetwork network;

    @BeforeAll
    static void open() {
        network = new TestNetwork();
    }

    @BeforeEach
    void start() {
        network.nextGroup();
        network.make("networkSecurityGroups/g", "{}");
        network.make("virtualNetworks/v", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16','fd00::/48']},'subnets':[{'name':'s','properties':{"
                + "'addressPrefixes':['10.0.0.0/24','fd00::/64'],'networkSecurityGroup':{'id':'" + network.id("networkSecurityGroups/g") + "'}}}]}");
        network.make("publicIPAddresses/p", "{}");
        for (String name : List.of("a", "b")) {
            network.make("networkInterfaces/" + name, nic(""));
        }
    }

    @AfterEach
    void release() {
        network.releaseMachines();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    private String nic(String more) {
        return "{'ipConfigurations':[{'name':'four','properties':{'subnet':{'id':'" + network.id("virtualNetworks/v/subnets/s") + "'}" + more + "}},"
                + "{'name':'six','properties':{'privateIPAddressVersion':'IPv6','subnet':{'id':'" + network.id("virtualNetworks/v/subnets/s") + "'}}}]}";
    }

    private List<NetworkPorts.Interface> claim(NetworkPorts.Machine machine, String... names) {
        return network.transaction(handle -> network.ports().claim(handle, machine, List.of(names).stream().map(name -> network.id("networkInterfaces/" + name)).toList()));
    }

    private List<String> place(NetworkPorts.Machine machine, HostId host) {
        return network.transaction(handle -> network.ports().place(handle, machine.id(), host));
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void tellsHostsWhatTheyNeed() throws InterruptedException {
        NetworkPorts.Machine web = network.machine("Web");
        NetworkPorts.Machine data = network.machine("data");
        NetworkPorts.Interface claimed = claim(web, "a").getFirst();
        assertThat(claimed.addresses()).containsExactly(new NetworkPorts.Address("10.0.0.4", 24, null), new NetworkPorts.Address("fd00::4", 64, null));
        claim(data, "b");
        assertThat(network.get("networkInterfaces/a").at("/properties/virtualMachine/id").asText()).isEqualTo(web.resourceId());
        assertThat(network.delete("networkInterfaces/a").errorCode()).isEqualTo("NicInUse");
        assertThat(network.items("fc-1", "PORT")).as("claimed, not placed").isEmpty();

        assertThat(place(web, ONE)).containsExactly(claimed.portId());
        JsonNode port = network.items("fc-1", "PORT").getFirst();
        assertThat(port.path("machineId").asText()).isEqualTo(web.id().toString());
        assertThat(port.path("mac").asText()).isEqualTo(claimed.mac());
        assertThat(port.path("rules")).hasSize(1);
        assertThat(network.items("fc-1", "NETWORK")).singleElement().satisfies(item -> {
            assertThat(item.path("names").toString()).isEqualTo("{\"web\":[\"10.0.0.4\",\"fd00::4\"]}");
            assertThat(item.at("/subnets/0/prefixes").toString()).isEqualTo("[\"10.0.0.0/24\",\"fd00::/64\"]");
            assertThat(item.at("/endpoints/0/host").asText()).isEqualTo("fc-1");
        });
        assertThat(network.items("fc-2", "NETWORK")).isEmpty();

        place(data, TWO);
        assertThat(network.items("fc-2", "NETWORK").getFirst().path("endpoints")).hasSize(2);
        eventually(() -> network.items("fc-1", "NETWORK").getFirst().path("endpoints").size() == 2);
        assertThat(network.items("fc-1", "NETWORK").getFirst().path("names").has("data")).isTrue();

        network.transaction(handle -> {
            network.ports().release(handle, data.id());
            return null;
        });
        assertThat(network.items("fc-2", "NETWORK")).isEmpty();
        assertThat(network.items("fc-2", "PORT")).isEmpty();
        eventually(() -> network.items("fc-1", "NETWORK").getFirst().path("endpoints").size() == 1);
        network.remove("networkInterfaces/b");
    }

    @Test
    void repeatsWithoutChange() {
        NetworkPorts.Machine machine = network.machine("m");
        claim(machine, "a", "b");
        List<String> ports = place(machine, ONE);
        assertThat(ports).hasSize(2);
        List<JsonNode> before = network.items("fc-1", "PORT");
        assertThat(place(machine, ONE)).isEqualTo(ports);
        assertThat(claim(machine, "a", "b")).hasSize(2);
        assertThat(network.items("fc-1", "PORT")).isEqualTo(before);
        place(machine, TWO);
        assertThat(network.items("fc-1", "PORT")).isEmpty();
        assertThat(network.items("fc-2", "PORT")).hasSize(2);
    }

    @Test
    void tellsHostsOfChanges() throws InterruptedException {
        NetworkPorts.Machine machine = network.machine("m");
        claim(machine, "a");
        place(machine, ONE);
        network.applyAll();
        String rule = "{'securityRules':[{'name':'ssh','properties':{'protocol':'Tcp','sourcePortRange':'*','destinationPortRange':'22','sourceAddressPrefix':'*',"
                + "'destinationAddressPrefix':'*','access':'Allow','priority':1000,'direction':'Inbound'}}]}";
        assertThat(network.put("networkSecurityGroups/g", rule).json().at("/properties/provisioningState").asText()).isEqualTo("Updating");
        eventually(() -> network.items("fc-1", "PORT").getFirst().at("/rules/0/inbound/0/name").asText().equals("ssh"));
        assertThat(network.cloud.owner().get(network.url("networkSecurityGroups/g")).json().at("/properties/provisioningState").asText())
                .as("until the host has applied it").isEqualTo("Updating");
        network.applyAll();
        assertThat(network.get("networkSecurityGroups/g").at("/properties/provisioningState").asText()).isEqualTo("Succeeded");

        String address = network.get("publicIPAddresses/p").at("/properties/ipAddress").asText();
        assertThat(network.put("networkInterfaces/a", nic(",'publicIPAddress':{'id':'" + network.id("publicIPAddresses/p") + "'}")).status()).isEqualTo(200);
        eventually(() -> network.items("fc-1", "PORT").getFirst().at("/addresses/0/publicAddress").asText().equals(address));
        long generation = network.items("fc-1", "PORT").getFirst().path("generation").asLong();
        network.applyAll();
        network.put("networkInterfaces/a", nic(""));
        eventually(() -> network.items("fc-1", "PORT").getFirst().at("/addresses/0/publicAddress").asText("").isEmpty());
        assertThat(network.items("fc-1", "PORT").getFirst().path("generation").asLong()).isGreaterThan(generation);
    }

    @Test
    void waitsForHostsButNotForEver() {
        NetworkPorts.Machine machine = network.machine("m");
        claim(machine, "a");
        place(machine, ONE);
        network.put("networkInterfaces/a", nic(",'publicIPAddress':{'id':'" + network.id("publicIPAddresses/p") + "'}"));
        network.ahead = Duration.ofMinutes(1);
        try {
            assertThat(network.get("networkInterfaces/a").at("/properties/provisioningState").asText()).as("the host is away").isEqualTo("Succeeded");
            network.applyAll();
            network.failPorts("fc-1");
            network.put("networkInterfaces/a", nic(",'publicIPAddress':{'id':'" + network.id("publicIPAddresses/p") + "'}"));
            assertThat(network.get("networkInterfaces/a").at("/properties/provisioningState").asText()).as("the host cannot").isEqualTo("Failed");
        } finally {
            network.ahead = Duration.ZERO;
        }
    }

    @Test
    void showsWhatApplies() {
        NetworkPorts.Machine machine = network.machine("m");
        claim(machine, "a");
        JsonNode groups = network.cloud.owner().post(network.url("networkInterfaces/a/effectiveNetworkSecurityGroups"), null).json();
        assertThat(groups.at("/value/0/association/subnet/id").asText()).isEqualTo(network.id("virtualNetworks/v/subnets/s"));
        assertThat(groups.at("/value/0/effectiveSecurityRules")).hasSize(6);
        assertThat(groups.at("/value/0/effectiveSecurityRules/0/expandedSourceAddressPrefix").toString()).isEqualTo("[\"10.0.0.0/16\",\"fd00::/48\"]");
        JsonNode routes = network.cloud.owner().post(network.url("networkInterfaces/a/effectiveRouteTable"), null).json();
        assertThat(routes.path("value").findValuesAsText("nextHopType")).containsExactly("VnetLocal", "VnetLocal", "None");
    }

    @Test
    void refusesWrongClaims() {
        NetworkPorts.Machine machine = network.machine("m");
        claim(machine, "a");
        network.make("virtualNetworks/w", "{'addressSpace':{'addressPrefixes':['10.0.0.0/16']},'subnets':[{'name':'s','properties':{'addressPrefix':'10.0.0.0/24'}}]}");
        network.make("networkInterfaces/elsewhere", "{'ipConfigurations':[{'name':'four','properties':{'subnet':{'id':'" + network.id("virtualNetworks/w/subnets/s") + "'}}}]}");
        refused("NicInUse", () -> claim(network.machine("other"), "a"));
        refused("InvalidResourceReference", () -> claim(machine, "none"));
        refused("SubnetsNotInSameVnet", () -> claim(machine, "a", "elsewhere"));
        refused("DuplicateResourceName", () -> claim(machine, "a", "A"));
        NetworkPorts.Machine south = new NetworkPorts.Machine(machine.id(), machine.resourceId(), "m", network.cloud.tenant, "francesouth");
        refused("InvalidResourceReference", () -> claim(south, "b"));
        refused("InvalidResourceReference", () -> claim(new NetworkPorts.Machine(machine.id(), machine.resourceId(), "m", network.cloud.otherTenant, "francecentral"), "b"));
        place(machine, ONE);
        refused("OperationNotAllowed", () -> claim(machine, "a", "b"));
        assertThat(network.put("networkInterfaces/a", nic("").replace("virtualNetworks/v", "virtualNetworks/w").replaceFirst(",\\{'name':'six'.*", "]}")).errorCode())
                .isEqualTo("SubnetsNotInSameVnet");
        network.transaction(handle -> {
            network.ports().unplace(handle, machine.id());
            return null;
        });
        assertThat(claim(machine, "b", "a")).extracting(NetworkPorts.Interface::resourceId).containsExactly(network.id("networkInterfaces/b"), network.id("networkInterfaces/a"));
    }

    private static void refused(String code, Runnable claim) {
        assertThatThrownBy(claim::run).isInstanceOfSatisfying(CloudException.class, refusal -> assertThat(refusal.error().code()).isEqualTo(code));
    }
}
