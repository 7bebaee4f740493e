package woad.launcher.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy over real sockets; what stands for the server records what arrives. */
@Timeout(30)
class ConnectProxyTest {
    private static final int HEADER = 28;

    private ServerSocket server;
    private ConnectProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        proxy = open(false, 50, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private ConnectProxy open(boolean passOthers, int connections, Duration opening, Duration silence) throws IOException {
        return ConnectProxy.open(new ConnectProxy.Settings(new InetSocketAddress("127.0.0.1", 0), "woad.test",
                new InetSocketAddress("127.0.0.1", server.getLocalPort()), passOthers, connections, opening, silence));
    }

    private Socket client(String request) throws IOException {
        Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    private String answerTo(String request) throws IOException {
        try (Socket socket = client(request)) {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String connect(String destination) {
        return "CONNECT " + destination + " HTTP/1.1\r\nHost: " + destination + "\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.woad.test:443", "account.blob.core.woad.test:443", "woad.test:443", "Login.WOAD.test:443", "login.woad.test.:443"})
    void mapsTheCloudsNamesToItsServer(String destination) throws IOException {
        try (Socket client = client(connect(destination)); Socket accepted = server.accept()) {
            byte[] header = accepted.getInputStream().readNBytes(HEADER);
            assertThat(header).startsWith(0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x21, 0x11, 0x00, 0x0c);
            assertThat(header).containsSubsequence(127, 0, 0, 1, 127, 0, 0, 1);
            assertThat((header[24] & 0xff) << 8 | header[25] & 0xff).as("the client's true port").isEqualTo(client.getLocalPort());
            String expected = "HTTP/1.1 200 Connection established\r\n\r\n";
            assertThat(new String(client.getInputStream().readNBytes(expected.length()), US_ASCII)).isEqualTo(expected);
            client.getOutputStream().write("to the server".getBytes(US_ASCII));
            assertThat(new String(accepted.getInputStream().readNBytes(13), US_ASCII)).isEqualTo("to the server");
            accepted.getOutputStream().write("to the client".getBytes(US_ASCII));
            accepted.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("to the client");
        }
    }

    @Test
    void keepsWhatFollowsTheRequestForTheTunnel() throws IOException {
        try (Socket client = client(connect("login.woad.test:443") + "early"); Socket accepted = server.accept()) {
            accepted.getInputStream().readNBytes(HEADER);
            assertThat(new String(accepted.getInputStream().readNBytes(5), US_ASCII)).isEqualTo("early");
            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com:443", "evilwoad.test:443", "woad.test.example.com:443", "login.woad.test:22", "login.woad.test:80", "127.0.0.1:443", "[::1]:443"})
    void refusesEveryOtherDestination(String destination) throws IOException {
        assertThat(answerTo(connect(destination))).startsWith("HTTP/1.1 403 ").contains("names under woad.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT login.woad.test HTTP/1.1\r\n\r\n", "CONNECT login.woad.test:0 HTTP/1.1\r\n\r\n", "CONNECT login.woad.test:99999 HTTP/1.1\r\n\r\n",
        "CONNECT a@login.woad.test:443 HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n", "\r\n\r\n", "\u0016\u0003\u0001\n\n"})
    void refusesMalformedRequests(String request) throws IOException {
        assertThat(answerTo(request)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void servesNothingButConnect() throws IOException {
        assertThat(answerTo("GET http://login.woad.test/ HTTP/1.1\r\nHost: login.woad.test\r\n\r\n")).startsWith("HTTP/1.1 405 ");
    }

    @Test
    void refusesARequestWithoutEnd() throws IOException {
        assertThat(answerTo("CONNECT login.woad.test:443 HTTP/1.1\r\nX: " + "x".repeat(20_000))).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void endsAClientThatSaysNothing() throws IOException {
        try (Socket silent = client("CONNECT lo")) {
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void endsATunnelThatLiesStill() throws IOException {
        try (Socket client = client(connect("login.woad.test:443")); Socket accepted = server.accept()) {
            accepted.getInputStream().readNBytes(HEADER);
            assertThat(accepted.getInputStream().readAllBytes()).as("ends by itself").isEmpty();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void saysThatTheCloudDoesNotAnswer() throws IOException {
        server.close();
        assertThat(answerTo(connect("login.woad.test:443"))).startsWith("HTTP/1.1 502 ").contains("./woad up");
    }

    @Test
    void passesOthersOnWhereTheSettingsSaySo() throws IOException {
        proxy.close();
        proxy = open(true, 50, Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (Socket client = client(connect("127.0.0.1:" + server.getLocalPort())); Socket accepted = server.accept()) {
            client.getOutputStream().write("plain".getBytes(US_ASCII));
            assertThat(new String(accepted.getInputStream().readNBytes(5), US_ASCII)).as("no PROXY header for strangers").isEqualTo("plain");
        }
        assertThat(answerTo(connect("login.woad.test:22"))).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void servesAgainOnceCrowdedPlacesAreFree() throws IOException {
        proxy.close();
        proxy = open(false, 2, Duration.ofMillis(500), Duration.ofSeconds(2));
        for (int i = 0; i < 6; i++) {
            // Three rounds of clients that never finish their request.
            client("CONNECT");
        }
        assertThat(answerTo(connect("example.com:443"))).startsWith("HTTP/1.1 403 ");
    }
}
