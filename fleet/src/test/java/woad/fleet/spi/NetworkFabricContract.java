package woad.fleet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static woad.fleet.spi.NetworkScenario.allow;
import static woad.fleet.spi.NetworkScenario.deny;
import static woad.fleet.spi.NetworkScenario.from;
import static woad.fleet.spi.NetworkScenario.inbound;
import static woad.fleet.spi.NetworkScenario.outbound;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.PortSpec;
import woad.fleet.spec.PortSpec.Protocol;

/** What every {@link NetworkFabric} does. An implementation's test class gives the {@link #lab} and inherits the tests. */
public interface NetworkFabricContract {

    /** The hosts; may be the same for all tests of a class. */
    NetworkLab lab();

    private NetworkScenario scenario() {
        return new NetworkScenario(lab());
    }

    /** Two subnets with machines a and b in the first, on two hosts, and c and d in the second, on two hosts. */
    private NetworkScenario twoSubnets() {
        return scenario().network("net", "10.1.0.0/16", "fd00:1::/48")
                .subnet("net", "front", "10.1.1.0/24", "fd00:1:0:1::/64")
                .subnet("net", "back", "10.1.2.0/24", "fd00:1:0:2::/64")
                .machine("a", 0, "net", "front", "10.1.1.4", "fd00:1:0:1::4")
                .machine("b", 1, "net", "front", "10.1.1.5", "fd00:1:0:1::5")
                .machine("c", 0, "net", "back", "10.1.2.4", "fd00:1:0:2::4")
                .machine("d", 1, "net", "back", "10.1.2.5", "fd00:1:0:2::5");
    }

    @Test
    default void machinesOfASubnetReachEachOtherAcrossHosts() throws Exception {
        NetworkScenario scenario = twoSubnets().converge();
        scenario.guest("b").serve(80, "b");

        assertThat(scenario.guest("a").greeting("10.1.1.5", 80)).contains("b 10.1.1.4");
        assertThat(scenario.guest("a").greeting("fd00:1:0:1::5", 80)).contains("b fd00:1:0:1:0:0:0:4");
    }

    @Test
    default void subnetsOfANetworkReachEachOtherOnOneHostAndAcrossHosts() throws Exception {
        NetworkScenario scenario = twoSubnets().converge();
        scenario.guest("c").serve(80, "c");
        scenario.guest("d").serve(80, "d");

        assertThat(scenario.guest("a").greeting("10.1.2.4", 80)).contains("c 10.1.1.4");
        assertThat(scenario.guest("a").greeting("10.1.2.5", 80)).contains("d 10.1.1.4");
        assertThat(scenario.guest("b").greeting("fd00:1:0:2::4", 80)).contains("c fd00:1:0:1:0:0:0:5");
        assertThat(scenario.guest("b").greeting("fd00:1:0:2::5", 80)).contains("d fd00:1:0:1:0:0:0:5");
    }

    @Test
    default void networksWithTheSameAddressesStayApart() throws Exception {
        NetworkScenario scenario = scenario();
        for (String tenant : List.of("red", "blue")) {
            scenario.network(tenant, "10.0.0.0/16", "fd00::/48").subnet(tenant, "one", "10.0.0.0/24", "fd00::/64")
                    .machine(tenant + "1", 0, tenant, "one", "10.0.0.4", "fd00::4")
                    .machine(tenant + "2", 1, tenant, "one", "10.0.0.5", "fd00::5")
                    .machine(tenant + "3", 0, tenant, "one", tenant.equals("red") ? "10.0.0.6" : "10.0.0.7",
                            tenant.equals("red") ? "fd00::6" : "fd00::7");
        }
        scenario.converge();
        for (String machine : List.of("red2", "blue2", "red3", "blue3")) {
            scenario.guest(machine).serve(80, machine);
        }

        assertThat(scenario.guest("red1").greeting("10.0.0.5", 80)).contains("red2 10.0.0.4");
        assertThat(scenario.guest("blue1").greeting("10.0.0.5", 80)).contains("blue2 10.0.0.4");
        assertThat(scenario.guest("red1").greeting("fd00::5", 80)).contains("red2 fd00:0:0:0:0:0:0:4");
        assertThat(scenario.guest("blue1").greeting("fd00::5", 80)).contains("blue2 fd00:0:0:0:0:0:0:4");
        assertThat(scenario.guest("red1").greeting("10.0.0.7", 80)).isEmpty();
        assertThat(scenario.guest("blue1").greeting("fd00::6", 80)).isEmpty();
    }

    @Test
    default void anotherNetworkIsOutOfReach() throws Exception {
        NetworkScenario scenario = twoSubnets().network("other", "10.9.0.0/16", "fd00:9::/48").subnet("other", "one", "10.9.0.0/24", "fd00:9::/64")
                .machine("x", 0, "other", "one", "10.9.0.4", "fd00:9::4").converge();
        scenario.guest("x").serve(80, "x");

        assertThat(scenario.guest("a").greeting("10.9.0.4", 80)).isEmpty();
        assertThat(scenario.guest("a").greeting("fd00:9::4", 80)).isEmpty();
    }

    @Test
    default void theFirstMatchingRuleOfEveryGroupDecides() throws Exception {
        NetworkScenario scenario = twoSubnets();
        scenario.rules("b", inbound(deny(100, Protocol.TCP, 81), from(allow(110, Protocol.TCP, 80, 81, 82), "10.1.1.0/24", "fd00:1:0:1::/64"),
                deny(65_500, Protocol.ANY)), inbound(allow(100, Protocol.TCP, 80, 81), deny(65_500, Protocol.ANY)));
        scenario.converge();
        for (int port : List.of(80, 81, 82)) {
            scenario.guest("b").serve(port, "b");
        }

        for (String address : List.of("10.1.1.5", "fd00:1:0:1::5")) {
            assertThat(scenario.guest("a").greeting(address, 80)).as("allowed by both groups").isPresent();
            assertThat(scenario.guest("a").greeting(address, 81)).as("denied by the first rule").isEmpty();
            assertThat(scenario.guest("a").greeting(address, 82)).as("denied by the second group").isEmpty();
            assertThat(scenario.guest("c").greeting(address, 80)).as("from elsewhere").isEmpty();
        }
    }

    @Test
    default void rulesOfTheSenderDecideToo() throws Exception {
        NetworkScenario scenario = twoSubnets();
        scenario.rules("a", outbound(deny(100, Protocol.TCP, 81), allow(110, Protocol.ANY)));
        scenario.converge();
        for (String machine : List.of("b", "c")) {
            scenario.guest(machine).serve(80, machine);
            scenario.guest(machine).serve(81, machine);
        }

        for (String address : List.of("10.1.1.5", "10.1.2.4", "fd00:1:0:1::5", "fd00:1:0:2::4")) {
            assertThat(scenario.guest("a").greeting(address, 80)).isPresent();
            assertThat(scenario.guest("a").greeting(address, 81)).isEmpty();
        }
    }

    @Test
    default void machinesOfOneSubnetOnOneHostAreJudgedToo() throws Exception {
        NetworkScenario scenario = scenario().network("net", "10.1.0.0/16").subnet("net", "one", "10.1.1.0/24")
                .machine("a", 0, "net", "one", "10.1.1.4").machine("b", 0, "net", "one", "10.1.1.5");
        scenario.rules("b", inbound(allow(100, Protocol.TCP, 80), deny(65_500, Protocol.ANY)));
        scenario.converge();
        scenario.guest("b").serve(80, "b");
        scenario.guest("b").serve(81, "b");

        assertThat(scenario.guest("a").greeting("10.1.1.5", 80)).contains("b 10.1.1.4");
        assertThat(scenario.guest("a").greeting("10.1.1.5", 81)).isEmpty();
    }

    @Test
    default void aRuleChangeEndsTheFlowsThatItForbidsAndNoOthers() throws Exception {
        NetworkScenario scenario = twoSubnets();
        scenario.rules("b", inbound(allow(100, Protocol.TCP, 80, 81), deny(65_500, Protocol.ANY)));
        scenario.converge();
        scenario.guest("b").serve(80, "b");
        scenario.guest("b").serve(81, "b");

        try (NetworkLab.Flow kept = scenario.guest("a").connect("10.1.1.5", 80); NetworkLab.Flow ended = scenario.guest("a").connect("10.1.1.5", 81);
             NetworkLab.Flow endedToo = scenario.guest("a").connect("fd00:1:0:1::5", 81)) {
            assertThat(List.of(kept.alive(), ended.alive(), endedToo.alive())).containsOnly(true);

            scenario.rules("b", inbound(allow(100, Protocol.TCP, 80), deny(65_500, Protocol.ANY))).converge();

            assertThat(kept.alive()).isTrue();
            assertThat(ended.alive()).isFalse();
            assertThat(endedToo.alive()).isFalse();
        }
    }

    @Test
    default void convergingAgainInterruptsNothing() throws Exception {
        NetworkScenario scenario = twoSubnets().converge();
        scenario.guest("d").serve(80, "d");
        try (NetworkLab.Flow flow = scenario.guest("a").connect("10.1.2.5", 80)) {
            scenario.converge();
            assertThat(flow.alive()).isTrue();
            scenario.machine("e", 0, "net", "front", "10.1.1.6").network("other", "10.9.0.0/16").subnet("other", "one", "10.9.0.0/24")
                    .machine("x", 0, "other", "one", "10.9.0.4").converge();
            assertThat(flow.alive()).isTrue();
            scenario.remove("e").remove("x").converge();
            assertThat(flow.alive()).isTrue();
        }
    }

    @Test
    default void aPublicAddressLeadsToItsMachineAndNothingElseDoes() throws Exception {
        String address = lab().publicAddress();
        NetworkScenario scenario = twoSubnets().publicAddress("a", address);
        scenario.rules("a", inbound(allow(100, Protocol.TCP, 80), deny(65_500, Protocol.ANY)));
        scenario.converge();
        scenario.guest("a").serve(80, "a");
        scenario.guest("a").serve(81, "a");

        assertThat(lab().fromOutside(address, 80)).hasValueSatisfying(greeting -> assertThat(greeting).startsWith("a "));
        assertThat(lab().fromOutside(address, 81)).as("the rules hold for the outside").isEmpty();
        assertThat(lab().fromOutside(lab().publicAddress(), 80)).as("an address that nobody has").isEmpty();

        scenario.publicAddress("a", null).publicAddress("b", address).converge();
        scenario.guest("b").serve(80, "b");
        assertThat(lab().fromOutside(address, 80)).as("without a security group nothing comes in from outside").isEmpty();
        scenario.rules("b", inbound(allow(100, Protocol.ANY))).converge();
        assertThat(lab().fromOutside(address, 80)).as("moved to another host").hasValueSatisfying(greeting -> assertThat(greeting).startsWith("b "));
    }

    @Test
    default void onlyThePublicAddressOfAMachineIsAWayOut() throws Exception {
        String one = lab().publicAddress();
        String other = lab().publicAddress();
        NetworkScenario scenario = twoSubnets().publicAddress("a", one)
                .network("other", "10.1.0.0/16").subnet("other", "one", "10.1.1.0/24").machine("x", 1, "other", "one", "10.1.1.4").publicAddress("x", other);
        scenario.rules("x", inbound(allow(100, Protocol.ANY)));
        scenario.converge();
        scenario.guest("x").serve(80, "x");

        assertThat(scenario.guest("a").greeting(lab().reachable(other), 80)).contains("x " + lab().reachable(one));
        assertThat(scenario.guest("c").greeting(lab().reachable(other), 80)).isEmpty();
    }

    @Test
    default void aMachineReachesItsNeighbourAlsoByPublicAddress() throws Exception {
        String one = lab().publicAddress();
        String other = lab().publicAddress();
        NetworkScenario scenario = twoSubnets().publicAddress("a", one).publicAddress("c", other);
        scenario.rules("c", inbound(allow(100, Protocol.ANY)));
        scenario.converge();
        scenario.guest("c").serve(80, "c");

        assertThat(scenario.guest("a").greeting(lab().reachable(other), 80)).contains("c " + lab().reachable(one));
    }

    @Test
    default void aListenerInANetworkHearsItsMachinesWhateverTheirRules() throws Exception {
        NetworkScenario scenario = twoSubnets();
        scenario.rules("a", outbound(deny(100, Protocol.ANY)));
        scenario.converge();
        NetworkFabric fabric = lab().fabric(lab().hosts().getFirst());
        for (String address : List.of("169.254.169.254", "168.63.129.16")) {
            try (ServerSocketChannel listener = fabric.listen(scenario.networkId("net"), new InetSocketAddress(address, 80))) {
                Thread.ofVirtual().start(() -> {
                    try (SocketChannel client = listener.accept()) {
                        String peer = ((InetSocketAddress) client.getRemoteAddress()).getAddress().getHostAddress();
                        client.write(ByteBuffer.wrap(("metadata " + peer + "\n").getBytes()));
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                assertThat(scenario.guest("a").greeting(address, 80)).as(address).contains("metadata 10.1.1.4");
            }
        }
    }

    @Test
    default void aPortThatCannotBeMadeDoesNotHinderOthers() {
        NetworkScenario scenario = twoSubnets().machine("stray", 0, "net", "front", "10.7.7.7").machine("twin", 0, "net", "front", "10.1.1.4");
        Map<String, String> errors = scenario.convergeHost(0);

        PortSpec stray = scenario.port("stray");
        assertThat(errors).hasSize(2).containsKey(stray.id());
        assertThat(errors.get(stray.id())).contains("10.7.7.7");
        assertThat(errors.keySet()).doesNotContain(scenario.port("c").id());
        assertThat(lab().fabric(lab().hosts().getFirst()).tap(scenario.port("c").id())).isNotBlank();
        assertThatThrownBy(() -> lab().fabric(lab().hosts().getFirst()).tap(stray.id())).isInstanceOf(EngineException.class);
    }
}
