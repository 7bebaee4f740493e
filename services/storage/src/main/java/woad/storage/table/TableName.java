package woad.storage.table;

import java.util.Locale;
import java.util.regex.Pattern;
import woad.storage.StorageError;

/** The name of a table: 3 to 63 letters and digits, a letter first; letter case is kept and ignored. Source: "Understanding the Table service data model". */
public record TableName(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final String RESERVED = "tables";

    /** @throws woad.platform.core.CloudException {@code OutOfRangeInput} for its length, {@code InvalidResourceName} for its characters */
    public TableName {
        if (text.length() < 3 || text.length() > 63) {
            throw StorageError.OUT_OF_RANGE_NAME.refusal();
        }
        if (!FORM.matcher(text).matches() || text.equalsIgnoreCase(RESERVED)) {
            throw StorageError.INVALID_RESOURCE_NAME.refusal();
        }
    }

    /** Whether a text could be a table's name. */
    public static boolean isName(String text) {
        return text.length() >= 3 && text.length() <= 63 && FORM.matcher(text).matches() && !text.equalsIgnoreCase(RESERVED);
    }

    /** The same for all names that mean the same table. */
    String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
