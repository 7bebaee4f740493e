package woad.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's true address behind a proxy (the PROXY protocol, versions 1 and 2), and who is believed. */
class ProxyProtocolTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static EchoDoor door;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        door = new EchoDoor(directory);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @ParameterizedTest
    @CsvSource({"PROXY TCP4 203.0.113.9 127.0.0.1 40000 443, 203.0.113.9", "PROXY TCP6 2001:db8::9 ::1 40000 443, 2001:db8::9"})
    void isTheOneThatVersionOneNames(String line, String address) throws IOException {
        assertThat(client("proxied", (line + "\r\n").getBytes(StandardCharsets.US_ASCII))).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"2111000c cb007109 7f000001 9c40 01bb, 203.0.113.9",
        "21210024 20010db8000000000000000000000009 00000000000000000000000000000001 9c40 01bb, 2001:db8:0:0:0:0:0:9",
        "20000000, 127.0.0.1"})
    void isTheOneThatVersionTwoNames(String header, String address) throws IOException {
        assertThat(client("proxied", HexFormat.of().parseHex(SIGNATURE + header.replace(" ", "")))).isEqualTo(address);
    }

    @Test
    void isThePeersWhereNoProxyIsExpected() throws IOException {
        assertThat(client("public", new byte[0])).isEqualTo("127.0.0.1");
        try (RawHttp http = door.raw("public", "localhost")) {
            http.write("GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n\r\n");
            assertThat(http.read().json().path("client").asText()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void isNotTakenFromAnybodyWhoClaimsToBeAProxy() throws IOException {
        try (Socket socket = door.connect("public")) {
            socket.getOutputStream().write("PROXY TCP4 203.0.113.9 127.0.0.1 40000 443\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new RawHttp(socket).ends()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 somewhere 127.0.0.1 40000 443\r\n", "PROXY TCP4\r\n", "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"})
    void mustBeNamedWhereAProxyIsExpected(String start) throws IOException {
        try (Socket socket = door.connect("proxied")) {
            socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            assertThat(new RawHttp(socket).ends()).isTrue();
        }
    }

    private static String client(String listener, byte[] header) throws IOException {
        Socket socket = door.connect(listener);
        socket.getOutputStream().write(header);
        try (RawHttp http = new RawHttp(door.secure(socket, "localhost", "TLSv1.3"))) {
            return http.get("localhost").json().path("client").asText();
        }
    }
}
