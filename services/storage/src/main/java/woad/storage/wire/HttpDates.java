package woad.storage.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Dates in headers and lists: {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC 9110, 5.6.7), whole seconds. */
public final class HttpDates {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final AtomicReference<Written> LAST = new AtomicReference<>(new Written(Long.MIN_VALUE, ""));

    private HttpDates() {}

    /** Most answers of a busy server carry the dates of a few seconds. */
    private record Written(long second, String text) {}

    /** The date as it stands in a header; fractions of the second are left out. */
    public static String format(Instant instant) {
        Written last = LAST.get();
        if (last.second() != instant.getEpochSecond()) {
            last = new Written(instant.getEpochSecond(), FORM.format(instant));
            LAST.set(last);
        }
        return last.text();
    }

    /** Reads a date in the form of RFC 1123, or empty where it is none. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
