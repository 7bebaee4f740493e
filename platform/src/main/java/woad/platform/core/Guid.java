package woad.platform.core;

import java.util.UUID;
import java.util.regex.Pattern;

/** Reading of GUIDs; {@link UUID#fromString} alone accepts shortened forms that no client means. */
public final class Guid {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Guid() {}

    /** Whether the text is a GUID of 36 characters. */
    public static boolean matches(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    /** @throws IllegalArgumentException where the text is not a GUID of 36 characters */
    public static UUID parse(String text) {
        if (!matches(text)) {
            throw new IllegalArgumentException("not a GUID: " + text);
        }
        return UUID.fromString(text);
    }
}
