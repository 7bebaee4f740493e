package woad.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import woad.fleet.TestSpecs;
import woad.fleet.spec.Desired;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSecrets;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.fleet.spi.LoopbackFabric;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.TlsContexts;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.ErrorFormat;
import woad.platform.web.FrontDoor;
import woad.platform.web.HostPattern;
import woad.platform.web.Listener;
import woad.platform.web.Method;
import woad.platform.web.WebResponse;
import woad.platform.web.WebService;

/** What machines reach inside their networks: guests are stood in for by loopback addresses, the front door is real. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NetworkServicesTest {
    private static final NetworkSpec NETWORK = TestSpecs.network("net-1", 1);

    @TempDir
    private Path directory;
    private final SecureRandom random = new SecureRandom();
    private final LoopbackFabric fabric = new LoopbackFabric();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<String> clients = new LinkedBlockingQueue<>();
    private CertificateAuthority authority;
    private FrontDoor door;
    private NetworkListeners listeners;

    @BeforeEach
    void open() throws Exception {
        authority = CertificateAuthority.createOrOpen(directory.resolve("ca"), "Test", CertificateAuthority.Constraint.domain("woad.test"), random, Clock.systemUTC());
        WebService hello = new WebService("hello", List.of(new HostPattern("management.woad.test")), List.of(Endpoint.of("Hello", Method.GET, "/hello",
                new Access.Open("a test"), request -> {
                    clients.add(request.clientAddress());
                    return WebResponse.text(200, "hello");
                })), null, null, ErrorFormat.ODATA);
        door = FrontDoor.open(List.of(new Listener("relay", new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                authority.serverContext("front", List.of("management.woad.test"), List.of(), false), true, false, List.of(hello))), new Ids(random), Clock.systemUTC());
        HostState state = new HostState(HostSpec.empty(new HostId("fc-1")));
        PortSpec port = new PortSpec("port-of-machine-1", 1, "machine-1", "net-1", "subnet-1", "02:00:00:00:00:01",
                List.of(new PortSpec.Address("127.0.0.4", "127.64.0.4"), new PortSpec.Address("fd00::4", null)), List.of());
        state.desire(new Desired(new HostSpec(new HostId("fc-1"), 1, List.of(), List.of(TestSpecs.disk("disk-of-machine-1", 1)),
                List.of(TestSpecs.machine("machine-1", 1, MachineSpec.Power.RUNNING, 1)), List.of(NETWORK, TestSpecs.network("net-2", 1)), List.of(port)),
                new HostSecrets(Map.of())));
        listeners = new NetworkListeners(fabric, List.of(MetadataService.service(new MetadataAnswers(state)),
                EndpointRelay.service(new InetSocketAddress("127.0.0.1", door.port("relay")), executor)), executor);
        assertThat(listeners.converge(List.of(NETWORK, TestSpecs.network("net-2", 1)))).isTrue();
    }

    @AfterEach
    void close() {
        listeners.converge(List.of());
        door.close();
        executor.shutdownNow();
    }

    @Test
    void aMachineLearnsAboutItself() throws Exception {
        JsonNode document = Json.parse(body(200, ask("net-1", "127.0.0.4", "GET /metadata/instance?api-version=2021-02-01")));
        JsonNode compute = document.path("compute");
        assertThat(compute.path("vmId").asText()).isEqualTo("machine-1");
        assertThat(compute.path("name").asText()).isEqualTo("vm1");
        assertThat(compute.path("location").asText()).isEqualTo("francecentral");
        assertThat(compute.path("tags").asText()).isEqualTo("team:red");
        assertThat(compute.path("osProfile").path("computerName").asText()).isEqualTo("vm1");
        assertThat(compute.path("publicKeys").get(0).path("keyData").asText()).isEqualTo("ssh-ed25519 AAAA test");
        assertThat(compute.path("storageProfile").path("osDisk").path("diskSizeGB").asText()).isEqualTo("1");
        JsonNode card = document.path("network").path("interface").get(0);
        assertThat(card.path("macAddress").asText()).isEqualTo("020000000001");
        assertThat(card.path("ipv4").path("ipAddress").get(0).path("publicIpAddress").asText()).isEqualTo("127.64.0.4");
        assertThat(card.path("ipv4").path("subnet").get(0).path("prefix").asText()).isEqualTo("24");
        assertThat(card.path("ipv6").path("ipAddress").get(0).path("privateIpAddress").asText()).isEqualTo("fd00::4");
    }

    @Test
    void partsAreFoundByTheirPath() throws Exception {
        assertThat(body(200, ask("net-1", "127.0.0.4", "GET /metadata/instance/compute/vmSize?api-version=2021-02-01&format=text"))).isEqualTo("Standard_D2s_v5");
        assertThat(body(200, ask("net-1", "127.0.0.4", "GET /metadata/instance/network/interface/0/ipv4/ipAddress/0/privateIpAddress?api-version=2021-02-01&format=text")))
                .isEqualTo("127.0.0.4");
        assertThat(body(200, ask("net-1", "127.0.0.4", "GET /metadata/instance?api-version=2021-02-01&format=text"))).isEqualTo("compute/\nnetwork/");
        assertThat(body(200, ask("net-1", "127.0.0.4", "GET /metadata/versions"))).contains("2021-02-01");
        body(400, ask("net-1", "127.0.0.4", "GET /metadata/instance/compute/vmSize?api-version=2021-02-01"));
        body(404, ask("net-1", "127.0.0.4", "GET /metadata/instance/compute/nothing?api-version=2021-02-01"));
        body(404, ask("net-1", "127.0.0.4", "GET /metadata/instance/network/interface/99?api-version=2021-02-01"));
        body(404, ask("net-1", "127.0.0.4", "GET /other"));
    }

    @Test
    void whoMayNotAskIsRefused() throws Exception {
        assertThat(body(400, raw("net-1", "127.0.0.4", "GET /metadata/instance?api-version=2021-02-01 HTTP/1.1\r\nHost: x\r\n\r\n"))).contains("metadata header");
        assertThat(body(400, raw("net-1", "127.0.0.4",
                "GET /metadata/instance?api-version=2021-02-01 HTTP/1.1\r\nMetadata: true\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"))).contains("X-Forwarded-For");
        assertThat(body(400, ask("net-1", "127.0.0.4", "GET /metadata/instance"))).contains("api-version").contains("newest-versions");
        body(400, ask("net-1", "127.0.0.4", "GET /metadata/instance?api-version=yesterday"));
        body(405, ask("net-1", "127.0.0.4", "POST /metadata/instance?api-version=2021-02-01"));
        assertThat(body(400, ask("net-1", "127.0.0.4", "GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=x"))).contains("Identity not found");
        body(400, raw("net-1", "127.0.0.4", "nonsense\r\n\r\n"));
        body(400, raw("net-1", "127.0.0.4", "GET /metadata/%zz HTTP/1.1\r\nMetadata: true\r\n\r\n"));
        body(400, raw("net-1", "127.0.0.4", "GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(3000) + "\r\n"));
    }

    @Test
    void anotherAddressOrNetworkLearnsNothing() throws Exception {
        body(404, ask("net-1", "127.0.0.5", "GET /metadata/instance?api-version=2021-02-01"));
        body(404, ask("net-2", "127.0.0.4", "GET /metadata/instance?api-version=2021-02-01"));
    }

    @Test
    void theCloudsEndpointsAreReachedByTheGuestsOwnAddress() throws Exception {
        try (Socket plain = connect("net-1", EndpointRelay.ADDRESS, "127.0.0.4");
             SSLSocket tls = (SSLSocket) TlsContexts.client(authority.root(), random).getSocketFactory().createSocket(plain, "management.woad.test", 443, true)) {
            tls.getOutputStream().write("GET /hello HTTP/1.1\r\nHost: management.woad.test\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(tls.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200").endsWith("hello");
        }
        assertThat(clients.poll(5, TimeUnit.SECONDS)).isEqualTo("127.0.0.4");
    }

    @Test
    void aGuestCannotTakeAllConnections() throws Exception {
        List<Socket> greedy = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                greedy.add(connect("net-1", EndpointRelay.ADDRESS, "127.0.0.4"));
            }
            try (Socket oneMore = connect("net-1", EndpointRelay.ADDRESS, "127.0.0.4")) {
                assertThat(ended(oneMore)).isTrue();
            }
            try (Socket neighbour = connect("net-1", EndpointRelay.ADDRESS, "127.0.0.5")) {
                neighbour.setSoTimeout(300);
                assertThatThrownBy(() -> neighbour.getInputStream().read()).isInstanceOf(java.net.SocketTimeoutException.class);
            }
        } finally {
            for (Socket socket : greedy) {
                socket.close();
            }
        }
    }

    @Test
    void aNetworkThatIsGoneIsNoLongerServed() throws Exception {
        InetSocketAddress before = fabric.really("net-2", MetadataService.ADDRESS);
        listeners.converge(List.of(NETWORK));
        assertThatThrownBy(() -> new Socket(before.getAddress(), before.getPort()).close()).isInstanceOf(SocketException.class);
        body(404, ask("net-1", "127.0.0.5", "GET /metadata/instance?api-version=2021-02-01"));
    }

    private static boolean ended(Socket socket) throws IOException {
        socket.setSoTimeout(5000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String ask(String network, String from, String request) throws IOException {
        return raw(network, from, request + " HTTP/1.1\r\nHost: 169.254.169.254\r\nMetadata: true\r\n\r\n");
    }

    private String raw(String network, String from, String text) throws IOException {
        try (Socket socket = connect(network, MetadataService.ADDRESS, from)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            java.io.ByteArrayOutputStream answer = new java.io.ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketException reset) {
                assertThat(answer.size()).as("an answer came before the connection was cut").isPositive();
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    private Socket connect(String network, InetSocketAddress address, String from) throws IOException {
        InetSocketAddress really = fabric.really(network, address);
        return new Socket(really.getAddress(), really.getPort(), InetAddress.getByName(from), 0);
    }

    private static String body(int status, String answer) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
