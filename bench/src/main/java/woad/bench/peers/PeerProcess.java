package woad.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A peer's server, started for a benchmark and stopped with it. */
final class PeerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Process process;

    private PeerProcess(Process process) {
        this.process = process;
    }

    /** Starts a program and waits until it listens on all these ports of 127.0.0.1. */
    static PeerProcess start(List<String> command, Path directory, List<Integer> ports) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        PeerProcess peer = new PeerProcess(new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start());
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int port : ports) {
            while (!listens(port)) {
                if (!peer.process.isAlive() || System.nanoTime() > end) {
                    peer.close();
                    throw new IOException(command.getFirst() + " does not listen on port " + port + ": " + Files.readString(log).lines().limit(8).toList());
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        return peer;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
