package woad.engines.linuxnet;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks one question of a name server (RFC 1035). */
final class DnsClient {

    private DnsClient() {}

    /** The kinds of question. */
    enum Kind {
        A(1), AAAA(28);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** The first address of the answer; or NODATA, or NXDOMAIN, or the number of another error. */
    static String ask(String server, String name, Kind kind) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.")) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        out.writeShort(kind.code);
        out.writeShort(1);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(3000);
            socket.send(new DatagramPacket(bytes.toByteArray(), bytes.size(), new InetSocketAddress(InetAddress.ofLiteral(server), 53)));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            ByteBuffer reply = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
            int error = reply.get(3) & 0xf;
            if (error != 0) {
                return error == 3 ? "NXDOMAIN" : "error " + error;
            }
            if (reply.getShort(6) == 0) {
                return "NODATA";
            }
            // The answer repeats the name as a pointer of two octets; then come type, class, time to live and length.
            int length = reply.getShort(bytes.size() + 10);
            int start = bytes.size() + 12;
            return InetAddress.getByAddress(Arrays.copyOfRange(answer.getData(), start, start + length)).getHostAddress();
        }
    }
}
