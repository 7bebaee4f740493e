package woad.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.Json;

/** Bodies are bounded in size and time, and who sends a bad one harms only themselves. */
@Timeout(60)
class RequestBodyTest {
    private static final Duration BOUND = EchoDoor.BODY.plus(EchoDoor.READ).plus(Duration.ofSeconds(3));
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
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void mayBeAsLongAsTheLimit(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = put(version, EchoDoor.LIMIT);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.parse(answer.body()).path("bytes").asInt()).isEqualTo(EchoDoor.LIMIT);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void mayNotBeLonger(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = put(version, EchoDoor.LIMIT + 1);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(Json.parse(answer.body()).at("/error/code").asText()).isEqualTo("RequestEntityTooLarge");
    }

    @Test
    void isNotReadFarBeyondTheLimitWhateverItsLength() throws IOException {
        try (RawHttp http = door.raw("public", "localhost")) {
            http.write("PUT /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(413);
            assertThat(http.ends()).isTrue();
        }
        try (RawHttp http = door.raw("public", "localhost")) {
            http.write("PUT /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
            for (int i = 0; i < 10; i++) {
                http.write(chunk);
            }
            assertThat(http.read().errorCode()).isEqualTo("RequestEntityTooLarge");
            assertThat(http.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "1e3", "0x10", "12, 13", "9999999999999999999999"})
    void hasALengthThatIsANumber(String length) throws IOException {
        try (RawHttp http = door.raw("public", "localhost")) {
            http.write("PUT /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(400);
            assertThat(http.ends()).isTrue();
        }
        assertServing();
    }

    /** Two ends that understand them differently would see two different requests (RFC 9112, 6.3). */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n"})
    void hasOneLength(String headers) throws IOException {
        try (RawHttp http = door.raw("public", "localhost")) {
            http.write("PUT /echo HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
            assertThat(http.read().status()).isBetween(400, 501);
            assertThat(http.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nabc\r\n", "-3\r\nabc\r\n", "3\r\nabcd\r\n0\r\n\r\n", "ffffffffffffffffff\r\nabc"})
    void hasChunksThatAreWellFormed(String chunks) throws IOException {
        try (RawHttp http = door.raw("public", "localhost")) {
            http.write("PUT /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            assertThat(http.read().status()).isIn(400, 408, 413);
            assertThat(http.ends()).isTrue();
        }
        assertServing();
    }

    @Test
    void mustNotStopOnItsWay() throws IOException {
        Instant start = now();
        try (RawHttp http = door.raw("public", "localhost")) {
            http.write("PUT /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc");
            assertServing();
            assertThat(http.ends()).isTrue();
        }
        assertThat(Duration.between(start, now())).isLessThan(BOUND);
    }

    @Test
    void mustNotTrickle() throws Exception {
        Instant start = now();
        try (RawHttp http = door.raw("public", "localhost")) {
            http.write("PUT /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n");
            Thread trickle = trickle(http);
            assertServing();
            assertThat(http.ends()).isTrue();
            assertThat(Duration.between(start, now())).isLessThan(BOUND);
            trickle.interrupt();
            trickle.join();
        }
    }

    @Test
    void mustNotStopOnItsWayInHttp2() throws IOException {
        Instant start = now();
        try (RawHttp2 http = door.raw2("public", "localhost")) {
            int stalled = http.put("localhost");
            http.data(stalled, "abc");
            assertThat(http.get("localhost").status()).as("another stream of the connection").isEqualTo(200);
            assertServing();
            assertThat(http.answer(stalled).status()).isIn(0, 408);
        }
        assertThat(Duration.between(start, now())).isLessThan(BOUND);
    }

    @Test
    void mustNotTrickleInHttp2() throws IOException {
        Instant start = now();
        try (RawHttp2 http = door.raw2("public", "localhost")) {
            int slow = http.put("localhost");
            while (Duration.between(start, now()).compareTo(EchoDoor.BODY.plusMillis(200)) < 0) {
                http.data(slow, "x");
                assertThat(http.get("localhost").status()).isEqualTo(200);
            }
            assertThat(http.answer(slow).status()).isIn(0, 408);
        }
        assertThat(Duration.between(start, now())).isLessThan(BOUND);
    }

    @Test
    void needsARequestInFrontOfItThatComesInTime() throws IOException {
        Instant start = now();
        try (RawHttp headers = door.raw("public", "localhost"); Socket silent = door.connect("public"); Socket handshake = door.connect("public")) {
            headers.write("PUT /echo HTTP/1.1\r\nHost: local");
            handshake.getOutputStream().write(new byte[] {22, 3, 1});
            assertServing();
            assertThat(headers.ends()).as("a header stopped").isTrue();
            assertThat(new RawHttp(handshake).ends()).as("a handshake stopped").isTrue();
            assertThat(new RawHttp(silent).ends()).as("nothing was said").isTrue();
        }
        assertThat(Duration.between(start, now())).isLessThan(EchoDoor.SILENCE.plusSeconds(3));
    }

    /** A byte now and then, each in time. */
    private static Thread trickle(RawHttp http) {
        return Thread.ofVirtual().start(() -> {
            try {
                while (!Thread.interrupted()) {
                    http.write("x");
                    java.util.concurrent.locks.LockSupport.parkNanos(EchoDoor.READ.dividedBy(5).toNanos());
                }
            } catch (IOException ended) {
                // The connection is closed, as it should be.
            }
        });
    }

    private static void assertServing() throws IOException {
        try (RawHttp other = door.raw("public", "localhost")) {
            assertThat(other.get("localhost").status()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> put(HttpClient.Version version, int bytes) throws Exception {
        try (HttpClient http = door.http(version)) {
            return http.send(HttpRequest.newBuilder(door.echo("public", "localhost")).PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Instant now() {
        return InstantSource.system().instant();
    }
}
