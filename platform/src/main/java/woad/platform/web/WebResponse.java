package woad.platform.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import woad.platform.core.Json;

/** An answer: status, extra headers, and a body with its media type (both null when there is none). */
public record WebResponse(int status, List<Header> headers, String contentType, byte[] body) {
    public WebResponse {
        headers = List.copyOf(headers);
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
        return new WebResponse(status, more, contentType, body);
    }
}
