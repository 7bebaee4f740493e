package woad.storage.blob;

import java.util.Arrays;
import java.util.Optional;

/** Access tiers of blobs. Source: Set Blob Tier. Those of page blobs are for premium accounts only, which are not offered. */
public enum Tier {
    HOT("Hot"), COOL("Cool"), COLD("Cold"), ARCHIVE("Archive");

    private final String text;

    Tier(String text) {
        this.text = text;
    }

    /** As in headers and lists. */
    public String text() {
        return text;
    }

    /** The tier that a header names. */
    public static Optional<Tier> of(String text) {
        return Arrays.stream(values()).filter(tier -> tier.text.equalsIgnoreCase(text)).findFirst();
    }
}
