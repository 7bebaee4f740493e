package woad.storage.table;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.storage.StorageError;

/**
 * Reads the body of a batch: {@code multipart/mixed} with one change set, itself {@code multipart/mixed}, of HTTP requests; or with one
 * single request. Source: "Performing entity group transactions"; RFC 2046, section 5.1.
 */
final class BatchReader {
    private static final Pattern BOUNDARY = Pattern.compile("multipart/mixed\\s*;.*?boundary=(?:\"([^\"\\n]{1,200})\"|([^\\s;,\"]{1,200})).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,10}) (\\S+) HTTP/1\\.[01]");

    private BatchReader() {}

    /**
     * A request inside of a batch.
     *
     * @param path    decoded, without slash in front
     * @param query   as it came, or {@code ""}
     * @param headers names in lower case, those of the part and of the request
     */
    record Part(String method, String path, String query, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.get(name);
        }
    }

    /** @param isChangeSet whether the parts are to be made together */
    record Batch(boolean isChangeSet, List<Part> parts) {}

    /** @throws CloudException {@code InvalidInput} where the body is not as it must be */
    static Batch read(String contentType, byte[] body, String host) {
        String text = new String(body, StandardCharsets.UTF_8).replace("\r\n", "\n");
        List<Section> sections = sections(text, boundary(contentType));
        if (sections.size() != 1) {
            throw malformed(null);
        }
        Section only = sections.getFirst();
        String type = only.headers().getOrDefault("content-type", "");
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/mixed")) {
            return new Batch(false, List.of(part(only, host)));
        }
        return new Batch(true, sections(only.content(), boundary(type)).stream().map(section -> part(section, host)).toList());
    }

    private static String boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.matches()) {
            throw malformed(null);
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /** @param headers names in lower case */
    private record Section(Map<String, String> headers, String content) {
        static Section of(String text) {
            int end = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
            if (end < 0) {
                // Nothing behind the headers.
                return new Section(headersIn(text), "");
            }
            return new Section(headersIn(text.substring(0, end)), text.substring(end + (end == 0 ? 1 : 2)));
        }

        private static Map<String, String> headersIn(String text) {
            Map<String, String> headers = new HashMap<>();
            for (String line : text.split("\n")) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
                }
            }
            return headers;
        }
    }

    private static List<Section> sections(String text, String boundary) {
        String delimiter = "--" + boundary;
        List<Section> sections = new ArrayList<>();
        int at = text.startsWith(delimiter) ? 0 : text.indexOf("\n" + delimiter) + 1;
        if (at == 0 && !text.startsWith(delimiter)) {
            throw malformed(null);
        }
        while (true) {
            int line = at + delimiter.length();
            if (text.startsWith("--", line)) {
                return sections;
            }
            int start = text.indexOf('\n', line) + 1;
            int end = text.indexOf("\n" + delimiter, Math.max(start - 1, line));
            if (start == 0 || end < 0) {
                throw malformed(null);
            }
            sections.add(Section.of(text.substring(start, Math.max(start, end))));
            at = end + 1;
        }
    }

    private static Part part(Section section, String host) {
        String content = section.content().replaceFirst("^\n+", "");
        int line = content.indexOf('\n');
        Matcher request = REQUEST_LINE.matcher((line < 0 ? content : content.substring(0, line)).strip());
        if (!request.matches()) {
            throw malformed(null);
        }
        Section message = Section.of(line < 0 ? "" : content.substring(line + 1));
        Map<String, String> headers = new HashMap<>(section.headers());
        headers.putAll(message.headers());
        String[] target = target(request.group(2), host).split("\\?", 2);
        return new Part(request.group(1), decoded(target[0]), target.length == 2 ? target[1] : "", headers, message.content().strip().getBytes(StandardCharsets.UTF_8));
    }

    /** Path and query of a URL on this host, or of one without a host; without slash in front. */
    private static String target(String url, String host) {
        String rest = url;
        int scheme = rest.indexOf("://");
        if (scheme > 0 && scheme < 6) {
            rest = rest.substring(scheme + 3);
            int slash = rest.indexOf('/');
            String authority = slash < 0 ? rest : rest.substring(0, slash);
            if (!authority.replaceFirst(":\\d*$", "").equalsIgnoreCase(host)) {
                throw malformed(null);
            }
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    static CloudException malformed(Throwable cause) {
        return new CloudException(StorageError.INVALID_INPUT, StorageError.INVALID_INPUT.message(), cause);
    }
}
