package woad.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.http2.Http2FrameData;
import io.helidon.http.http2.Http2FrameHeader;
import io.helidon.http.http2.Http2FrameType;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2HuffmanDecoder;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import woad.platform.core.Json;

/** HTTP/2 frame by frame (RFC 9113): several requests, for several names, on one connection. */
final class RawHttp2 implements AutoCloseable {
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int ACK = 1;
    /** Numbers of header names in the static table (RFC 7541, appendix A). */
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int PATH = 4;
    private static final int SCHEME = 6;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final Http2Headers.DynamicTable table = Http2Headers.DynamicTable.create(4096);
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final Map<Integer, ByteArrayOutputStream> bodies = new TreeMap<>();
    private int last = -1;

    /** @param socket connected, its handshake not yet made */
    RawHttp2(SSLSocket socket) throws IOException {
        this.socket = socket;
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(Http2FrameType.SETTINGS, 0, 0, new byte[0]);
    }

    /** An answer; status 0 where the stream was reset instead. */
    record Answer(int status, String body) {
        JsonNode json() {
            return Json.parse(body);
        }
    }

    /** Sends a request without a body. */
    Answer get(String authority) throws IOException {
        return answer(headers(END_STREAM, "GET", authority));
    }

    /** Begins a request whose body is to follow. @return its stream */
    int put(String authority) throws IOException {
        return headers(0, "PUT", authority);
    }

    /** Sends a part of a body, which is not the last. */
    void data(int stream, String text) throws IOException {
        frame(Http2FrameType.DATA, 0, stream, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Waits for the end of an answer. */
    Answer answer(int stream) throws IOException {
        while (true) {
            byte[] start = in.readNBytes(Http2FrameHeader.LENGTH);
            if (start.length < Http2FrameHeader.LENGTH) {
                return new Answer(0, "the connection ended");
            }
            Http2FrameHeader header = Http2FrameHeader.create(BufferData.create(start));
            byte[] payload = in.readNBytes(header.length());
            boolean ends = (header.flags() & END_STREAM) != 0;
            switch (header.type()) {
                case SETTINGS -> {
                    if ((header.flags() & ACK) == 0) {
                        frame(Http2FrameType.SETTINGS, ACK, 0, new byte[0]);
                    }
                    continue;
                }
                case HEADERS -> statuses.put(header.streamId(), Http2Headers.create(null, table, Http2HuffmanDecoder.create(),
                        new Http2FrameData(header, BufferData.create(payload))).status().code());
                case DATA -> bodies.computeIfAbsent(header.streamId(), s -> new ByteArrayOutputStream()).writeBytes(payload);
                case RST_STREAM -> {
                    statuses.putIfAbsent(header.streamId(), 0);
                    ends = true;
                }
                case GO_AWAY -> {
                    return new Answer(0, "the connection is to end, error " + payload[7]);
                }
                default -> {
                    continue;
                }
            }
            if (ends && header.streamId() == stream) {
                return new Answer(statuses.get(stream), bodies.getOrDefault(stream, new ByteArrayOutputStream()).toString(StandardCharsets.UTF_8));
            }
        }
    }

    private int headers(int flags, String method, String authority) throws IOException {
        last += 2;
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        Map.of(AUTHORITY, authority, METHOD, method, PATH, "/echo", SCHEME, "https").forEach((name, value) -> {
            block.write(name); // a literal that is not to be indexed, by the number of its name (RFC 7541, 6.2.2)
            block.write(value.length());
            block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        });
        frame(Http2FrameType.HEADERS, flags | END_HEADERS, last, block.toByteArray());
        return last;
    }

    private void frame(Http2FrameType type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type.type(), (byte) flags, 0, 0, (byte) (stream >> 8), (byte) stream});
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
