package woad.storage.access;

import java.util.Optional;
import java.util.regex.Pattern;

/** A version of the storage services' protocol, {@code 2020-12-06}: what is signed, and how, differs between them. */
public record ServiceVersion(String text) {
    private static final Pattern FORM = Pattern.compile("20\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])");
    /** What a request is taken for that names none: the oldest version still spoken. */
    public static final ServiceVersion OLDEST = new ServiceVersion("2009-09-19");

    /** The version; empty where the text is none. */
    public static Optional<ServiceVersion> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ServiceVersion(text)) : Optional.empty();
    }

    /** Whether it is this version or a later one. */
    public boolean from(String version) {
        return text.compareTo(version) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
