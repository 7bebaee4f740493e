package woad.storage.table;

import java.time.Instant;

/** The tag of one state of an entity, made of its timestamp: {@code W/"datetime'2026-11-26T10%3A00%3A00.1234567Z'"}. */
public record EntityTag(Instant timestamp) {

    /** Whether the text of {@code If-Match} means this state, or any ({@code *}). */
    boolean isMeantBy(String ifMatch) {
        String text = ifMatch.strip();
        return text.equals("*") || text.replace("%3a", ":").replace("%3A", ":").equals(toString().replace("%3A", ":"));
    }

    @Override
    public String toString() {
        return "W/\"datetime'" + EdmTimes.write(timestamp).replace(":", "%3A") + "'\"";
    }
}
