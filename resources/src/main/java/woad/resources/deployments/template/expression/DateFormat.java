package woad.resources.deployments.template.expression;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;

/** .NET's date format strings, standard and custom, in the invariant culture. */
final class DateFormat {
    private static final int LONGEST = 128;
    private static final Map<String, String> STANDARD = Map.ofEntries(
            Map.entry("d", "MM/dd/yyyy"), Map.entry("D", "dddd, dd MMMM yyyy"), Map.entry("f", "dddd, dd MMMM yyyy HH:mm"),
            Map.entry("F", "dddd, dd MMMM yyyy HH:mm:ss"), Map.entry("g", "MM/dd/yyyy HH:mm"), Map.entry("G", "MM/dd/yyyy HH:mm:ss"),
            Map.entry("m", "MMMM dd"), Map.entry("M", "MMMM dd"), Map.entry("o", "yyyy-MM-ddTHH:mm:ss.fffffffK"),
            Map.entry("O", "yyyy-MM-ddTHH:mm:ss.fffffffK"), Map.entry("r", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"),
            Map.entry("R", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"), Map.entry("s", "yyyy-MM-ddTHH:mm:ss"), Map.entry("t", "HH:mm"),
            Map.entry("T", "HH:mm:ss"), Map.entry("u", "yyyy-MM-dd HH:mm:ssZ"), Map.entry("U", "dddd, dd MMMM yyyy HH:mm:ss"),
            Map.entry("y", "yyyy MMMM"), Map.entry("Y", "yyyy MMMM"));

    private DateFormat() {}

    /** @throws IllegalArgumentException where the format is not one of .NET's */
    static DateTimeFormatter formatter(String format) {
        if (format.isEmpty() || format.length() > LONGEST || format.length() == 1 && !STANDARD.containsKey(format)) {
            throw new IllegalArgumentException("no such format");
        }
        String pattern = STANDARD.getOrDefault(format, format);
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        for (int i = 0; i < pattern.length();) {
            char c = pattern.charAt(i);
            if (c == '\'' || c == '"') {
                int close = pattern.indexOf(c, i + 1);
                if (close < 0) {
                    throw new IllegalArgumentException("quote without its pair");
                }
                builder.appendLiteral(pattern.substring(i + 1, close));
                i = close + 1;
            } else if (c == '\\' && i + 1 < pattern.length()) {
                builder.appendLiteral(pattern.charAt(i + 1));
                i += 2;
            } else {
                int run = 1;
                while (i + run < pattern.length() && pattern.charAt(i + run) == c) {
                    run++;
                }
                append(builder, c, run);
                i += run;
            }
        }
        return builder.toFormatter(Locale.ROOT);
    }

    private static void append(DateTimeFormatterBuilder builder, char letter, int run) {
        switch (letter) {
            case 'y' -> {
                if (run <= 2) {
                    builder.appendPattern("yy");
                } else {
                    builder.appendPattern("u".repeat(run));
                }
            }
            case 'M' -> name(builder, ChronoField.MONTH_OF_YEAR, run);
            case 'd' -> name(builder, run <= 2 ? ChronoField.DAY_OF_MONTH : ChronoField.DAY_OF_WEEK, run);
            case 'H' -> builder.appendPattern(run == 1 ? "H" : "HH");
            case 'h' -> builder.appendPattern(run == 1 ? "h" : "hh");
            case 'm' -> builder.appendPattern(run == 1 ? "m" : "mm");
            case 's' -> builder.appendPattern(run == 1 ? "s" : "ss");
            case 'f' -> builder.appendPattern("S".repeat(Math.min(run, 7)));
            case 'F' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, Math.min(run, 7), false);
            case 't' -> builder.appendText(ChronoField.AMPM_OF_DAY, Map.of(0L, run == 1 ? "A" : "AM", 1L, run == 1 ? "P" : "PM"));
            case 'z' -> builder.appendLiteral(run == 1 ? "+0" : run == 2 ? "+00" : "+00:00");
            case 'K' -> builder.appendLiteral("Z");
            case '%' -> { }
            default -> builder.appendLiteral(String.valueOf(letter).repeat(run));
        }
    }

    private static void name(DateTimeFormatterBuilder builder, ChronoField field, int run) {
        switch (run) {
            case 1 -> builder.appendValue(field);
            case 2 -> builder.appendValue(field, 2);
            case 3 -> builder.appendText(field, names(field, TextStyle.SHORT));
            default -> builder.appendText(field, names(field, TextStyle.FULL));
        }
    }

    private static Map<Long, String> names(ChronoField field, TextStyle style) {
        Map<Long, String> names = new java.util.HashMap<>();
        for (long i = 1; i <= field.range().getMaximum(); i++) {
            names.put(i, field == ChronoField.MONTH_OF_YEAR ? java.time.Month.of((int) i).getDisplayName(style, Locale.ENGLISH)
                    : java.time.DayOfWeek.of((int) i).getDisplayName(style, Locale.ENGLISH));
        }
        return names;
    }
}
