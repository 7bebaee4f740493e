package woad.storage.blob;

import static woad.storage.StorageError.INVALID_RESOURCE_NAME;
import static woad.storage.StorageError.INVALID_URI;
import static woad.storage.StorageError.OUT_OF_RANGE_NAME;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of containers and blobs. Source: "Naming and referencing containers, blobs, and metadata". */
public final class Names {
    /** The container of blobs that are addressed without one. */
    public static final String ROOT = "$root";
    /** The container of the static website. */
    public static final String WEB = "$web";
    private static final Set<String> SYSTEM = Set.of(ROOT, WEB, "$logs");
    private static final Pattern CONTAINER = Pattern.compile("[a-z0-9](-?[a-z0-9])*");
    private static final int LONGEST_BLOB = 1024;
    private static final int MOST_SEGMENTS = 254;

    private Names() {}

    /** Whether a container can have this name. */
    public static boolean isContainer(String name) {
        return SYSTEM.contains(name) || name.length() >= 3 && name.length() <= 63 && CONTAINER.matcher(name).matches();
    }

    /** The name of a container that is to be made. @throws woad.platform.core.CloudException {@code InvalidResourceName}, {@code OutOfRangeInput} */
    public static String container(String name) {
        if (SYSTEM.contains(name)) {
            return name;
        }
        if (!CONTAINER.matcher(name).matches()) {
            throw INVALID_RESOURCE_NAME.refusal();
        }
        if (name.length() < 3 || name.length() > 63) {
            throw OUT_OF_RANGE_NAME.refusal();
        }
        return name;
    }

    /** The name of a blob. @throws woad.platform.core.CloudException {@code OutOfRangeInput}, {@code InvalidUri}, {@code InvalidResourceName} */
    public static String blob(String container, String name) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_BLOB || name.chars().filter(c -> c == '/').count() >= MOST_SEGMENTS) {
            throw OUT_OF_RANGE_NAME.refusal();
        }
        if (!isText(name)) {
            throw INVALID_URI.refusal();
        }
        if (container.equals(ROOT) && name.indexOf('/') >= 0) {
            throw INVALID_RESOURCE_NAME.refusal();
        }
        return name;
    }

    /** Whether text can be kept: without the character 0 and without halves of characters. */
    static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF || c == 0xFFFD);
    }

    /** The first text, by code points, that comes after all that begin with a prefix; empty where none does. */
    static Optional<String> after(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last != Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return Optional.of(prefix.substring(0, end) + Character.toString(next));
            }
        }
        return Optional.empty();
    }

    /** Which of two names comes first, by code points, as the database has it. */
    static int compare(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }
}
