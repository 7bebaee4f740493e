package woad.launcher.proxy;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** The PROXY protocol, version 2, binary: tells a server whose connection is handed on. Source: HAProxy's proxy-protocol.txt, section 2.2. */
final class ProxyHeader {
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final byte VERSION_2_PROXY = 0x21;
    private static final byte TCP_OVER_IPV4 = 0x11;
    private static final byte TCP_OVER_IPV6 = 0x21;

    private ProxyHeader() {}

    /** @param source the client; {@code destination} where it connected to; both of one address family */
    static byte[] of(InetSocketAddress source, InetSocketAddress destination) {
        byte[] from = source.getAddress().getAddress();
        byte[] to = destination.getAddress().getAddress();
        if (from.length != to.length) {
            throw new IllegalArgumentException("a connection has two ends of one address family");
        }
        ByteBuffer header = ByteBuffer.allocate(SIGNATURE.length + 4 + from.length * 2 + 4);
        header.put(SIGNATURE).put(VERSION_2_PROXY).put(source.getAddress() instanceof Inet4Address ? TCP_OVER_IPV4 : TCP_OVER_IPV6);
        header.putShort((short) (from.length * 2 + 4));
        header.put(from).put(to).putShort((short) source.getPort()).putShort((short) destination.getPort());
        return header.array();
    }
}
