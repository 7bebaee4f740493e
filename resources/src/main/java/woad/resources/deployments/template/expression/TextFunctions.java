package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Functions on text. Positions count UTF-16 units from 0, as in .NET. */
final class TextFunctions {
    private static final int LONGEST_PADDING = 1 << 16;

    static final List<Function> ALL = List.of(
            Function.of("toLower", 1, call -> Nodes.text(call.text(0).toLowerCase(Locale.ROOT))),
            Function.of("toUpper", 1, call -> Nodes.text(call.text(0).toUpperCase(Locale.ROOT))),
            Function.of("trim", 1, call -> Nodes.text(call.text(0).strip())),
            Function.of("replace", 3, TextFunctions::replace),
            Function.of("split", 2, TextFunctions::split),
            Function.of("join", 2, TextFunctions::join),
            Function.of("substring", 2, 3, TextFunctions::substring),
            Function.of("padLeft", 2, 3, TextFunctions::padLeft),
            Function.of("startsWith", 2, call -> Nodes.flag(folded(call, 0).startsWith(folded(call, 1)))),
            Function.of("endsWith", 2, call -> Nodes.flag(folded(call, 0).endsWith(folded(call, 1)))),
            Function.of("format", 1, Function.MANY, call -> Nodes.text(TextFormat.format(call))));

    private TextFunctions() {}

    /** Text for a comparison that ignores letter case. */
    static String folded(Invocation call, int index) {
        return call.text(index).toLowerCase(Locale.ROOT);
    }

    private static JsonNode replace(Invocation call) {
        String old = call.text(1);
        if (old.isEmpty()) {
            throw call.failure("the text to replace must not be empty.");
        }
        String text = call.text(0);
        String by = call.text(2);
        long growth = (long) (text.length() / old.length()) * Math.max(0, by.length() - old.length());
        if (growth > 8 << 20) {
            throw call.failure("the result is too long.");
        }
        return Nodes.text(text.replace(old, by));
    }

    private static JsonNode split(Invocation call) {
        List<String> delimiters = new ArrayList<>();
        if (call.value(1).isTextual()) {
            delimiters.add(call.text(1));
        } else {
            for (JsonNode delimiter : call.array(1)) {
                if (!delimiter.isTextual()) {
                    throw call.failure("every delimiter must be of type 'String'.");
                }
                delimiters.add(delimiter.textValue());
            }
        }
        delimiters.removeIf(String::isEmpty);
        String text = call.text(0);
        var parts = Nodes.array();
        int start = 0;
        for (int i = 0; i < text.length();) {
            int at = i;
            var found = delimiters.stream().filter(d -> text.startsWith(d, at)).findFirst();
            if (found.isPresent()) {
                parts.add(text.substring(start, i));
                start = i + found.get().length();
                i = start;
            } else {
                i++;
            }
        }
        return parts.add(text.substring(start));
    }

    private static JsonNode join(Invocation call) {
        List<String> parts = new ArrayList<>();
        for (JsonNode element : call.array(0)) {
            parts.add(ConversionFunctions.asText(element));
        }
        return Nodes.text(parts.stream().collect(Collectors.joining(call.text(1))));
    }

    private static JsonNode substring(Invocation call) {
        String text = call.text(0);
        long start = call.whole(1);
        long length = call.count() > 2 ? call.whole(2) : text.length() - start;
        if (start < 0 || length < 0 || start > text.length() || length > text.length() - start) {
            throw call.failure("the index and length parameters must refer to a location within the string. The index parameter: '" + start
                    + "', the length parameter: '" + length + "', the length of the string parameter: '" + text.length() + "'.");
        }
        return Nodes.text(text.substring((int) start, (int) (start + length)));
    }

    private static JsonNode padLeft(Invocation call) {
        String text = call.value(0).isTextual() ? call.text(0) : Long.toString(call.whole(0));
        int width = call.bounded(1, 0, LONGEST_PADDING);
        String filler = call.count() > 2 ? call.text(2) : " ";
        if (filler.length() != 1) {
            throw call.failure("the padding must be a single character.");
        }
        return Nodes.text(filler.repeat(Math.max(0, width - text.length())) + text);
    }
}
