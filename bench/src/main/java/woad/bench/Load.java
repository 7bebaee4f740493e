package woad.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A small HTTP/1.1 load generator over TLS with keep-alive: it must cost less than what it measures, on the same two cores. */
final class Load {
    private Load() {}

    /**
     * Sends requests one after another on each connection until the time is over.
     *
     * @param request the bytes that connection n repeats
     * @return answers a second; any answer but 2xx is an error
     */
    static double perSecond(SSLContext tls, InetSocketAddress to, String host, int connections, Duration time, IntFunction<byte[]> request) throws IOException {
        List<SSLSocket> sockets = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                sockets.add(connect(tls, to, host));
            }
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                SSLSocket socket = sockets.get(i);
                byte[] bytes = request.apply(i);
                counts.add(threads.submit(() -> repeat(socket, bytes, end)));
            }
            long total = 0;
            for (Future<Long> count : counts) {
                total += count.get();
            }
            return total * 1e9 / (System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("the load failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static SSLSocket connect(SSLContext tls, InetSocketAddress to, String host) throws IOException {
        Socket plain = new Socket(to.getAddress(), to.getPort());
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(30_000);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, to.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static long repeat(SSLSocket socket, byte[] request, long end) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        long count = 0;
        while (System.nanoTime() < end) {
            socket.getOutputStream().write(request);
            readAnswer(in);
            count++;
        }
        return count;
    }

    private static void readAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 2")) {
            throw new IOException("the server answered " + status);
        }
        long length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(header.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** A request with a JSON body, or without one where it is null. */
    static byte[] request(String method, String host, String path, String token, String body) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token + "\r\n"
                + (body == null ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n") + "\r\n";
        return (head + (body == null ? "" : body)).getBytes(StandardCharsets.US_ASCII);
    }
}
