package woad.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import woad.platform.core.Ids;
import woad.platform.core.Json;

/** Sends requests straight into the pipeline of some services, without sockets. */
public final class TestClient {
    private final Pipeline pipeline;
    private final Map<String, String> headers;

    private TestClient(Pipeline pipeline, Map<String, String> headers) {
        this.pipeline = pipeline;
        this.headers = headers;
    }

    /** A client of these services that sends no credential. */
    public static TestClient of(WebService... services) {
        Listener listener = new Listener("test", InetSocketAddress.createUnresolved("test", 0), null, false, false, List.of(services));
        return new TestClient(new Pipeline(listener, new Ids(new SecureRandom()), InstantSource.system()), Map.of());
    }

    /** The same client with one more header on every request. */
    public TestClient with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header.toLowerCase(Locale.ROOT), value);
        return new TestClient(pipeline, more);
    }

    /** @param body text, bytes, a tree, or null for none */
    public Answer send(String method, String url, Object body) {
        URI uri = URI.create(url);
        byte[] bytes = switch (body) {
            case null -> new byte[0];
            case byte[] raw -> raw;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            default -> Json.bytes(body);
        };
        return new Answer(pipeline.answer(new Pipeline.Incoming(method, uri.getHost(), uri.getRawPath(), uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                headers, "127.0.0.1", null, new ByteArrayInputStream(bytes))));
    }

    public Answer get(String url) {
        return send("GET", url, null);
    }

    public Answer put(String url, Object body) {
        return send("PUT", url, body);
    }

    public Answer post(String url, Object body) {
        return send("POST", url, body);
    }

    public Answer delete(String url) {
        return send("DELETE", url, null);
    }

    /** What came back. */
    public record Answer(WebResponse response) {
        public int status() {
            return response.status();
        }

        public String text() {
            return response.body() == null ? "" : new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return Json.parse(text());
        }

        /** {@code error.code} of an ARM or OData error. */
        public String errorCode() {
            return json().path("error").path("code").asText();
        }

        /** The header, or null. */
        public String header(String name) {
            return response.headers().stream().filter(h -> h.name().equalsIgnoreCase(name)).map(WebResponse.Header::value).findFirst().orElse(null);
        }
    }
}
