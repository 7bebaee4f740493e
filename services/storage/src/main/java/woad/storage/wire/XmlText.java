package woad.storage.wire;

/** Text inside XML. */
public final class XmlText {
    private XmlText() {}

    /** Fit to stand as the text of an element or in an attribute; a character that XML 1.0 cannot hold becomes U+FFFD. */
    public static String escape(String text) {
        // Most text has nothing to escape, and lists have a lot of it.
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return escapeAll(text);
            }
        }
        return text;
    }

    private static boolean isPlain(int c) {
        return c >= 0x20 && c < Character.MIN_SURROGATE && c != '&' && c != '<' && c != '>' && c != '"';
    }

    private static String escapeAll(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\r' -> escaped.append("&#xD;");
                default -> escaped.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int c) {
        return c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }
}
