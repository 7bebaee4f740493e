package woad.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import woad.agent.NetworkListeners.Guest;

/**
 * The way from a network to the cloud's own endpoints: TCP at 168.63.129.16 port 443 goes on to the front door, and nowhere else.
 * A PROXY protocol header (version 2) names the guest. TLS stays end to end between the guest and the front door.
 */
final class EndpointRelay implements NetworkListeners.Conversation {
    static final InetSocketAddress ADDRESS = new InetSocketAddress("168.63.129.16", 443);
    private static final int PER_GUEST = 64;
    private static final int ALL = 256;
    private static final int CHUNK = 16 << 10;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(4);
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    /** The first of the types that the protocol leaves to applications: here, the id of the guest's network. */
    private static final int NETWORK_TYPE = 0xe0;

    private final InetSocketAddress frontDoor;
    private final ExecutorService executor;

    private EndpointRelay(InetSocketAddress frontDoor, ExecutorService executor) {
        this.frontDoor = frontDoor;
        this.executor = executor;
    }

    /** @param frontDoor where connections with a PROXY protocol header are taken */
    static NetworkListeners.Service service(InetSocketAddress frontDoor, ExecutorService executor) {
        return new NetworkListeners.Service("endpoints", ADDRESS, PER_GUEST, new Semaphore(ALL), new EndpointRelay(frontDoor, executor));
    }

    @Override
    public void serve(Guest guest, SocketChannel channel) throws IOException {
        Socket client = channel.socket();
        try (Socket upstream = new Socket()) {
            upstream.connect(frontDoor, (int) CONNECT.toMillis());
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            upstream.setSoTimeout((int) IDLE.toMillis());
            client.setSoTimeout((int) IDLE.toMillis());
            upstream.getOutputStream().write(header((InetSocketAddress) channel.getRemoteAddress(), (InetSocketAddress) channel.getLocalAddress(), guest.networkId()));
            Future<?> back = executor.submit(() -> {
                pump(upstream, client);
                return null;
            });
            try {
                pump(client, upstream);
            } finally {
                await(back, upstream, client);
            }
        }
    }

    /** Copies until the end; a socket that fails or idles ends both ways. */
    private static void pump(Socket from, Socket to) throws IOException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                out.write(chunk, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            from.close();
            to.close();
            throw e;
        }
    }

    private static void await(Future<?> back, Socket upstream, Socket client) throws IOException {
        try {
            back.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            upstream.close();
            client.close();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException ended) {
                throw ended;
            }
            throw new IOException("the relay failed", e.getCause());
        }
    }

    /** PROXY protocol version 2 (haproxy.org, proxy-protocol.txt, 2.2): PROXY, TCP over IPv4 or IPv6, addresses, then the network's id. */
    static byte[] header(InetSocketAddress source, InetSocketAddress destination, String networkId) {
        byte[] from = source.getAddress().getAddress();
        byte[] to = destination.getAddress().getAddress();
        byte[] network = networkId.getBytes(StandardCharsets.US_ASCII);
        int length = from.length + to.length + 4 + 3 + network.length;
        return ByteBuffer.allocate(SIGNATURE.length + 4 + length).put(SIGNATURE).put((byte) 0x21).put((byte) (from.length == 4 ? 0x11 : 0x21))
                .putShort((short) length).put(from).put(to).putShort((short) source.getPort()).putShort((short) destination.getPort())
                .put((byte) NETWORK_TYPE).putShort((short) network.length).put(network).array();
    }

    /** Reads {@code address:port}. */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not an address with a port: " + text);
        }
        return new InetSocketAddress(InetAddress.ofLiteral(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }
}
