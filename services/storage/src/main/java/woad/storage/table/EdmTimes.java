package woad.storage.table;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** {@code Edm.DateTime} as text: UTC, with up to seven digits after the second, from 1601 on. */
final class EdmTimes {
    private static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("9999-12-31T23:59:59.9999999Z").plusNanos(100);
    private static final int NANOS_OF_TICK = 100;
    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss").appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
            .appendLiteral('Z').toFormatter(Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder().parseCaseInsensitive().append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart().appendLiteral('T').append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart().appendOffsetId().toFormatter(Locale.ROOT);

    private EdmTimes() {}

    static String write(Instant time) {
        return WRITTEN.format(time);
    }

    /** Reads a time; one without an offset is UTC. Empty where it is none, or out of range. */
    static Optional<Instant> read(String text) {
        try {
            Instant time = switch (READ.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
                case OffsetDateTime at -> at.toInstant();
                case LocalDateTime at -> at.toInstant(ZoneOffset.UTC);
                case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
                case TemporalAccessor other -> throw new IllegalStateException("not asked for: " + other);
            };
            Instant ticks = time.minusNanos(time.getNano() % NANOS_OF_TICK);
            return ticks.isBefore(FIRST) || !ticks.isBefore(AFTER_LAST) ? Optional.empty() : Optional.of(ticks);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
