package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code format}: .NET composite formatting, {@code {index[,width][:specifier]}}, in the invariant culture. */
final class TextFormat {
    private static final Pattern ITEM = Pattern.compile("(\\d{1,4})\\s*(?:,\\s*(-?\\d{1,5})\\s*)?(?::([^{}]*))?");
    private static final Pattern STANDARD = Pattern.compile("([DdFfNnXx])(\\d{0,2})");
    private static final Pattern ZEROS = Pattern.compile("[0#]{1,64}(\\.[0#]{1,64})?");

    private TextFormat() {}

    static String format(Invocation call) {
        String format = call.text(0);
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == c;
            if (c != '{' && c != '}') {
                result.append(c);
            } else if (doubled) {
                result.append(c);
                i++;
            } else {
                int close = c == '{' ? format.indexOf('}', i) : -1;
                if (close < 0) {
                    throw call.failure("the format has a brace without its pair at position '" + i + "'. Double a brace that is meant as text.");
                }
                result.append(item(call, format.substring(i + 1, close)));
                i = close;
            }
        }
        return result.toString();
    }

    private static String item(Invocation call, String item) {
        Matcher parts = ITEM.matcher(item);
        if (!parts.matches()) {
            throw call.failure("the format item '{" + item + "}' is not valid.");
        }
        int index = Integer.parseInt(parts.group(1)) + 1;
        if (index >= call.count()) {
            throw call.failure("the format item '{" + item + "}' has no argument.");
        }
        JsonNode value = call.value(index);
        String specifier = parts.group(3);
        String text = specifier == null || specifier.isEmpty() || !value.isNumber()
                ? ConversionFunctions.asText(value) : number(call, value.decimalValue(), specifier);
        int width = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        String padding = " ".repeat(Math.max(0, Math.abs(width) - text.length()));
        return width < 0 ? text + padding : padding + text;
    }

    private static String number(Invocation call, BigDecimal value, String specifier) {
        Matcher standard = STANDARD.matcher(specifier);
        if (standard.matches()) {
            int digits = standard.group(2).isEmpty() ? -1 : Integer.parseInt(standard.group(2));
            return switch (standard.group(1)) {
                case "D", "d" -> (value.signum() < 0 ? "-" : "") + zeros(value.abs().toBigInteger().toString(), digits);
                case "X" -> zeros(Long.toHexString(value.longValue()).toUpperCase(Locale.ROOT), digits);
                case "x" -> zeros(Long.toHexString(value.longValue()), digits);
                case "F", "f" -> value.setScale(digits < 0 ? 2 : digits, RoundingMode.HALF_UP).toPlainString();
                default -> pattern("#,##0" + decimals(digits < 0 ? 2 : digits), value);
            };
        }
        if (ZEROS.matcher(specifier).matches()) {
            return pattern(specifier, value);
        }
        throw call.failure("the number format '" + specifier + "' is not supported: use D, F, N or X with a number of digits, or a pattern of 0 and #.");
    }

    private static String zeros(String digits, int width) {
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static String decimals(int count) {
        return count == 0 ? "" : "." + "0".repeat(count);
    }

    /** A pattern may mix 0 and # in any order in .NET: everything after the first 0 counts as 0. */
    private static String pattern(String pattern, BigDecimal value) {
        String[] halves = pattern.split("\\.", 2);
        int zero = halves[0].indexOf('0');
        String whole = zero < 0 || halves[0].contains(",") ? halves[0] : halves[0].substring(0, zero) + halves[0].substring(zero).replace('#', '0');
        String fraction = halves.length == 1 ? "" : "." + halves[1].substring(0, halves[1].lastIndexOf('0') + 1).replace('#', '0')
                + halves[1].substring(halves[1].lastIndexOf('0') + 1);
        DecimalFormat format = new DecimalFormat(whole + fraction, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }
}
