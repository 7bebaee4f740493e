package woad.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.engines.localbytes.LocalBytes;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.Credential;
import woad.platform.keys.FileRootKey;
import woad.platform.keys.TlsContexts;
import woad.platform.store.TestDatabase;
import woad.platform.web.Endpoint;
import woad.platform.web.FrontDoor;
import woad.platform.web.Listener;
import woad.platform.web.WebService;
import woad.server.ControlPlane;

/** Who may use the operator's interface, over its own listener, and what it says of hosts. */
class OperatorServiceTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private static Path directory;
    private static LocalBytes bytes;
    private static ControlPlane plane;
    private static CertificateAuthority authority;
    private static WebService service;
    private static FrontDoor door;

    @BeforeAll
    static void open() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        authority = authority("operator");
        bytes = LocalBytes.open(directory.resolve("bytes"), new Ids(RANDOM), CLOCK, 0);
        plane = new ControlPlane(CloudProfile.local(), TestDatabase.create(), bytes, FileRootKey.createOrOpen(directory.resolve("root.key"), RANDOM), authority, authority.rootPem(), RANDOM, CLOCK);
        service = new OperatorService(List.of("127.0.0.1"), plane, new Ids(RANDOM), CLOCK).service();
        door = FrontDoor.open(List.of(new Listener("operator", new InetSocketAddress(loopback, 0), authority.serverContext("operator", List.of(), List.of(loopback), true), false, true,
                List.of(service))), new Ids(RANDOM), CLOCK);
    }

    @AfterAll
    static void close() {
        door.close();
        plane.close();
        bytes.close();
    }

    @Test
    void servesNobodyWithoutTheOperatorsCertificate() throws Exception {
        SSLContext stranger = context(authority("stranger"));
        for (Endpoint endpoint : service.endpoints()) {
            String path = endpoint.path().toString().replaceAll("\\{[^}]*}", "x1");
            HttpResponse<String> answer = send(TlsContexts.client(authority.root(), RANDOM), endpoint.method().name(), path, "{}");
            assertThat(answer.statusCode()).as(endpoint.name()).isEqualTo(401);
            assertThat(Json.parse(answer.body()).at("/error/code").asText()).isEqualTo("AuthenticationFailed");
            int status;
            try {
                status = send(stranger, endpoint.method().name(), path, "{}").statusCode();
            } catch (IOException refusedByTls) {
                status = 401;
            }
            assertThat(status).as(endpoint.name() + " with another authority's certificate").isEqualTo(401);
        }
    }

    @Test
    void removesAHostThatIsGoneForGood() throws Exception {
        SSLContext operator = context(authority);
        String host = "{\"region\":\"francecentral\",\"zone\":\"1\",\"underlayAddress\":\"198.19.0.9\",\"vcpus\":2,\"memoryMib\":1024,\"diskGib\":10}";
        assertThat(send(operator, "PUT", "/hosts/fc-9", host).statusCode()).isEqualTo(200);
        assertThat(send(operator, "GET", "/hosts", "").body()).contains("fc-9", "REGISTERED");
        assertThat(send(operator, "DELETE", "/hosts/fc-9", "").statusCode()).isEqualTo(204);
        assertThat(send(operator, "GET", "/hosts", "").body()).contains("fc-9", "REMOVED");
        assertRefused(send(operator, "PUT", "/hosts/fc-9", host), 409, "HostRemoved");
        assertRefused(send(operator, "POST", "/hosts/fc-9/tokens", ""), 409, "HostRemoved");
        assertRefused(send(operator, "DELETE", "/hosts/fc-8", ""), 404, "HostNotFound");
        assertRefused(send(operator, "DELETE", "/hosts/NO%20HOST", ""), 400, "BadRequest");
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Json.parse(answer.body()).at("/error/code").asText()).isEqualTo(code);
    }

    private static CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.createOrOpen(directory.resolve(name), name, new CertificateAuthority.Constraint(List.of("operator.woad.test"), List.of("127.0.0.0/8")), RANDOM, CLOCK);
    }

    /** Of a client that trusts the listener and shows a certificate of some authority. */
    private static SSLContext context(CertificateAuthority issuer) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        return TlsContexts.client(authority.root(), new Credential(pair.getPrivate(), issuer.issueClient("operator", pair.getPublic())), RANDOM, CLOCK);
    }

    private static HttpResponse<String> send(SSLContext tls, String method, String path, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return client.send(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + door.port("operator") + path)).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
