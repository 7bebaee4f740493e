package woad.storage.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Times in signatures: {@code YYYY-MM-DD}, or with hours and minutes, seconds or parts of them, and an offset; UTC where none is given. */
final class SasTime {
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4).appendPattern("-MM-dd")
            .optionalStart().appendLiteral('T').appendPattern("HH:mm").optionalStart().appendPattern(":ss")
            .optionalStart().appendFraction(ChronoField.NANO_OF_SECOND, 1, 7, true).optionalEnd().optionalEnd()
            .optionalStart().appendOffset("+HH:MM", "Z").optionalEnd().optionalEnd()
            .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private SasTime() {}

    /** The time; empty where the text is none. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(switch (FORM.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
                case OffsetDateTime at -> at.toInstant();
                case LocalDateTime at -> at.toInstant(ZoneOffset.UTC);
                case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
                case TemporalAccessor other -> throw new IllegalStateException("not asked for: " + other);
            });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
