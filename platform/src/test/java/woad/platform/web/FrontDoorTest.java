package woad.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.Json;

/** The versions of TLS and HTTP, the addresses and the names that the front door answers to. */
class FrontDoorTest {
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
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
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTls(String version) throws IOException {
        try (SSLSocket socket = door.secure(door.connect("public"), "localhost", version); RawHttp http = new RawHttp(socket)) {
            assertThat(http.get("localhost").status()).isEqualTo(200);
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    /** JSSE would not even ask for an old version, so the hello is made by hand; with TLS 1.2 in it the very same is answered. */
    @ParameterizedTest
    @CsvSource({"3, " + HANDSHAKE, "2, " + ALERT, "1, " + ALERT, "0, " + ALERT})
    void refusesOlderTls(int minorVersion, int answer) throws IOException {
        try (Socket socket = door.connect("public")) {
            socket.getOutputStream().write(hello(minorVersion));
            assertThat(socket.getInputStream().read()).isEqualTo(answer);
        }
    }

    @Test
    void speaksNothingWithoutTls() throws IOException {
        try (RawHttp http = new RawHttp(door.connect("public"))) {
            http.write("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThatThrownBy(http::read).isInstanceOf(Exception.class);
            assertThat(http.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void speaksHttp(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = get(version, door.echo("public", "localhost"));
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.parse(answer.body()).path("host").asText()).isEqualTo("localhost");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void listensOnIpv6(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = get(version, door.echo("six", "[::1]"));
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.parse(answer.body()).path("client").asText()).isEqualTo("0:0:0:0:0:0:0:1");
    }

    @Test
    void sendsANameOfNoServiceAway() throws Exception {
        HttpResponse<String> answer = get(HttpClient.Version.HTTP_2, door.echo("public", "127.0.0.1"));
        assertThat(answer.statusCode()).isEqualTo(421);
        assertThat(Json.parse(answer.body()).at("/error/code").asText()).isEqualTo("MisdirectedRequest");
        try (RawHttp http = door.raw("public", "localhost")) {
            assertThat(http.get("operator.test").status()).isEqualTo(421);
            assertThat(http.get("a.b.echo.test").status()).isEqualTo(421);
            assertThat(http.get("echo.test").status()).isEqualTo(421);
            assertThat(http.get("LOCALHOST:443").status()).isEqualTo(200);
        }
    }

    /** A certificate with a wildcard lets clients use one connection for many names (RFC 9113, 9.1.1). */
    @Test
    void servesTheNamesOfACoalescedConnectionThatAreServedHereAndSendsOthersAway() throws Exception {
        try (RawHttp2 http = door.raw2("public", "a.echo.test")) {
            assertThat(http.get("a.echo.test").body()).contains("a.echo.test");
            assertThat(http.get("b.echo.test").json().path("host").asText()).isEqualTo("b.echo.test");
            RawHttp2.Answer elsewhere = http.get("operator.test");
            assertThat(elsewhere.status()).isEqualTo(421);
            assertThat(elsewhere.json().at("/error/code").asText()).isEqualTo("MisdirectedRequest");
            assertThat(http.get("a.echo.test").status()).isEqualTo(200);
        }
        try (RawHttp2 http = door.raw2("operator", "operator.test")) {
            assertThat(http.get("operator.test").json().path("service").asText()).isEqualTo("operator");
            assertThat(http.get("a.echo.test").status()).isEqualTo(421);
        }
    }

    @Test
    void hasACertificateForEachRealmOnly() {
        assertThatThrownBy(() -> door.secure(door.connect("public"), "operator.test", "TLSv1.3").startHandshake()).isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> door.secure(door.connect("operator"), "localhost", "TLSv1.3").startHandshake()).isInstanceOf(SSLHandshakeException.class);
    }

    private static HttpResponse<String> get(HttpClient.Version version, URI uri) throws Exception {
        try (HttpClient http = door.http(version)) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** A ClientHello of SSL 3.0 and up to TLS 1.2 (RFC 5246, 7.4.1.2), with suites for each. */
    private static byte[] hello(int minorVersion) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeShort(0x0300 + minorVersion);
        out.write(new byte[32]); // random
        out.writeByte(0); // no session
        out.writeShort(4);
        out.writeShort(0xC02B); // ECDHE-ECDSA-AES128-GCM-SHA256
        out.writeShort(0xC009); // ECDHE-ECDSA-AES128-SHA
        out.writeShort(0x0100); // no compression
        out.writeShort(22);
        out.write(new byte[] {0, 10, 0, 4, 0, 2, 0, 23}); // group secp256r1
        out.write(new byte[] {0, 11, 0, 2, 1, 0}); // points uncompressed
        out.write(new byte[] {0, 13, 0, 4, 0, 2, 4, 3}); // ecdsa_secp256r1_sha256
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        DataOutputStream framed = new DataOutputStream(record);
        framed.writeByte(HANDSHAKE);
        framed.writeShort(0x0301);
        framed.writeShort(4 + body.size());
        framed.writeInt(1 << 24 | body.size());
        framed.write(body.toByteArray());
        return record.toByteArray();
    }
}
