package woad.launcher.testing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many tests ended how. */
public record Tally(int passed, int failed, int skipped) {
    /** No test at all. */
    public static final Tally NONE = new Tally(0, 0, 0);
    private static final Pattern LINE = Pattern.compile("(\\d+) passed, (\\d+) failed(?:, (\\d+) skipped)?");

    /** Reads {@code N passed, N failed, N skipped}, where the line is one. */
    static Optional<Tally> parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        return matcher.matches() ? Optional.of(new Tally(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)))) : Optional.empty();
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(passed + other.passed, failed + other.failed, skipped + other.skipped);
    }

    @Override
    public String toString() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }
}
