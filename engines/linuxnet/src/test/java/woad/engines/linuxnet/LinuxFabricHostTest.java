package woad.engines.linuxnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static woad.fleet.spi.NetworkScenario.allow;
import static woad.fleet.spi.NetworkScenario.deny;
import static woad.fleet.spi.NetworkScenario.inbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import woad.fleet.spec.HostId;
import woad.fleet.spec.PortSpec;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.NetworkLab;
import woad.fleet.spi.NetworkScenario;

/** What this engine promises beyond the contract: nobody pretends to be another, and nothing that a crash leaves matters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinuxFabricHostTest {

    private LinuxLab lab;
    private HostId host;

    @BeforeAll
    void open() {
        lab = new LinuxLab();
        host = lab.hosts().getFirst();
    }

    @AfterAll
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    private NetworkScenario neighbours() {
        return new NetworkScenario(lab).network("net", "10.1.0.0/16", "fd00:1::/48").subnet("net", "one", "10.1.1.0/24", "fd00:1:0:1::/64")
                .machine("a", 0, "net", "one", "10.1.1.4", "fd00:1:0:1::4").machine("b", 0, "net", "one", "10.1.1.5", "fd00:1:0:1::5")
                .machine("c", 1, "net", "one", "10.1.1.6", "fd00:1:0:1::6");
    }

    private LinuxLab.LinuxGuest guest(NetworkScenario scenario, String name) throws Exception {
        return (LinuxLab.LinuxGuest) scenario.guest(name);
    }

    @Test
    void dropsWhatComesFromAddressesThatAreNotThePorts() throws Exception {
        NetworkScenario scenario = neighbours().converge();
        scenario.guest("b").serve(80, "b");
        scenario.guest("c").serve(80, "c");
        String namespace = guest(scenario, "a").namespace();
        assertThat(scenario.guest("a").greeting("10.1.1.5", 80)).isPresent();

        lab.commands().ipBatch(namespace, List.of("addr add 10.1.1.77/24 dev eth0", "route replace 10.1.1.0/24 dev eth0 src 10.1.1.77",
                "addr add fd00:1:0:1::77/64 dev eth0 nodad", "route replace fd00:1:0:1::/64 dev eth0 src fd00:1:0:1::77"));
        for (String address : List.of("10.1.1.5", "10.1.1.6", "fd00:1:0:1::5", "fd00:1:0:1::6")) {
            assertThat(scenario.guest("a").greeting(address, 80)).as("another's address to %s", address).isEmpty();
        }
        lab.commands().ipBatch(namespace, List.of("addr del 10.1.1.77/24 dev eth0", "route replace 10.1.1.0/24 dev eth0 src 10.1.1.4",
                "link set eth0 address 00:0d:3a:99:99:99"));
        assertThat(scenario.guest("a").greeting("10.1.1.5", 80)).as("another hardware address").isEmpty();
        lab.commands().ip(namespace, "link", "set", "eth0", "address", scenario.port("a").mac());
        assertThat(scenario.guest("a").greeting("10.1.1.5", 80)).as("its own again").isPresent();
    }

    @Test
    void dropsClaimsToOthersAddresses() throws Exception {
        NetworkScenario scenario = neighbours().converge();
        String victim = guest(scenario, "b").namespace();
        scenario.guest("b").greeting("10.1.1.1", 9);
        scenario.guest("b").greeting("10.1.1.6", 9);
        assertThat(lab.commands().ip(victim, "neigh", "show", "10.1.1.1", "dev", "eth0")).contains(Segments.GATEWAY_MAC);

        Announcement.send(guest(scenario, "a").namespace(), "eth0", List.of(Cidr.address("10.1.1.1"), Cidr.address("10.1.1.6")));

        Thread.sleep(100);
        assertThat(lab.commands().ip(victim, "neigh", "show", "dev", "eth0")).contains(Segments.GATEWAY_MAC).doesNotContain(scenario.port("a").mac());
    }

    @Test
    void judgesANeighbourThatSendsByWayOfTheGateway() throws Exception {
        NetworkScenario scenario = neighbours().rules("b", inbound(allow(100, PortSpec.Protocol.TCP, 80), deny(200, PortSpec.Protocol.ANY))).converge();
        scenario.guest("b").serve(80, "b");
        scenario.guest("b").serve(81, "b");
        lab.commands().ipBatch(guest(scenario, "a").namespace(), List.of("route add 10.1.1.5/32 via 10.1.1.1 dev eth0",
                "route add fd00:1:0:1::5/128 via fe80::1234:5678:9abc dev eth0"));

        for (String address : List.of("10.1.1.5", "fd00:1:0:1::5")) {
            assertThat(scenario.guest("a").greeting(address, 80)).isPresent();
            assertThat(scenario.guest("a").greeting(address, 81)).isEmpty();
        }
    }

    @Test
    void judgesAFlowThatWentToAnotherNeighbourFirst() throws Exception {
        NetworkScenario scenario = neighbours().machine("x", 0, "net", "one", "10.1.1.7")
                .rules("b", inbound(deny(200, PortSpec.Protocol.ANY))).rules("x", inbound(allow(100, PortSpec.Protocol.ANY))).converge();
        scenario.guest("b").serve(81, "b");
        scenario.guest("x");
        String namespace = guest(scenario, "a").namespace();
        lab.commands().ip(namespace, "neigh", "replace", "10.1.1.5", "lladdr", scenario.port("x").mac(), "dev", "eth0");
        Thread.ofVirtual().start(() -> {
            java.util.concurrent.locks.LockSupport.parkNanos(400_000_000);
            lab.commands().ip(namespace, "neigh", "replace", "10.1.1.5", "lladdr", scenario.port("b").mac(), "dev", "eth0");
        });
        assertThat(guest(scenario, "a").inside(() -> LinuxLab.greet("10.1.1.5", 81, 3000))).isEmpty();
    }

    @Test
    void judgesFramesWithAPriorityTag() throws Exception {
        NetworkScenario scenario = neighbours().rules("b", inbound(deny(200, PortSpec.Protocol.ANY))).converge();
        LinuxLab.LinuxGuest sender = guest(scenario, "a");
        try (DatagramSocket receiver = guest(scenario, "b").inside(() -> new DatagramSocket(9000))) {
            receiver.setSoTimeout(500);
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            for (boolean tagged : List.of(false, true)) {
                send(sender, scenario, tagged);
                assertThatThrownBy(() -> receiver.receive(packet)).as("tagged %s", tagged).isInstanceOf(SocketTimeoutException.class);
            }
            scenario.rules("b", inbound(allow(200, PortSpec.Protocol.ANY))).converge();
            send(sender, scenario, false);
            receiver.receive(packet);
            assertThat(packet.getLength()).isEqualTo(4);
        }
    }

    @Test
    void judgesWhatOnlyLooksLikeDhcp() throws Exception {
        String address = lab.publicAddress();
        NetworkScenario scenario = neighbours().publicAddress("b", address).rules("b", inbound(deny(200, PortSpec.Protocol.ANY))).converge();
        lab.commands().ip(guest(scenario, "a").namespace(), "route", "add", "10.1.1.5/32", "via", "10.1.1.1", "dev", "eth0");
        try (DatagramSocket client = guest(scenario, "b").inside(() -> new DatagramSocket(68));
             DatagramSocket server = guest(scenario, "b").inside(() -> new DatagramSocket(67));
             DatagramSocket neighbour = guest(scenario, "a").inside(() -> new DatagramSocket(68))) {
            neighbour.send(new DatagramPacket(new byte[4], 4, InetAddress.ofLiteral("10.1.1.5"), 67));
            NetworkNamespace.call(lab.plan().fabricNamespace(), () -> {
                lab.commands().ip(lab.plan().fabricNamespace(), "addr", "replace", lab.plan().underlay().plus(250).getHostAddress() + "/24", "dev", "fabric");
                lab.commands().ip(lab.plan().fabricNamespace(), "route", "replace", lab.plan().publicAddresses().fabric().toString(), "dev", "fabric");
                try (DatagramSocket outside = new DatagramSocket(67)) {
                    outside.send(new DatagramPacket(new byte[4], 4, InetAddress.ofLiteral(lab.reachable(address)), 68));
                }
                return null;
            });
            for (DatagramSocket receiver : List.of(client, server)) {
                receiver.setSoTimeout(700);
                assertThatThrownBy(() -> receiver.receive(new DatagramPacket(new byte[100], 100))).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    /** A UDP datagram of four octets from a to port 9000 of b, by raw frame. */
    private static void send(LinuxLab.LinuxGuest sender, NetworkScenario scenario, boolean tagged) throws Exception {
        HexFormat hex = HexFormat.of();
        String frame = scenario.port("b").mac().replace(":", "") + scenario.port("a").mac().replace(":", "") + (tagged ? "81000000" : "") + "0800"
                + "4500002000000000401164c3" + "0a0101040a010105" + "23282328000c0000" + "01020304";
        sender.inside(() -> {
            Announcement.transmit(NetworkInterface.getByName("eth0").getIndex(), hex.parseHex(frame));
            return null;
        });
    }

    @Test
    void keepsGuestsOffTheHostsAndTheComputer() throws Exception {
        String address = lab.publicAddress();
        NetworkScenario scenario = neighbours().publicAddress("a", address).rules("a", inbound(allow(100, PortSpec.Protocol.ANY))).converge();
        scenario.guest("a").serve(80, "a");
        assertThat(lab.fromOutside(address, 80)).isPresent();
        try (ServerSocket computer = new ServerSocket(0); ServerSocket otherHost = NetworkNamespace.call(lab.plan().namespace(lab.hosts().get(1)),
                () -> new ServerSocket(0))) {
            assertThat(scenario.guest("a").greeting(lab.plan().gateway().getHostAddress(), computer.getLocalPort())).isEmpty();
            assertThat(scenario.guest("a").greeting(lab.peer(lab.hosts().get(1)).underlayAddress(), otherHost.getLocalPort())).isEmpty();
            assertThat(scenario.guest("a").greeting(lab.peer(host).underlayAddress(), 80)).isEmpty();
        }
    }

    @Test
    void hostsReachTheComputerThemselves() throws Exception {
        neighbours().converge();
        try (ServerSocket controlPlane = new ServerSocket(0)) {
            NetworkNamespace.call(lab.plan().namespace(host), () -> {
                try (Socket agent = new Socket()) {
                    agent.connect(new InetSocketAddress(lab.plan().gateway(), controlPlane.getLocalPort()), 1000);
                }
                return null;
            });
        }
    }

    @Test
    void aNewFabricFindsWhatStandsAndChangesNothing() throws Exception {
        NetworkScenario scenario = neighbours().converge();
        scenario.guest("c").serve(80, "c");
        int loads = lab.fabric(host).rulesetLoads();
        try (NetworkLab.Flow flow = scenario.guest("a").connect("10.1.1.6", 80)) {
            scenario.converge();
            assertThat(lab.fabric(host).rulesetLoads()).isEqualTo(loads);

            LinuxFabric adopting = lab.newFabric(host);
            assertThat(adopting.converge(scenario.peers(0), scenario.networkSpecs(0), scenario.portSpecs(0))).isEmpty();
            assertThat(adopting.rulesetLoads()).isZero();
            assertThat(adopting.tap(scenario.port("a").id())).isEqualTo(lab.fabric(host).tap(scenario.port("a").id()));
            assertThat(flow.alive()).isTrue();
        }
    }

    @Test
    void mendsWhatACrashOrAPersonLeft() throws Exception {
        NetworkScenario scenario = neighbours().converge();
        String namespace = lab.plan().namespace(host);
        int vni = scenario.networkSpecs(0).getFirst().subnets().getFirst().vni();
        String router = DeviceNames.router(namespace, scenario.networkId("net"));
        lab.commands().ipBatch(namespace, List.of("link add name br999 type bridge", "link add name tap0123456789 type veth peer name stray0",
                "link del gw" + vni, "link del vx" + vni, "link add name vx" + vni + " type bridge",
                "route add 198.18.77.77 dev " + DeviceNames.routerLink(scenario.networkId("net"))));
        lab.commands().ipBatch(null, List.of("netns add " + namespace + ".left-over"));
        lab.commands().run(Commands.inside(namespace, List.of("nft", "flush", "ruleset")));
        String pid = Files.readString(lab.plan().runDirectory().resolve("one").resolve(scenario.networkId("net")).resolve("pid")).strip();
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();

        scenario.converge();

        scenario.guest("c").serve(80, "c");
        assertThat(scenario.guest("a").greeting("10.1.1.6", 80)).contains("c 10.1.1.4");
        assertThat(scenario.guest("a").greeting("168.63.129.16", 53)).as("nothing is sent unasked, but the name server lives").isEmpty();
        assertThat(lab.commands().ip(namespace, "link", "show")).doesNotContain("br999", "tap0123456789");
        assertThat(lab.commands().ip(namespace, "route", "show")).doesNotContain("198.18.77.77");
        assertThat(NetworkNamespace.named(namespace + ".")).containsExactly(router);

        lab.commands().ipBatch(null, List.of("netns del " + router));
        scenario.converge();
        assertThat(scenario.guest("a").greeting("10.1.1.6", 80)).as("with a new router").isPresent();
    }

    @Test
    void replacesANameServerThatNobodyKnows() throws Exception {
        NetworkScenario scenario = neighbours().converge();
        Path directory = lab.plan().runDirectory().resolve("one").resolve(scenario.networkId("net"));
        Files.delete(directory.resolve("pid"));
        scenario.converge();
        assertThat(directory.resolve("pid")).exists();
        assertThat(lab.commands().ip(null, "netns", "pids", DeviceNames.router(lab.plan().namespace(host), scenario.networkId("net"))).lines())
                .containsExactly(Files.readString(directory.resolve("pid")).strip());
    }

    @Test
    void endsFlowsWhosePublicAddressIsTakenAway() throws Exception {
        String address = lab.publicAddress();
        NetworkScenario scenario = neighbours().publicAddress("a", address).rules("a", inbound(allow(100, PortSpec.Protocol.ANY))).converge();
        scenario.guest("a").serve(80, "a");
        try (Socket client = new Socket(address, 80)) {
            client.setSoTimeout(1000);
            var reader = new BufferedReader(new InputStreamReader(client.getInputStream()));
            assertThat(reader.readLine()).isEqualTo("a " + lab.plan().gateway().getHostAddress());
            scenario.publicAddress("a", null).converge();
            client.getOutputStream().write("still there?\n".getBytes());
            assertThatThrownBy(reader::readLine).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closesListenersOfANetworkThatGoes() throws Exception {
        NetworkScenario scenario = neighbours().converge();
        try (ServerSocketChannel listener = lab.fabric(host).listen(scenario.networkId("net"), new InetSocketAddress("169.254.169.254", 80))) {
            lab.fabric(host).converge(List.of(), List.of(), List.of());
            assertThat(listener.isOpen()).isFalse();
        }
        assertThatThrownBy(() -> lab.fabric(host).listen(scenario.networkId("net"), new InetSocketAddress("169.254.169.254", 80)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void judgesDatagramsAndEchoesByProtocolAndPorts() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/busybox")), "needs ping (package busybox)");
        PortSpec.Rule ranges = new PortSpec.Rule("ranges", 100, true, PortSpec.Protocol.UDP, List.of(), List.of(new PortSpec.PortRange(1024, 65_535)),
                List.of(), List.of(new PortSpec.PortRange(9000, 9010), new PortSpec.PortRange(9005, 9020)));
        NetworkScenario scenario = neighbours().rules("b", inbound(ranges, deny(200, PortSpec.Protocol.ANY)))
                .rules("c", inbound(allow(100, PortSpec.Protocol.ICMP), deny(200, PortSpec.Protocol.ANY))).converge();
        scenario.guest("c");
        for (int port : List.of(9000, 9020, 9021)) {
            try (DatagramSocket receiver = guest(scenario, "b").inside(() -> new DatagramSocket(port));
                 DatagramSocket sender = guest(scenario, "a").inside(DatagramSocket::new)) {
                receiver.setSoTimeout(600);
                for (String address : List.of("10.1.1.5", "fd00:1:0:1::5")) {
                    sender.send(new DatagramPacket(new byte[4], 4, InetAddress.ofLiteral(address), port));
                    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                    if (port == 9021) {
                        assertThatThrownBy(() -> receiver.receive(packet)).isInstanceOf(SocketTimeoutException.class);
                    } else {
                        receiver.receive(packet);
                    }
                }
            }
        }
        assertThat(ping(scenario, "10.1.1.6")).isTrue();
        assertThat(ping(scenario, "fd00:1:0:1::6")).isTrue();
        assertThat(ping(scenario, "10.1.1.5")).isFalse();
        assertThat(ping(scenario, "10.1.1.1")).as("the gateway").isTrue();
    }

    private boolean ping(NetworkScenario scenario, String address) throws Exception {
        return lab.commands().attempt(Commands.inside(guest(scenario, "a").namespace(), List.of("busybox", address.contains(":") ? "ping6" : "ping",
                "-c", "2", "-W", "1", address)), "").output().contains("bytes from");
    }

    @Test
    void removesWhatIsNoLongerWanted() {
        NetworkScenario scenario = neighbours().converge();
        assertThat(lab.fabric(host).converge(List.of(), List.of(), List.of())).isEmpty();

        String namespace = lab.plan().namespace(host);
        assertThat(ObservedLink.all(lab.commands(), namespace).keySet()).noneMatch(DeviceNames::managed).contains(Underlay.UPLINK);
        assertThat(NetworkNamespace.named(namespace + ".")).isEmpty();
        assertThat(lab.plan().runDirectory().resolve("one").resolve(scenario.networkId("net"))).doesNotExist();
        assertThatThrownBy(() -> lab.fabric(host).tap(scenario.port("a").id())).isInstanceOf(EngineException.class);
    }

    @Test
    void makesTapDevicesThatTheirOwnerMayOpen() {
        NetworkScenario scenario = neighbours();
        scenario.converge();
        LinuxFabric fabric = new LinuxFabric(lab.plan().settings(host, LinuxLab.DOMAIN, OptionalInt.of(65_534)));
        assertThat(fabric.converge(scenario.peers(0), scenario.networkSpecs(0), scenario.portSpecs(0))).isEmpty();

        String tap = fabric.tap(scenario.port("a").id());
        assertThat(tap).hasSizeLessThanOrEqualTo(15);
        assertThat(lab.commands().ip(lab.plan().namespace(host), "-d", "link", "show", "dev", tap))
                .contains("tun type tap", "vnet_hdr on", "user nobody", "mtu 1500", "learning off flood off");
    }
}
