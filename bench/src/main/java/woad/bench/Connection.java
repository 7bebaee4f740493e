package woad.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An HTTP/1.1 connection over TLS with keep-alive that costs little: what it measures runs on the same cores. */
final class Connection implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    private final SSLSocket socket;
    private final String host;
    private final InputStream in;
    private final OutputStream out;

    /** Connects and shakes hands; the host's name goes into SNI, the check of the certificate and every request. */
    Connection(SSLContext tls, InetSocketAddress to, String host) throws IOException {
        this.host = host;
        Socket plain = new Socket(to.getAddress(), to.getPort());
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(PATIENCE_MS);
        socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, to.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        out = socket.getOutputStream();
    }

    /** The head of a request; {@code headers} are whole lines without their ends. */
    byte[] head(String method, String path, long length, List<String> headers) {
        StringBuilder head = new StringBuilder(512).append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\nContent-Length: ")
                .append(length).append("\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends parts of a request. */
    void send(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }

    /** Reads an answer to its end; its body is kept only where it is wanted. @throws IOException where the status is not 2xx */
    byte[] receive(boolean wanted) throws IOException {
        String status = line();
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(header.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            }
        }
        boolean good = status.startsWith("HTTP/1.1 2");
        byte[] body = chunked ? chunks() : wanted || !good ? in.readNBytes(Math.toIntExact(length)) : skip(length);
        if (!good) {
            throw new IOException("the server answered " + status + " " + new String(body, StandardCharsets.UTF_8));
        }
        return body;
    }

    /** Sends a request with a small body and reads the answer. */
    byte[] call(String method, String path, List<String> headers, byte[] body) throws IOException {
        byte[] head = head(method, path, body.length, headers);
        byte[] whole = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        send(whole);
        return receive(true);
    }

    private byte[] skip(long length) throws IOException {
        in.skipNBytes(length);
        return new byte[0];
    }

    private byte[] chunks() throws IOException {
        var body = new java.io.ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
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

    /** Breaks off at once, whatever is under way. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Header lines of a map. */
    static List<String> lines(Map<String, String> headers) {
        return headers.entrySet().stream().map(header -> header.getKey() + ": " + header.getValue()).toList();
    }
}
