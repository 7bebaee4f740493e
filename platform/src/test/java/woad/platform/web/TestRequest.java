package woad.platform.web;

import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Requests as a handler gets them, for what reads requests and is tested without a service around it. */
public final class TestRequest {
    private TestRequest() {}

    /** A request from 127.0.0.1 without a body, with the id 00000000-0000-0001-0000-000000000002. @param headers names in any case */
    public static WebRequest of(Method method, String url, Map<String, String> headers) {
        URI uri = URI.create(url);
        Map<String, String> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        Map<String, String> query = new HashMap<>();
        WebRequest.parseQuery(uri.getRawQuery()).forEach((name, value) -> query.put(name.toLowerCase(Locale.ROOT), value));
        UUID id = new UUID(1, 2);
        return new WebRequest(method, uri.getHost(), uri.getPath(), uri.getRawPath(), uri.getRawQuery(), Map.of(), query, lower, new byte[0],
                InputStream.nullInputStream(), null, "127.0.0.1", null, id, id);
    }
}
