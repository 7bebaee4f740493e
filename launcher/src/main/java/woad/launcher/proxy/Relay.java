package woad.launcher.proxy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Carries bytes both ways between two sockets until both directions ended or neither moved for the given time. */
final class Relay {
    private static final int CHUNK = 16 * 1024;

    private final Socket client;
    private final Socket server;
    private final Duration silence;
    private volatile long lastMove = System.nanoTime();

    Relay(Socket client, Socket server, Duration silence) {
        this.client = client;
        this.server = server;
        this.silence = silence;
    }

    /** Returns once the connection is over; the caller closes both sockets. */
    void run() throws IOException {
        int look = (int) Math.max(1, silence.toMillis() / 4);
        client.setSoTimeout(look);
        server.setSoTimeout(look);
        Thread back = Thread.ofVirtual().name("proxy-back").start(() -> copy(server, client));
        copy(client, server);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            while (true) {
                int count = read(from, chunk);
                if (count < 0) {
                    to.shutdownOutput();
                    return;
                }
                to.getOutputStream().write(chunk, 0, count);
                lastMove = System.nanoTime();
            }
        } catch (IOException e) {
            // One direction is broken: end the other too, which reads from or writes to the same sockets.
            closeBoth();
        }
    }

    private int read(Socket from, byte[] chunk) throws IOException {
        while (true) {
            try {
                return from.getInputStream().read(chunk);
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() - lastMove > silence.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private void closeBoth() {
        try (client; server) {
            return;
        } catch (IOException e) {
            System.getLogger(Relay.class.getName()).log(System.Logger.Level.DEBUG, "a socket did not close", e);
        }
    }
}
