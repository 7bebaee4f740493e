package woad.storage.blob;

import java.util.Arrays;
import java.util.Optional;

/** What a blob is made of. Source: "Understanding block blobs, append blobs, and page blobs". */
public enum BlobType {
    /** Blocks, committed by a list. */
    BLOCK("BlockBlob"),
    /** Blocks that are only added at the end. */
    APPEND("AppendBlob"),
    /** Pages of 512 bytes that are written anywhere. */
    PAGE("PageBlob");

    private final String text;

    BlobType(String text) {
        this.text = text;
    }

    /** As in headers and lists. */
    public String text() {
        return text;
    }

    /** The type that a header names. */
    public static Optional<BlobType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    static BlobType stored(String text) {
        return of(text).orElseThrow(() -> new IllegalStateException("stored blob type is unknown: " + text));
    }
}
