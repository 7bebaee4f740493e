package woad.storage.blob;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** A blob by the names of its container and its own, and which of its states. */
public record BlobReference(String container, String name, State state) {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /** Which state of a blob. */
    public sealed interface State {
        /** What tells it from others; null for the present one. */
        Instant at();
    }

    /** The present one. */
    public record Present() implements State {
        @Override
        public Instant at() {
            return null;
        }
    }

    /** A snapshot, by the time at which it was taken. */
    public record Snapshot(Instant at) implements State {}

    /** A version, by its id: the present one, or one before it. */
    public record Version(Instant at) implements State {}

    /** The present state of a blob. */
    public static BlobReference present(String container, String name) {
        return new BlobReference(container, name, new Present());
    }

    /** Whether the present state is meant, not a certain one. */
    public boolean isPresent() {
        return state instanceof Present;
    }

    /** A snapshot's time or a version's id as they are written: seven digits of the second. */
    public static String format(Instant at) {
        return FORM.format(at);
    }

    /** Reads what {@link #format} writes; empty where it is something else. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(at -> at.isAfter(Instant.EPOCH) && at.isBefore(LAST));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
