package woad.storage.blob;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.web.Caller;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;

/**
 * A part of a batch: a request without a body, in the form of RFC 9112 inside of {@code multipart/mixed} (RFC 2046). Source: Blob Batch.
 *
 * @param id      {@code Content-ID}
 * @param headers names in lower case
 */
record BatchPart(Optional<String> id, Method method, String rawPath, String rawQuery, Map<String, String> headers) {
    private static final int MOST = 256;
    private static final Pattern BOUNDARY = Pattern.compile("(?i)multipart/mixed\\s*;.*?boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70})).*");
    private static final Pattern REQUEST_LINE = Pattern.compile("(DELETE|PUT) (/[^ ?/]+/[^ ?]+)(?:\\?([^ ]*))? HTTP/1\\.[01]");

    /** The parts of a body. @throws CloudException {@code InvalidInput} where it is malformed, empty or has too many */
    static List<BatchPart> parse(String contentType, byte[] body) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.matches()) {
            throw StorageError.invalidHeader("Content-Type", contentType);
        }
        String delimiter = "--" + (matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        String text = new String(body, StandardCharsets.UTF_8).replace("\r\n", "\n");
        List<BatchPart> parts = new ArrayList<>();
        String[] pieces = ("\n" + text).split(Pattern.quote("\n" + delimiter), MOST + 3);
        for (int i = 1; i < pieces.length && !pieces[i].startsWith("--"); i++) {
            parts.add(part(pieces[i].stripLeading()));
        }
        boolean ended = pieces.length > 1 && pieces[pieces.length - 1].startsWith("--");
        if (!ended || parts.isEmpty() || parts.size() > MOST) {
            throw malformed();
        }
        return parts;
    }

    private static BatchPart part(String text) {
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw malformed();
        }
        Map<String, String> envelope = headers(text.substring(0, blank).split("\n"), 0);
        String[] lines = text.substring(blank).strip().split("\n");
        Matcher line = REQUEST_LINE.matcher(lines[0].strip());
        if (!line.matches()) {
            throw malformed();
        }
        return new BatchPart(Optional.ofNullable(envelope.get("content-id")), Method.valueOf(line.group(1)), line.group(2), line.group(3) == null ? "" : line.group(3),
                headers(lines, 1));
    }

    private static Map<String, String> headers(String[] lines, int from) {
        Map<String, String> headers = new HashMap<>();
        for (int i = from; i < lines.length && !lines[i].isBlank(); i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw malformed();
            }
            headers.put(lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip());
        }
        return headers;
    }

    /** The request that the part is, as if it had come by itself to the same host. */
    WebRequest request(WebRequest batch, UUID requestId) {
        int slash = rawPath.indexOf('/', 1);
        Map<String, String> values = Map.of("container", decode(rawPath.substring(1, slash)), "blob", decode(rawPath.substring(slash + 1)));
        return new WebRequest(method, batch.host(), "/" + values.get("container") + "/" + values.get("blob"), rawPath, rawQuery, values, query(), headers, new byte[0],
                InputStream.nullInputStream(), null, batch.clientAddress(), batch.clientCertificate(), requestId, batch.correlationId());
    }

    /** The same by a proven caller. */
    WebRequest by(WebRequest request, Caller caller) {
        return new WebRequest(request.method(), request.host(), request.path(), request.rawPath(), request.rawQuery(), request.pathValues(), request.query(), request.headers(),
                request.body(), request.stream(), caller, request.clientAddress(), request.clientCertificate(), request.requestId(), request.correlationId());
    }

    private Map<String, String> query() {
        Map<String, String> query = new HashMap<>();
        for (String pair : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT), decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CloudException(StorageError.INVALID_URI, StorageError.INVALID_URI.message(), e);
        }
    }

    private static CloudException malformed() {
        return StorageError.INVALID_INPUT.refusalSaying("The body is not a batch of requests.");
    }
}
