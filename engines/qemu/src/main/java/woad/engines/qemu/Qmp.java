package woad.engines.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A connection to a QEMU monitor (QEMU Machine Protocol: one JSON object per line). A monitor serves one connection at a time. */
final class Qmp implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_LINE = 1 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final long deadline;
    private final ByteBuffer received = ByteBuffer.allocate(8192).flip();

    private Qmp(Path socket, Duration patience) throws IOException {
        this.deadline = System.nanoTime() + patience.toNanos();
        this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        this.channel.configureBlocking(false);
        this.selector = Selector.open();
        this.channel.register(selector, SelectionKey.OP_READ);
    }

    /** @param patience for the whole connection */
    static Qmp connect(Path socket, Duration patience) throws IOException {
        Qmp monitor = new Qmp(socket, patience);
        try {
            monitor.readLine();
            monitor.execute("qmp_capabilities", Map.of());
            return monitor;
        } catch (IOException e) {
            monitor.close();
            throw e;
        }
    }

    /** Connects, runs one command and returns its result. */
    static JsonNode once(Path socket, Duration patience, String command, Map<String, ?> arguments) throws IOException {
        try (Qmp monitor = connect(socket, patience)) {
            return monitor.execute(command, arguments);
        }
    }

    /** @throws IOException with QEMU's words when it refuses, or when it does not answer in time */
    JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("execute", command);
        request.set("arguments", JSON.valueToTree(arguments));
        ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        while (true) {
            JsonNode answer = readLine();
            if (answer.has("return")) {
                return answer.get("return");
            }
            if (answer.has("error")) {
                throw new IOException(command + ": " + answer.get("error").path("desc").asText());
            }
        }
    }

    private JsonNode readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LONGEST_LINE) {
            if (!received.hasRemaining()) {
                fill();
            }
            byte next = received.get();
            if (next == '\n') {
                return JSON.readTree(line.toByteArray());
            }
            line.write(next);
        }
        throw new IOException("the monitor's answer is too long");
    }

    private void fill() throws IOException {
        long left = Math.max(0, deadline - System.nanoTime()) / 1_000_000;
        if (left == 0 || selector.select(left) == 0) {
            throw new SocketTimeoutException("QEMU's monitor does not answer");
        }
        selector.selectedKeys().clear();
        received.clear();
        int read = channel.read(received);
        received.flip();
        if (read < 0) {
            throw new IOException("QEMU closed its monitor");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
