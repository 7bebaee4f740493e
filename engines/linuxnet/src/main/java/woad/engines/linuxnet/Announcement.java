package woad.engines.linuxnet;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.List;
import woad.fleet.spi.EngineException;

/** Tells a segment that addresses have come to this host, by gratuitous ARP (RFC 5227, 3), so that nobody keeps sending to the old one. */
final class Announcement {

    private static final short ETHERTYPE_ARP = 0x0806;
    private static final byte[] EVERYONE = {-1, -1, -1, -1, -1, -1};

    private Announcement() {}

    static void send(String namespace, String device, List<InetAddress> addresses) throws EngineException {
        if (addresses.isEmpty()) {
            return;
        }
        try {
            NetworkNamespace.call(namespace, () -> {
                NetworkInterface link = NetworkInterface.getByName(device);
                if (link == null) {
                    throw new IOException("no interface " + device);
                }
                for (InetAddress address : addresses) {
                    transmit(link.getIndex(), frame(link.getHardwareAddress(), address.getAddress()));
                }
                return null;
            });
        } catch (IOException e) {
            throw new EngineException("cannot announce addresses on " + device, e);
        }
    }

    private static byte[] frame(byte[] mac, byte[] address) {
        return ByteBuffer.allocate(42).put(EVERYONE).put(mac).putShort(ETHERTYPE_ARP)
                .putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4).putShort((short) 1)
                .put(mac).put(address).put(new byte[6]).put(address).array();
    }

    /** Puts a whole frame on the device with this index, of the present namespace. */
    static void transmit(int index, byte[] frame) throws IOException {
        int socket = Native.socket(Native.AF_PACKET, Native.SOCK_RAW, 0);
        if (socket < 0) {
            throw new IOException("may not open a packet socket");
        }
        try (Arena arena = Arena.ofConfined()) {
            // struct sockaddr_ll: family (host order), protocol (network order), index, type, packet type, length, 8 octets
            ByteBuffer address = ByteBuffer.allocate(20).order(java.nio.ByteOrder.nativeOrder());
            address.putShort((short) Native.AF_PACKET).putShort(Short.reverseBytes(ETHERTYPE_ARP)).putInt(index)
                    .putShort((short) 0).put((byte) 0).put((byte) 6).put(EVERYONE);
            MemorySegment data = arena.allocate(frame.length).copyFrom(MemorySegment.ofArray(frame));
            MemorySegment to = arena.allocate(20).copyFrom(MemorySegment.ofArray(address.array()));
            if (Native.sendto(socket, data, 0, to) != frame.length) {
                throw new IOException("the frame was not sent");
            }
        } finally {
            Native.close(socket);
        }
    }
}
