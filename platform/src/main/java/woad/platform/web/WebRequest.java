package woad.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Json;

/**
 * A request inside the pipeline: its parts decoded, its body read within bounds, its caller proven.
 *
 * @param path          decoded, as the client sent it (case and all); without empty segments
 * @param rawPath       as it came from the wire: what a signature is over
 * @param rawQuery      as it came from the wire, without {@code ?}; {@code ""} where there is none
 * @param pathValues    the endpoint pattern's named parts
 * @param query         names in lower case; the last value of a repeated name
 * @param headers       names in lower case
 * @param body          empty array when there is none, or where the endpoint streams it
 * @param stream        the body of an endpoint that streams it, unread; otherwise an empty stream
 * @param clientAddress the true address of the client, behind proxies too
 * @param clientCertificate proven by the TLS handshake, or null where the listener asks for none
 * @param requestId     new for each request ({@code x-ms-request-id})
 * @param correlationId shared by requests that belong together ({@code x-ms-correlation-request-id})
 */
public record WebRequest(Method method, String host, String path, String rawPath, String rawQuery, Map<String, String> pathValues, Map<String, String> query,
                         Map<String, String> headers, byte[] body, InputStream stream, Caller caller, String clientAddress,
                         X509Certificate clientCertificate, UUID requestId, UUID correlationId) {
    public WebRequest {
        rawQuery = rawQuery == null ? "" : rawQuery;
    }

    /** A named part of the path; it exists, since the pattern names it. */
    public String pathValue(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the endpoint's pattern has no part " + name);
        }
        return value;
    }

    /** A query parameter by its name without regard to case. */
    public Optional<String> queryValue(String name) {
        return Optional.ofNullable(query.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    /** A header by its name without regard to case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    /** The body as a JSON object. @throws CloudException {@code InvalidRequestContent} where it is not one */
    public ObjectNode jsonObject() {
        JsonNode node = Json.parseUntrusted(body);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new CloudException(CommonError.INVALID_JSON, "The request body must be a JSON object.");
    }

    /** The body as {@code application/x-www-form-urlencoded}; the last value of a repeated name. */
    public Map<String, String> form() {
        return parseQuery(new String(body, StandardCharsets.UTF_8));
    }

    /** Decodes a query string or form. @throws CloudException {@code BadRequest} on malformed percent-encoding */
    static Map<String, String> parseQuery(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return values;
        }
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.put(decode(name), decode(value));
        }
        return values;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CloudException(CommonError.BAD_REQUEST, "The request has malformed percent-encoding: " + e.getMessage(), e);
        }
    }

    /** Cookies by name. */
    public Map<String, String> cookies() {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String part : List.of(header("cookie").orElse("").split(";"))) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                cookies.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
        }
        return cookies;
    }

    /** The same request by a proven caller. */
    WebRequest with(Caller proven) {
        return new WebRequest(method, host, path, rawPath, rawQuery, pathValues, query, headers, body, stream, proven, clientAddress,
                clientCertificate, requestId, correlationId);
    }

    /** The same request with its body read. */
    WebRequest with(byte[] read) {
        return new WebRequest(method, host, path, rawPath, rawQuery, pathValues, query, headers, read, stream, caller, clientAddress,
                clientCertificate, requestId, correlationId);
    }

    /** The same request with its body to be read by the handler. */
    WebRequest with(InputStream unread) {
        return new WebRequest(method, host, path, rawPath, rawQuery, pathValues, query, headers, body, unread, caller, clientAddress,
                clientCertificate, requestId, correlationId);
    }

    /** The same request at an endpoint. */
    WebRequest at(Map<String, String> values) {
        return new WebRequest(method, host, path, rawPath, rawQuery, values, query, headers, body, stream, caller, clientAddress,
                clientCertificate, requestId, correlationId);
    }
}
