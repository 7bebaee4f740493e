package woad.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import woad.agent.NetworkListeners.Guest;

/**
 * Reads requests of the instance metadata service at 169.254.169.254 port 80: HTTP/1.1, one request a connection, heads of at most
 * 8 KiB that arrive within five seconds. What is answered is {@link MetadataAnswers}' matter.
 */
final class MetadataService implements NetworkListeners.Conversation {
    static final InetSocketAddress ADDRESS = new InetSocketAddress("169.254.169.254", 80);
    private static final int PER_GUEST = 8;
    private static final int ALL = 64;
    private static final int HEAD_LIMIT = 8 << 10;
    private static final int PATIENCE_MILLIS = 5_000;

    private final MetadataAnswers answers;

    private MetadataService(MetadataAnswers answers) {
        this.answers = answers;
    }

    static NetworkListeners.Service service(MetadataAnswers answers) {
        return new NetworkListeners.Service("metadata", ADDRESS, PER_GUEST, new Semaphore(ALL), new MetadataService(answers));
    }

    /** A request's head; names in lower case. */
    record Request(String method, String path, Map<String, String> query, Map<String, String> headers) {}

    /** An answer. */
    record Answer(int status, String contentType, String body) {}

    @Override
    public void serve(Guest guest, SocketChannel channel) throws IOException {
        Socket socket = channel.socket();
        Answer answer;
        try {
            answer = answers.answer(guest, parse(readHead(socket)));
        } catch (IllegalArgumentException e) {
            answer = MetadataAnswers.error(400, "Bad request");
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.status() + " " + reason(answer.status()) + "\r\nContent-Type: " + answer.contentType()
                + "\r\nContent-Length: " + body.length + "\r\nServer: IMDS\r\nConnection: close\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head.getBytes(StandardCharsets.US_ASCII));
        whole.write(body);
        socket.getOutputStream().write(whole.toByteArray());
        socket.shutdownOutput();
    }

    private static String readHead(Socket socket) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        byte[] chunk = new byte[1024];
        while (head.indexOf("\r\n\r\n") < 0) {
            int rest = (int) ((deadline - System.nanoTime()) / 1_000_000);
            if (rest <= 0) {
                throw new SocketTimeoutException("the request did not arrive in time");
            }
            socket.setSoTimeout(rest);
            int count = in.read(chunk);
            if (count < 0 || head.length() + count > HEAD_LIMIT) {
                throw new IllegalArgumentException("the request's head is cut off or too long");
            }
            head.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
        }
        return head.substring(0, head.indexOf("\r\n\r\n"));
    }

    static Request parse(String head) {
        String[] lines = head.split("\r\n");
        String[] start = lines[0].split(" ");
        if (start.length != 3 || !start[2].startsWith("HTTP/1.") || !start[1].startsWith("/")) {
            throw new IllegalArgumentException("not a request line");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("not a header line");
            }
            headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip());
        }
        int question = start[1].indexOf('?');
        Map<String, String> query = new HashMap<>();
        if (question >= 0) {
            for (String pair : start[1].substring(question + 1).split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    query.put(decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT), decode(pair.substring(equals + 1)));
                }
            }
        }
        return new Request(start[0], decode(question < 0 ? start[1] : start[1].substring(0, question)), query, headers);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            default -> "Bad Request";
        };
    }
}
