package woad.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import woad.platform.core.Ids;
import woad.platform.core.Json;

/** Sends requests straight into the pipeline of some services, without sockets: behind the same routing, authentication, limits and error formats as in the cloud. */
public final class TestClient {
    private final Pipeline pipeline;
    private final Map<String, String> headers;
    private final String address;

    private TestClient(Pipeline pipeline, Map<String, String> headers, String address) {
        this.pipeline = pipeline;
        this.headers = headers;
        this.address = address;
    }

    /** A client of these services, at 127.0.0.1, that sends no credential. */
    public static TestClient of(WebService... services) {
        return of(InstantSource.system(), services);
    }

    /** The same at another time. */
    public static TestClient of(InstantSource clock, WebService... services) {
        Listener listener = new Listener("test", InetSocketAddress.createUnresolved("test", 0), null, false, false, List.of(services));
        return new TestClient(new Pipeline(listener, new Ids(new SecureRandom()), clock), Map.of(), "127.0.0.1");
    }

    /** The same client at another address. */
    public TestClient from(String otherAddress) {
        return new TestClient(pipeline, headers, otherAddress);
    }

    /** The same client with one more header on every request. */
    public TestClient with(String header, String value) {
        return with(Map.of(header, value));
    }

    /** The same client with more headers on every request; names in any case. */
    public TestClient with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        more.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        return new TestClient(pipeline, all, address);
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
                headers, address, null, new ByteArrayInputStream(bytes))));
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

    /** Posts a form whose names and values alternate. */
    public Answer postForm(String url, String... namesAndValues) {
        Map<String, String> form = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return postForm(url, form);
    }

    /** Posts a form. */
    public Answer postForm(String url, Map<String, String> form) {
        String text = form.entrySet().stream().map(e -> encode(e.getKey()) + "=" + encode(e.getValue())).collect(Collectors.joining("&"));
        return with("Content-Type", "application/x-www-form-urlencoded").post(url, text);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Sends a JSON body, or none where it is null, with a bearer token. */
    public Answer json(String method, String url, String token, Object body) {
        return with(Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json")).send(method, url, body);
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
            return headers(name).stream().findFirst().orElse(null);
        }

        /** All values of a header that may occur several times. */
        public List<String> headers(String name) {
            return response.headers().stream().filter(h -> h.name().equalsIgnoreCase(name)).map(WebResponse.Header::value).toList();
        }
    }
}
