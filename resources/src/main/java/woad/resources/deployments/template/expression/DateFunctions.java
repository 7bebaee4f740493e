package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions on moments, always in UTC. What changes from one deployment to the next may stand only in a parameter's default value. */
final class DateFunctions {
    private static final String COMPACT = "yyyyMMddTHHmmssZ";
    private static final Pattern COMPACT_FORM = Pattern.compile("\\d{8}T\\d{6}Z");
    private static final Pattern DURATION = Pattern.compile("(-?)P((?:\\d{1,9}[YMWD])*)(T(?:\\d{1,9}[HMS])+)?");

    static final List<Function> ALL = List.of(
            Function.of("utcNow", 0, 1, DateFunctions::utcNow),
            Function.of("newGuid", 0, DateFunctions::newGuid),
            Function.of("dateTimeAdd", 2, 3, DateFunctions::add),
            Function.of("dateTimeToEpoch", 1, call -> Nodes.whole(read(call, call.text(0)).toEpochSecond())),
            Function.of("dateTimeFromEpoch", 1, DateFunctions::fromEpoch));

    private DateFunctions() {}

    private static void onlyForParameters(Invocation call) {
        if (call.scope().place() != Place.PARAMETER) {
            throw new ExpressionException("The template function '" + call.name() + "' is not expected at this location: it can be used"
                    + " only in the default value of a parameter.");
        }
    }

    private static JsonNode utcNow(Invocation call) {
        onlyForParameters(call);
        return write(call, call.scope().context().now().atOffset(ZoneOffset.UTC), call.count() > 0 ? call.text(0) : COMPACT);
    }

    private static JsonNode newGuid(Invocation call) {
        onlyForParameters(call);
        return Nodes.text(call.scope().context().newGuids().get().toString());
    }

    private static JsonNode fromEpoch(Invocation call) {
        try {
            return write(call, Instant.ofEpochSecond(call.whole(0)).atOffset(ZoneOffset.UTC), "yyyy-MM-ddTHH:mm:ssZ");
        } catch (DateTimeException e) {
            throw call.failure("the number of seconds is out of range.", e);
        }
    }

    /** Without a format the result is written as the base is. */
    private static JsonNode add(Invocation call) {
        String base = call.text(0);
        Matcher duration = DURATION.matcher(call.text(1));
        if (!duration.matches() || duration.group(2).isEmpty() && duration.group(3) == null) {
            throw call.failure("the duration is not in ISO 8601 form, for example 'P1D' or '-PT3H'.");
        }
        int sign = duration.group(1).isEmpty() ? 1 : -1;
        String format = call.count() > 2 ? call.text(2) : COMPACT_FORM.matcher(base).matches() ? COMPACT
                : base.length() > 10 && base.charAt(10) == ' ' ? "u" : "yyyy-MM-ddTHH:mm:ssZ";
        try {
            Period days = duration.group(2).isEmpty() ? Period.ZERO : Period.parse("P" + duration.group(2)).multipliedBy(sign);
            Duration time = duration.group(3) == null ? Duration.ZERO : Duration.parse("P" + duration.group(3)).multipliedBy(sign);
            return write(call, read(call, base).plus(days).plus(time), format);
        } catch (DateTimeException | ArithmeticException e) {
            throw call.failure("the duration is not in ISO 8601 form, or the result is out of range.", e);
        }
    }

    private static OffsetDateTime read(Invocation call, String text) {
        String iso = COMPACT_FORM.matcher(text).matches()
                ? text.replaceFirst("(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z", "$1-$2-$3T$4:$5:$6Z") : text.replaceFirst("^(.{10}) ", "$1T");
        if (iso.length() == 10) {
            iso += "T00:00:00Z";
        }
        try {
            return OffsetDateTime.parse(iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? iso : iso + "Z").withOffsetSameInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw call.failure("the base is not a date and time in ISO 8601 form.", e);
        }
    }

    private static JsonNode write(Invocation call, OffsetDateTime moment, String format) {
        try {
            DateTimeFormatter formatter = DateFormat.formatter(format);
            return Nodes.text(formatter.format(moment));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw call.failure("the date format '" + format + "' is not supported.", e);
        }
    }
}
