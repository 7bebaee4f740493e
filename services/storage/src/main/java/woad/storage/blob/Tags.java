package woad.storage.blob;

import static woad.storage.StorageError.DUPLICATE_TAG_NAMES;
import static woad.storage.StorageError.EMPTY_TAG_NAME;
import static woad.storage.StorageError.INVALID_TAG;
import static woad.storage.StorageError.TAGS_TOO_LARGE;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.storage.wire.XmlElement;
import woad.storage.wire.XmlWriter;

/** Tags of blobs: at most ten. Source: Set Blob Tags. */
final class Tags {
    private static final int MOST = 10;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern TEXT = Pattern.compile("[a-zA-Z0-9 +\\-./:=_]*");

    private Tags() {}

    /** From {@code x-ms-tags}: a query string. */
    static SortedMap<String, String> parseHeader(String text) {
        SortedMap<String, String> tags = new TreeMap<>();
        if (!text.isEmpty()) {
            for (String pair : text.split("&")) {
                int equals = pair.indexOf('=');
                if (equals < 0) {
                    throw INVALID_TAG.refusal();
                }
                add(tags, decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return require(tags);
    }

    /** From the body of Set Blob Tags. */
    static SortedMap<String, String> parse(XmlElement root) {
        SortedMap<String, String> tags = new TreeMap<>();
        root.children("TagSet").forEach(set -> set.children("Tag").forEach(tag ->
                add(tags, tag.child("Key").map(XmlElement::text).orElse(""), tag.child("Value").map(XmlElement::text).orElse(""))));
        return require(tags);
    }

    private static void add(SortedMap<String, String> tags, String key, String value) {
        if (key.isEmpty()) {
            throw EMPTY_TAG_NAME.refusal();
        }
        if (tags.putIfAbsent(key, value) != null) {
            throw DUPLICATE_TAG_NAMES.refusal();
        }
    }

    private static SortedMap<String, String> require(SortedMap<String, String> tags) {
        if (tags.size() > MOST) {
            throw TAGS_TOO_LARGE.refusal();
        }
        tags.forEach((key, value) -> {
            if (key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
                throw TAGS_TOO_LARGE.refusal();
            }
            if (!TEXT.matcher(key).matches() || !TEXT.matcher(value).matches()) {
                throw INVALID_TAG.refusal();
            }
        });
        return tags;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CloudException(INVALID_TAG, INVALID_TAG.message(), e);
        }
    }

    /** Element {@code TagSet} inside an open element. */
    static void write(XmlWriter xml, SortedMap<String, String> tags) {
        xml.start("TagSet");
        tags.forEach((key, value) -> xml.start("Tag").element("Key", key).element("Value", value).end());
        xml.end();
    }
}
