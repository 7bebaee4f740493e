package woad.storage.wire;

import static woad.storage.StorageError.EMPTY_METADATA_KEY;
import static woad.storage.StorageError.INVALID_METADATA;
import static woad.storage.StorageError.METADATA_TOO_LARGE;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/**
 * User metadata: headers {@code x-ms-meta-NAME}. Names are compared without regard to case and kept in lower case (HTTP/2 has no
 * other); they are C# identifiers. Source: "Setting and retrieving properties and metadata for Blob resources".
 */
public final class MetadataHeaders {
    private static final String PREFIX = "x-ms-meta-";
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final int LIMIT = 8 << 10;

    private MetadataHeaders() {}

    /** The metadata that a request sets, by name. */
    public static SortedMap<String, String> read(WebRequest request) {
        SortedMap<String, String> metadata = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                metadata.put(name.substring(PREFIX.length()), value.strip());
            }
        });
        return checked(metadata);
    }

    /** Metadata as it is kept: names in lower case. @throws woad.platform.core.CloudException {@code InvalidMetadata} and the like */
    public static SortedMap<String, String> checked(Map<String, String> asked) {
        SortedMap<String, String> metadata = new TreeMap<>();
        int size = 0;
        for (Map.Entry<String, String> entry : asked.entrySet()) {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            String value = entry.getValue();
            if (name.isEmpty()) {
                throw EMPTY_METADATA_KEY.refusal();
            }
            if (!NAME.matcher(name).matches() || value.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7f)) {
                throw INVALID_METADATA.refusal();
            }
            size += name.length() + value.getBytes(StandardCharsets.UTF_8).length;
            metadata.put(name, value);
        }
        if (size > LIMIT) {
            throw METADATA_TOO_LARGE.refusal();
        }
        return metadata;
    }

    /** The answer with metadata. */
    public static WebResponse write(WebResponse answer, Map<String, String> metadata) {
        WebResponse more = answer;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            more = more.header(PREFIX + entry.getKey(), entry.getValue());
        }
        return more;
    }
}
