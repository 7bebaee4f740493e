package woad.platform.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import woad.platform.core.Ids;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.TlsContexts;

/**
 * A front door on real sockets of the loopback interface, with short patience. Listener {@code public} (IPv4) serves the service
 * "echo" at localhost and the names under echo.test; {@code proxied} the same behind the PROXY protocol; {@code six} the same on IPv6;
 * {@code operator} another one at operator.test, with a certificate of its own.
 */
final class EchoDoor implements AutoCloseable {
    static final int LIMIT = 1000;
    static final Duration SILENCE = Duration.ofSeconds(3);
    static final Duration READ = Duration.ofMillis(500);
    static final Duration BODY = Duration.ofMillis(1500);

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority;
    private final SSLContext trusting;
    private final FrontDoor door;

    EchoDoor(Path directory) throws IOException {
        InstantSource clock = InstantSource.system();
        authority = CertificateAuthority.createOrOpen(directory, "Woad test",
                new CertificateAuthority.Constraint(List.of("localhost", "echo.test", "operator.test"), List.of("127.0.0.0/8", "::1/128")), random, clock);
        trusting = TlsContexts.client(authority.root(), random);
        InetAddress four = InetAddress.getByName("127.0.0.1");
        InetAddress six = InetAddress.getByName("::1");
        SSLContext tls = authority.serverContext("public", List.of("localhost", "*.echo.test"), List.of(four, six), false);
        List<WebService> services = List.of(service("echo", "localhost", "[::1]", "*.echo.test"));
        door = FrontDoor.open(List.of(
                new Listener("public", new InetSocketAddress(four, 0), tls, false, false, services),
                new Listener("proxied", new InetSocketAddress(four, 0), tls, true, false, services),
                new Listener("six", new InetSocketAddress(six, 0), tls, false, false, services),
                new Listener("operator", new InetSocketAddress(four, 0), authority.serverContext("operator", List.of("operator.test"), List.of(), false), false, false,
                        List.of(service("operator", "operator.test")))), new Patience(Duration.ofSeconds(2), SILENCE, READ, BODY), new Ids(random), clock);
    }

    private static WebService service(String name, String... hosts) {
        Access anybody = new Access.Open("it tells nothing but what the client has said");
        Handler echo = request -> WebResponse.ok(Map.of("service", name, "host", request.host(), "client", request.clientAddress(), "bytes", request.body().length));
        return new WebService(name, List.of(hosts).stream().map(HostPattern::new).toList(), List.of(
                Endpoint.of("Echo_Get", Method.GET, "/echo", anybody, echo),
                new Endpoint("Echo_Put", Method.PUT, PathPattern.of("/echo"), anybody, LIMIT, echo)), null, null, ErrorFormat.ODATA);
    }

    int port(String listener) {
        return door.port(listener);
    }

    URI echo(String listener, String host) {
        return URI.create("https://" + host + ":" + port(listener) + "/echo");
    }

    /** A client that trusts the door's authority. */
    HttpClient http(HttpClient.Version version) {
        return HttpClient.newBuilder().version(version).sslContext(trusting).connectTimeout(Duration.ofSeconds(10)).build();
    }

    /** A plain connection. */
    Socket connect(String listener) throws IOException {
        Socket socket = new Socket(listener.equals("six") ? "::1" : "127.0.0.1", port(listener));
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** TLS over a connection, with a server name and a version of the protocol; the handshake is not yet made. */
    SSLSocket secure(Socket connection, String host, String version) throws IOException {
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(connection, host, connection.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {version});
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** A conversation in HTTP/1.1 on a connection of its own. */
    RawHttp raw(String listener, String host) throws IOException {
        return new RawHttp(secure(connect(listener), host, "TLSv1.3"));
    }

    /** A conversation in HTTP/2 on a connection of its own. */
    RawHttp2 raw2(String listener, String host) throws IOException {
        return new RawHttp2(secure(connect(listener), host, "TLSv1.3"));
    }

    @Override
    public void close() {
        door.close();
    }
}
