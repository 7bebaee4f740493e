package woad.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import woad.platform.core.Ids;
import woad.platform.core.Json;

/** The request pipeline without sockets: services under test behind the same routing, authentication, limits and error formats as in the cloud. */
public final class TestFrontDoor {
    private final Pipeline pipeline;
    private final String clientAddress;

    /** The services answer to their own host names. */
    public TestFrontDoor(InstantSource clock, WebService... services) {
        this(new Pipeline(new Listener("test", new InetSocketAddress(0), null, false, false, List.of(services)),
                new Ids(new SecureRandom()), clock), "192.0.2.10");
    }

    private TestFrontDoor(Pipeline pipeline, String clientAddress) {
        this.pipeline = pipeline;
        this.clientAddress = clientAddress;
    }

    /** The same services, seen from another client address. */
    public TestFrontDoor from(String address) {
        return new TestFrontDoor(pipeline, address);
    }

    /** An answer; header names are in lower case. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        /** The first value of a header. */
        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
        }

        /** The body as JSON. */
        public JsonNode json() {
            return Json.parse(body);
        }
    }

    /** Sends a request to an {@code https} URL. @param headers names in any case */
    public Answer send(String method, String url, Map<String, String> headers, byte[] body) {
        URI uri = URI.create(url);
        Map<String, String> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        if (body.length > 0) {
            lower.put("content-length", Integer.toString(body.length));
        }
        WebResponse response = pipeline.answer(new Pipeline.Incoming(method, uri.getHost(), uri.getRawPath(), uri.getRawQuery(), lower,
                clientAddress, null, new ByteArrayInputStream(body)));
        Map<String, List<String>> answered = new LinkedHashMap<>();
        response.headers().forEach(header -> answered.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                .add(header.value()));
        return new Answer(response.status(), answered, response.body() == null ? "" : new String(response.body(), StandardCharsets.UTF_8));
    }

    /** Header names and values alternate. */
    public Answer get(String url, String... headers) {
        return send("GET", url, pairs(headers), new byte[0]);
    }

    /** Posts a form; its names and values alternate. */
    public Answer post(String url, String... form) {
        return post(url, pairs(form), Map.of());
    }

    /** Posts a form. */
    public Answer post(String url, Map<String, String> form, Map<String, String> headers) {
        String text = form.entrySet().stream().map(e -> encode(e.getKey()) + "=" + encode(e.getValue())).collect(Collectors.joining("&"));
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return send("POST", url, all, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a JSON body, or none where it is null, with a bearer token. */
    public Answer json(String method, String url, String token, Object body) {
        return send(method, url, Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                body == null ? new byte[0] : Json.bytes(body));
    }

    private static Map<String, String> pairs(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
