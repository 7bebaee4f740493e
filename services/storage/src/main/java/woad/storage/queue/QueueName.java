package woad.storage.queue;

import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.storage.StorageError;

/** The name of a queue: 3 to 63 lower-case letters, digits and single hyphens inside. Source: "Naming queues and metadata". */
public record QueueName(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9-]{0,63}");

    /** @throws CloudException {@code OutOfRangeInput} for its length, {@code InvalidResourceName} for its characters */
    public QueueName {
        if (text.length() < 3 || text.length() > 63) {
            throw StorageError.OUT_OF_RANGE_NAME.refusal();
        }
        if (!FORM.matcher(text).matches()) {
            throw StorageError.INVALID_RESOURCE_NAME.refusal();
        }
    }

    /** Whether a text could be a queue's name. */
    public static boolean isName(String text) {
        return text.length() >= 3 && text.length() <= 63 && FORM.matcher(text).matches();
    }

    /** Whether names could start with a text. */
    static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
