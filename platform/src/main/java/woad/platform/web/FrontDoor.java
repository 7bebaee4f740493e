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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import woad.platform.core.Ids;

/** Listens on the cloud's sockets and hands every request to the {@link Pipeline}. HTTP/1.1 and HTTP/2 over TLS 1.2 and 1.3. */
public final class FrontDoor implements AutoCloseable {
    private final WebServer server;
    private final List<Listener> listeners;
    private final ScheduledExecutorService timer;

    private FrontDoor(WebServer server, List<Listener> listeners, ScheduledExecutorService timer) {
        this.server = server;
        this.listeners = listeners;
        this.timer = timer;
    }

    /** Opens all sockets with the usual patience. Fails if any of them cannot be bound. */
    public static FrontDoor open(List<Listener> listeners, Ids ids, InstantSource clock) {
        return open(listeners, Patience.STANDARD, ids, clock);
    }

    /** Opens all sockets; the first is Helidon's default one. Fails if any of them cannot be bound. */
    static FrontDoor open(List<Listener> listeners, Patience patience, Ids ids, InstantSource clock) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("front door's timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        WebServerConfig.Builder config = WebServer.builder().shutdownHook(false);
        for (int i = 0; i < listeners.size(); i++) {
            Listener listener = listeners.get(i);
            Pipeline pipeline = new Pipeline(listener, ids, clock);
            HttpRouting.Builder routing = HttpRouting.builder().any(new HelidonHandler(pipeline, patience, timer));
            if (i == 0) {
                configure(config, listener, patience);
                config.routing(routing);
            } else {
                ListenerConfig.Builder socket = ListenerConfig.builder();
                configure(socket, listener, patience);
                config.putSocket(listener.name(), socket.routing(routing).build());
            }
        }
        return new FrontDoor(config.build().start(), List.copyOf(listeners), timer);
    }

    private static void configure(ListenerConfig.BuilderBase<?, ?> socket, Listener listener, Patience patience) {
        Tls tls = Tls.builder().sslContext(ServerTls.of(listener, patience.silence()))
                .enabledProtocols(List.of(ServerTls.VERSIONS))
                .applicationProtocols(List.of("h2", "http/1.1"))
                .clientAuth(listener.clientCertificates() ? TlsClientAuth.OPTIONAL : TlsClientAuth.NONE)
                .build();
        socket.address(listener.address().getAddress())
                .port(listener.address().getPort())
                .tls(tls)
                .enableProxyProtocol(listener.proxyProtocol())
                .backlog(1024)
                // Channels know no read timeout, and Helidon looks up the name of every client before it shakes hands with it.
                .useNio(false)
                .idleConnectionTimeout(patience.idle())
                .idleConnectionPeriod(patience.idle().dividedBy(4))
                .maxPayloadSize(longestBody(listener))
                .shutdownGracePeriod(Duration.ofMillis(500))
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build());
    }

    /** Helidon holds a chunk of a body in memory before anybody sees it; no body may be longer than the longest that anything here takes. */
    private static long longestBody(Listener listener) {
        return listener.services().stream().flatMap(service -> service.endpoints().stream()).mapToLong(Endpoint::bodyLimit).reduce(Endpoint.JSON_LIMIT, Math::max);
    }

    /** The port that a listener got, where it was opened at port 0. */
    public int port(String listener) {
        return listeners.getFirst().name().equals(listener) ? server.port() : server.port(listener);
    }

    @Override
    public void close() {
        server.stop();
        timer.shutdownNow();
    }
}
