package woad.storage.table;

import java.util.Locale;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;

/** How much an answer tells beside the data. Source: "Payload format for Table service operations", the Accept header. */
public enum MetadataLevel {
    NONE("nometadata"), MINIMAL("minimalmetadata"), FULL("fullmetadata");

    private final String text;

    MetadataLevel(String text) {
        this.text = text;
    }

    /** What the request asks for by {@code $format} or {@code Accept}. @throws woad.platform.core.CloudException 415 for what is not JSON */
    static MetadataLevel of(WebRequest request) {
        return ofAccept(request.queryValue("$format").or(() -> request.header("accept")).orElse(""));
    }

    /** What the text of {@code Accept} asks for. @throws woad.platform.core.CloudException 415 for what is not JSON */
    static MetadataLevel ofAccept(String accept) {
        String wanted = accept.toLowerCase(Locale.ROOT).replace(" ", "");
        for (MetadataLevel level : values()) {
            if (wanted.contains("odata=" + level.text)) {
                return level;
            }
        }
        if (wanted.contains("odata=verbose")) {
            throw StorageError.JSON_VERBOSE_FORMAT_NOT_SUPPORTED.refusal();
        }
        if (wanted.isEmpty() || wanted.contains("json") || wanted.contains("*/*")) {
            return MINIMAL;
        }
        throw (wanted.contains("atom") ? StorageError.ATOM_FORMAT_NOT_SUPPORTED : StorageError.MEDIA_TYPE_NOT_SUPPORTED).refusal();
    }

    String contentType() {
        return "application/json;odata=" + text + ";streaming=true;charset=utf-8";
    }
}
