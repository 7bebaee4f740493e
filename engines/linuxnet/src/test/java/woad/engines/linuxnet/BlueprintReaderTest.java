package woad.engines.linuxnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;

class BlueprintReaderTest {

    private static final FabricSettings SETTINGS = new FabricSettings("woad-x-one", "uplink", Cidr.address("198.19.0.11"),
            new AddressTranslation(Cidr.parse("127.64.0.0/16"), Cidr.parse("198.18.0.0/16")), "woad.test", 1500, Path.of("/run/woad/x"), OptionalInt.empty());
    private static final NetworkSpec NETWORK = new NetworkSpec("net", 1, List.of("10.0.0.0/16"),
            List.of(new NetworkSpec.SubnetSpec("sub", 7, List.of("10.0.0.0/24"))), Map.of("web", List.of("10.0.0.4")),
            List.of(new NetworkSpec.Endpoint("sub", new HostId("two"), "00:0d:3a:00:00:05", List.of("10.0.0.5"))));

    private static PortSpec port(String id, String mac, String address, String publicAddress, PortSpec.Rule... rules) {
        return new PortSpec(id, 1, "machine", "net", "sub", mac, List.of(new PortSpec.Address(address, publicAddress)),
                List.of(new PortSpec.RuleGroup(List.of(rules), List.of())));
    }

    private static Blueprint read(PortSpec... ports) {
        return BlueprintReader.read(SETTINGS, List.of(new HostSpec.Peer(new HostId("two"), "198.19.0.12")), List.of(NETWORK), List.of(ports));
    }

    @Test
    void knowsWhereNeighboursAreAndHowPublicAddressesLookOnTheFabric() {
        Blueprint blueprint = read(port("p", "00:0d:3a:00:00:04", "10.0.0.4", "127.64.1.2"));

        assertThat(blueprint.errors()).isEmpty();
        assertThat(blueprint.networks().getFirst().segments().getFirst().neighbours().getFirst().host()).contains(Cidr.address("198.19.0.12"));
        assertThat(blueprint.networks().getFirst().publics())
                .containsExactly(new Blueprint.PublicAddress(Cidr.address("198.18.1.2"), Cidr.address("10.0.0.4")));
    }

    @Test
    void refusesWhatWouldTakeAnothersPlace() {
        assertThat(read(port("p", "00:0d:3a:00:00:04", "10.0.0.1", null)).errors()).as("the gateway's address").containsKey("p");
        assertThat(read(port("p", Segments.GATEWAY_MAC, "10.0.0.4", null)).errors()).as("the gateway's hardware address").containsKey("p");
        assertThat(read(port("p", "00:0d:3a:00:00:04", "10.0.0.4", "8.8.8.8")).errors().get("p")).contains("127.64.0.0/16");
        assertThat(read(port("p", "00:0d:3a:00:00:04", "10.0.0.4", null), port("q", "00:0d:3a:00:00:06", "10.0.0.4", null)).errors()).containsOnlyKeys("q");
        assertThat(read(port("p", "00:0d:3a:00:00:04", "10.0.0.4", "127.64.0.9"), port("q", "00:0d:3a:00:00:06", "10.0.0.6", "127.64.0.9")).errors())
                .containsOnlyKeys("q");
    }

    @Test
    void refusesWhatToolsWouldReadAsSomethingElse() {
        assertThat(read(port("p; flush ruleset", "00:0d:3a:00:00:04", "10.0.0.4", null)).errors()).hasSize(1);
        assertThat(read(port("p", "00:0d:3a:00:00:04 up", "10.0.0.4", null)).errors()).containsKey("p");
        assertThat(read(port("p", "00:0d:3a:00:00:04", "10.0.0.4 }", null)).errors()).containsKey("p");
        PortSpec.Rule rule = new PortSpec.Rule("r", 1, true, PortSpec.Protocol.ANY, List.of("10.0.0.0/8 } accept"), List.of(), List.of(), List.of());
        assertThat(read(port("p", "00:0d:3a:00:00:04", "10.0.0.4", null, rule)).errors()).containsKey("p");
    }

    @Test
    void aBadNetworkFailsItsPortsAlone() {
        NetworkSpec bad = new NetworkSpec("bad", 1, List.of("10.0.0.0/16"), List.of(new NetworkSpec.SubnetSpec("s", 7, List.of("10.0.0.0/24"))),
                Map.of(), List.of());
        PortSpec stray = new PortSpec("stray", 1, "m", "bad", "s", "00:0d:3a:00:00:07", List.of(new PortSpec.Address("10.0.0.7", null)), List.of());
        Blueprint blueprint = BlueprintReader.read(SETTINGS, List.of(), List.of(NETWORK, bad), List.of(port("p", "00:0d:3a:00:00:04", "10.0.0.4", null), stray));

        assertThat(blueprint.errors()).containsOnlyKeys("stray");
        assertThat(blueprint.errors().get("stray")).contains("VXLAN identifier 7");
        assertThat(blueprint.ports()).extracting(Blueprint.Port::id).containsExactly("p");
    }
}
