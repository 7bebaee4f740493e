package woad.storage.wire;

import java.util.HexFormat;

/**
 * The tag of one state of a blob, container or queue: a number that no two states of it share. On the wire
 * {@code "0x8DCB…"} in quotes; in XML lists without them, as Azure has it.
 */
public record ETag(long value) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Without quotes. */
    public String bare() {
        return "0x" + HEX.toHexDigits(value);
    }

    /** As it stands in a header. */
    @Override
    public String toString() {
        return '"' + bare() + '"';
    }

    /** Whether a client's text, with or without quotes, means this state; {@code *} means any. */
    public boolean matches(String text) {
        String wanted = text.strip();
        if (wanted.startsWith("\"") && wanted.endsWith("\"") && wanted.length() > 1) {
            wanted = wanted.substring(1, wanted.length() - 1);
        }
        return wanted.equals("*") || wanted.equalsIgnoreCase(bare());
    }
}
