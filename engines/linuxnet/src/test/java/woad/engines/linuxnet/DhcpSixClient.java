package woad.engines.linuxnet;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Asks for an address by DHCPv6 with rapid commit (RFC 8415). */
final class DhcpSixClient {

    private static final int CLIENT_IDENTIFIER = 1;
    private static final int IDENTITY_ASSOCIATION = 3;
    private static final int ADDRESS = 5;
    private static final int RAPID_COMMIT = 14;

    private DhcpSixClient() {}

    /** The address that the server of the device's link gives, if there is one. */
    static Optional<InetAddress> ask(String device) throws IOException {
        NetworkInterface link = NetworkInterface.getByName(device);
        ByteBuffer solicit = ByteBuffer.allocate(200).put((byte) 1).put(new byte[] {1, 2, 3});
        solicit.putShort((short) CLIENT_IDENTIFIER).putShort((short) 10).putShort((short) 3).putShort((short) 1).put(link.getHardwareAddress());
        solicit.putShort((short) IDENTITY_ASSOCIATION).putShort((short) 12).putInt(7).putInt(0).putInt(0);
        solicit.putShort((short) RAPID_COMMIT).putShort((short) 0);
        InetAddress servers = Inet6Address.getByAddress(null, InetAddress.ofLiteral("ff02::1:2").getAddress(), link.getIndex());
        try (DatagramSocket socket = new DatagramSocket(546)) {
            socket.setSoTimeout(1500);
            for (int attempt = 0; attempt < 4; attempt++) {
                socket.send(new DatagramPacket(solicit.array(), solicit.position(), new InetSocketAddress(servers, 547)));
                DatagramPacket reply = new DatagramPacket(new byte[1500], 1500);
                try {
                    socket.receive(reply);
                } catch (java.net.SocketTimeoutException e) {
                    continue;
                }
                ByteBuffer options = ByteBuffer.wrap(reply.getData(), 4, reply.getLength() - 4);
                return reply.getData()[0] == 7 ? address(options) : Optional.empty();
            }
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> address(ByteBuffer options) throws IOException {
        while (options.remaining() >= 4) {
            int option = options.getShort();
            ByteBuffer value = options.slice(options.position() + 2, options.getShort(options.position()));
            options.position(options.position() + 2 + value.capacity());
            if (option == ADDRESS) {
                byte[] address = new byte[16];
                value.get(address);
                return Optional.of(InetAddress.getByAddress(address));
            }
            if (option == IDENTITY_ASSOCIATION) {
                return address(value.position(12));
            }
        }
        return Optional.empty();
    }
}
