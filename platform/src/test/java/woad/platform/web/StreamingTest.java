package woad.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Ids;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.TlsContexts;

/** Bodies that are too large for memory, over real sockets with both versions of HTTP. */
class StreamingTest {
    private static final long LARGE = 96L << 20;
    private static final long SMALL = 1000;
    private static final Access OPEN = new Access.Open("a test");

    @TempDir
    private static Path directory;
    private static FrontDoor door;
    private static HttpClient client;

    @BeforeAll
    static void open() throws Exception {
        SecureRandom random = new SecureRandom();
        CertificateAuthority authority = CertificateAuthority.createOrOpen(directory.resolve("ca"), "test", CertificateAuthority.Constraint.domain("localhost"), random,
                InstantSource.system());
        List<Endpoint> endpoints = List.of(
                Endpoint.of("Put", Method.PUT, "/{container}/{blob*}", OPEN, StreamingTest::count).streaming(LARGE),
                Endpoint.of("PutSmall", Method.PUT, "/small/{blob*}", OPEN, StreamingTest::count).streaming(SMALL),
                Endpoint.of("PutTags", Method.PUT, "/{container}/{blob*}", OPEN, request -> WebResponse.text(200, "tags")).whenQuery("comp", "tags"),
                Endpoint.of("Copy", Method.PUT, "/{container}/{blob*}", OPEN, request -> WebResponse.text(200, "copy of " + request.header("x-ms-copy-source").orElseThrow()))
                        .whenHeader("x-ms-copy-source"),
                Endpoint.of("Refuse", Method.POST, "/{container}", OPEN, request -> {
                    throw new CloudException(CommonError.AUTHORIZATION_FAILED, "no");
                }).streaming(LARGE),
                Endpoint.of("Get", Method.GET, "/large/{name*}", OPEN, request -> WebResponse.stream(200, "application/octet-stream", LARGE, to -> write(to, LARGE))),
                Endpoint.of("Broken", Method.GET, "/broken", OPEN, request -> WebResponse.stream(200, "application/octet-stream", LARGE, to -> {
                    write(to, 1 << 20);
                    throw new IOException("the disk is gone");
                })));
        WebService service = new WebService("test", List.of(new HostPattern("localhost")), endpoints, null, null, ErrorFormat.ODATA);
        door = FrontDoor.open(List.of(new Listener("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                authority.serverContext("test", List.of("localhost"), List.of(), false), false, false, List.of(service))), new Ids(random), InstantSource.system());
        client = HttpClient.newBuilder().sslContext(TlsContexts.client(authority.root(), random)).build();
    }

    @AfterAll
    static void close() {
        client.close();
        door.close();
    }

    /** Answers with the name, the number of bytes and their checksum. */
    private static WebResponse count(WebRequest request) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(request.stream(), new CRC32());
        byte[] chunk = new byte[1 << 16];
        long count = 0;
        for (int read = checked.read(chunk); read >= 0; read = checked.read(chunk)) {
            count += read;
        }
        return WebResponse.text(201, request.pathValue("blob") + " " + count + " " + checked.getChecksum().getValue());
    }

    private static void write(java.io.OutputStream to, long length) throws IOException {
        byte[] chunk = new byte[1 << 16];
        for (long at = 0; at < length; at += chunk.length) {
            to.write(chunk);
        }
    }

    /** Zeros. */
    private static InputStream zeros(long length) {
        return new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] into, int offset, int wanted) {
                if (left <= 0) {
                    return -1;
                }
                int count = (int) Math.min(wanted, left);
                left -= count;
                return count;
            }
        };
    }

    private static HttpRequest.Builder request(HttpClient.Version version, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + door.port("test") + path)).version(version);
    }

    private static HttpResponse<String> put(HttpClient.Version version, String path, long length, boolean declared) throws Exception {
        HttpRequest.BodyPublisher body = BodyPublishers.ofInputStream(() -> zeros(length));
        return client.send(request(version, path).PUT(declared && length > 0 ? BodyPublishers.fromPublisher(body, length) : body).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void takesLargeBodiesWithAndWithoutADeclaredLength(HttpClient.Version version) throws Exception {
        CRC32 expected = new CRC32();
        new CheckedInputStream(zeros(LARGE), expected).skip(LARGE);
        for (boolean declared : List.of(true, false)) {
            assertThat(put(version, "/c/a/b", LARGE, declared).body()).isEqualTo("a/b " + LARGE + " " + expected.getValue());
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void refusesWhatIsTooLong(HttpClient.Version version) throws Exception {
        assertThat(put(version, "/c/b", 10, true).statusCode()).isEqualTo(201);
        HttpResponse<String> small = client.send(request(version, "/c?x=1").POST(BodyPublishers.ofString("x".repeat(1000))).build(), BodyHandlers.ofString());
        assertThat(small.statusCode()).isEqualTo(403);
        for (boolean declared : List.of(true, false)) {
            assertThat(put(version, "/small/b", SMALL + 1, declared).statusCode()).isEqualTo(413);
            assertThat(put(version, "/small/b", SMALL, declared).statusCode()).isEqualTo(201);
        }
        assertThat(put(version, "/c/b", 10, true).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void namesOfBlobsAreTakenAsTheyAre(HttpClient.Version version) throws Exception {
        assertThat(put(version, "/c//a//B%20%2Bc+d/", 0, true).body()).startsWith("/a//B +c+d/ 0 ");
        assertThat(put(version, "/c/%2Fa", 0, true).body()).startsWith("/a 0 ");
        assertThat(put(version, "/c/a;b=1/c;", 0, true).body()).startsWith("a;b=1/c; 0 ");
        assertThat(put(version, "/c/", 0, true).statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void queryAndHeadersTellOperationsApart(HttpClient.Version version) throws Exception {
        assertThat(put(version, "/c/b?Comp=Tags", 0, true).body()).isEqualTo("tags");
        HttpResponse<String> copy = client.send(request(version, "/c/b").header("X-Ms-Copy-Source", "there").PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertThat(copy.body()).isEqualTo("copy of there");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void givesLargeBodiesAndTheirLength(HttpClient.Version version) throws Exception {
        HttpResponse<InputStream> got = client.send(request(version, "/large/x").build(), BodyHandlers.ofInputStream());
        try (InputStream body = got.body()) {
            assertThat(body.skip(Long.MAX_VALUE)).isEqualTo(LARGE);
        }
        HttpResponse<Void> head = client.send(request(version, "/large/x").HEAD().build(), BodyHandlers.discarding());
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(LARGE);
        assertThat(client.send(request(version, "/large/x").HEAD().build(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aBodyThatBreaksOffIsNotTakenForTheWhole(HttpClient.Version version) throws Exception {
        HttpResponse<InputStream> got = client.send(request(version, "/broken").build(), BodyHandlers.ofInputStream());
        try (InputStream body = got.body()) {
            assertThatThrownBy(() -> body.skip(Long.MAX_VALUE)).isInstanceOf(IOException.class);
        }
        assertThat(put(version, "/c/b", 10, true).statusCode()).isEqualTo(201);
    }
}
