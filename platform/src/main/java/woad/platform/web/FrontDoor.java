package woad.platform.web;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import woad.platform.core.Ids;

/** Listens on the cloud's sockets and hands every request to the {@link Pipeline}. HTTP/1.1 and HTTP/2 over TLS 1.2 and 1.3. */
public final class FrontDoor implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(3);
    private static final Duration READ = Duration.ofSeconds(30);

    private final WebServer server;
    private final List<Listener> listeners;

    private FrontDoor(WebServer server, List<Listener> listeners) {
        this.server = server;
        this.listeners = listeners;
    }

    /** Opens all sockets; the first is Helidon's default one. Fails if any of them cannot be bound. */
    public static FrontDoor open(List<Listener> listeners, Ids ids, InstantSource clock) {
        WebServerConfig.Builder config = WebServer.builder().shutdownHook(false);
        for (int i = 0; i < listeners.size(); i++) {
            Listener listener = listeners.get(i);
            Pipeline pipeline = new Pipeline(listener, ids, clock);
            HttpRouting.Builder routing = HttpRouting.builder().any(new HelidonHandler(pipeline));
            if (i == 0) {
                configure(config, listener);
                config.routing(routing);
            } else {
                ListenerConfig.Builder socket = ListenerConfig.builder();
                configure(socket, listener);
                config.putSocket(listener.name(), socket.routing(routing).build());
            }
        }
        return new FrontDoor(config.build().start(), List.copyOf(listeners));
    }

    private static void configure(ListenerConfig.BuilderBase<?, ?> socket, Listener listener) {
        Tls tls = Tls.builder().sslContext(listener.tls())
                .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
                .applicationProtocols(List.of("h2", "http/1.1"))
                .clientAuth(listener.clientCertificates() ? TlsClientAuth.OPTIONAL : TlsClientAuth.NONE)
                .build();
        socket.address(listener.address().getAddress())
                .port(listener.address().getPort())
                .tls(tls)
                .enableProxyProtocol(listener.proxyProtocol())
                .backlog(1024)
                .idleConnectionTimeout(IDLE)
                .shutdownGracePeriod(Duration.ofMillis(500))
                .connectionOptions(SocketOptions.builder().readTimeout(READ).tcpNoDelay(true).build());
    }

    /** The port that a listener got, where it was opened at port 0. */
    public int port(String listener) {
        return listeners.getFirst().name().equals(listener) ? server.port() : server.port(listener);
    }

    @Override
    public void close() {
        server.stop();
    }
}
