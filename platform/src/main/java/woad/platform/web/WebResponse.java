package woad.platform.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import woad.platform.core.Json;

/**
 * An answer: status, extra headers, and a body with its media type (all null when there is none).
 *
 * @param streamed a body that is written as it is sent; null where it is in {@code body}
 */
public record WebResponse(int status, List<Header> headers, String contentType, byte[] body, Streamed streamed) {
    public WebResponse {
        headers = List.copyOf(headers);
    }

    /** An answer whose body is at hand. */
    public WebResponse(int status, List<Header> headers, String contentType, byte[] body) {
        this(status, headers, contentType, body, null);
    }

    /**
     * A body of a known length that is written as it is sent.
     *
     * @param length bytes that the writer writes; what a HEAD says too, for which it is not called
     */
    public record Streamed(long length, Writer writer) {}

    /** Writes a body. Where it throws, the connection is cut, so that no client takes a part for the whole. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream to) throws IOException;
    }

    /** A body that is written as it is sent. */
    public static WebResponse stream(int status, String contentType, long length, Writer writer) {
        return new WebResponse(status, List.of(), contentType, null, new Streamed(length, writer));
    }

    /** One header field; a name may occur several times. */
    public record Header(String name, String value) {}

    /** No body. */
    public static WebResponse empty(int status) {
        return new WebResponse(status, List.of(), null, null);
    }

    /** A JSON body: a tree, a record, a map or a list. */
    public static WebResponse json(int status, Object value) {
        return new WebResponse(status, List.of(), "application/json; charset=utf-8", Json.bytes(value));
    }

    /** 200 with a JSON body. */
    public static WebResponse ok(Object value) {
        return json(200, value);
    }

    /** An HTML page. */
    public static WebResponse html(int status, String page) {
        return new WebResponse(status, List.of(), "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** Plain text. */
    public static WebResponse text(int status, String text) {
        return new WebResponse(status, List.of(), "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** 302 to another address. */
    public static WebResponse redirect(String location) {
        return empty(302).header("Location", location);
    }

    /** The same answer with one more header. */
    public WebResponse header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new WebResponse(status, more, contentType, body, streamed);
    }
}
