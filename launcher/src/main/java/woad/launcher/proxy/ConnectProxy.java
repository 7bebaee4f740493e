package woad.launcher.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A forward proxy on loopback: a CONNECT to port 443 of any name under D reaches the server, told the client's true address;
 * every other destination is refused, or passed on where the settings say so. Connections, their number, their opening and
 * their silence are all bounded.
 */
public final class ConnectProxy implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ConnectProxy.class.getName());
    private static final int HEADER_LIMIT = 16 * 1024;
    private static final int BACKLOG = 256;

    private final Settings settings;
    private final ServerSocket listener;
    private final Semaphore places;

    /**
     * @param domain      D
     * @param server      the server's PROXY protocol listener
     * @param passOthers  whether other destinations are connected to instead of refused
     * @param connections most at a time; more wait in the backlog
     * @param opening     how long a client may take for its request and the server for its answer to a connection
     * @param silence     how long a connection may lie still
     */
    public record Settings(InetSocketAddress listen, String domain, InetSocketAddress server, boolean passOthers, int connections,
                           Duration opening, Duration silence) {}

    private ConnectProxy(Settings settings, ServerSocket listener) {
        this.settings = settings;
        this.listener = listener;
        this.places = new Semaphore(settings.connections());
    }

    /** Listens and serves until closed. */
    public static ConnectProxy open(Settings settings) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(settings.listen(), BACKLOG);
        ConnectProxy proxy = new ConnectProxy(settings, listener);
        Thread.ofPlatform().name("proxy-accept").start(proxy::accept);
        return proxy;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        while (!listener.isClosed()) {
            places.acquireUninterruptibly();
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("proxy-connection").start(() -> serve(client));
            } catch (IOException e) {
                places.release();
                if (!listener.isClosed()) {
                    LOG.log(Level.WARNING, "a connection could not be accepted", e);
                    pause();
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            client.setSoTimeout((int) settings.opening().toMillis());
            String requestLine = readRequest(client.getInputStream());
            if (requestLine == null) {
                answer(client, "400 Bad Request", "This is not an HTTP request.");
                return;
            }
            if (!requestLine.startsWith("CONNECT ")) {
                answer(client, "405 Method Not Allowed", "This proxy serves CONNECT only, for https.");
                return;
            }
            Destination destination = Destination.parse(requestLine);
            if (destination == null) {
                answer(client, "400 Bad Request", "The CONNECT request is malformed.");
                return;
            }
            if (!destination.isUnder(settings.domain()) && (!settings.passOthers() || isOurs(destination))) {
                LOG.log(Level.INFO, "refused " + destination.host() + ":" + destination.port());
                answer(client, "403 Forbidden", "This proxy reaches only port 443 of names under " + settings.domain() + ".");
                return;
            }
            connect(client, destination);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection broke", e);
        } finally {
            places.release();
        }
    }

    private boolean isOurs(Destination destination) {
        return destination.host().equals(settings.domain()) || destination.host().endsWith("." + settings.domain());
    }

    private void connect(Socket client, Destination destination) throws IOException {
        boolean ours = destination.isUnder(settings.domain());
        try (Socket server = new Socket()) {
            try {
                server.connect(ours ? settings.server() : new InetSocketAddress(destination.host(), destination.port()),
                        (int) settings.opening().toMillis());
            } catch (IOException e) {
                LOG.log(Level.WARNING, "no connection to " + destination.host() + ": " + e.getMessage());
                answer(client, "502 Bad Gateway", ours ? "The cloud does not answer; start it with ./woad up." : "The destination does not answer.");
                return;
            }
            server.setTcpNoDelay(true);
            if (ours) {
                server.getOutputStream().write(ProxyHeader.of((InetSocketAddress) client.getRemoteSocketAddress(),
                        (InetSocketAddress) client.getLocalSocketAddress()));
            }
            client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            new Relay(client, server, settings.silence()).run();
        }
    }

    /** The request line; null where the header is too long, ends early or is no text of HTTP. The rest of the header is read and left. */
    private static String readRequest(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int ends = 0;
        // Byte by byte: what follows the empty line belongs to the tunnel.
        while (ends < 2) {
            int next = in.read();
            if (next < 0 || header.size() >= HEADER_LIMIT) {
                return null;
            }
            header.write(next);
            if (next == '\n') {
                ends++;
            } else if (next != '\r') {
                ends = 0;
            }
        }
        String text = header.toString(StandardCharsets.ISO_8859_1);
        String line = text.substring(0, text.indexOf('\n')).stripTrailing();
        return line.matches("[A-Z]+ \\S+ HTTP/\\d\\.\\d") ? line : null;
    }

    private static void answer(Socket client, String status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        String header = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n";
        client.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(body);
        client.shutdownOutput();
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
