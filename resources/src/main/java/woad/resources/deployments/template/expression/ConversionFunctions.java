package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import woad.platform.core.Json;

/** Functions from one type to another. Errors never quote the value. */
final class ConversionFunctions {
    static final List<Function> ALL = List.of(
            Function.of("string", 1, call -> Nodes.text(asText(call.value(0)))),
            Function.of("int", 1, ConversionFunctions::whole),
            Function.of("float", 1, ConversionFunctions::fraction),
            Function.of("bool", 1, ConversionFunctions::flag),
            Function.of("json", 1, call -> json(call, call.text(0))),
            Function.of("base64", 1, call -> Nodes.text(base64(call.text(0)))),
            Function.of("base64ToString", 1, call -> Nodes.text(fromBase64(call))),
            Function.of("base64ToJson", 1, call -> json(call, fromBase64(call))));

    private ConversionFunctions() {}

    /** Text as it is, truth as {@code True} or {@code False} (as .NET writes it), everything else as JSON. */
    static String asText(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        new Budget().charge(value);
        return Json.write(value);
    }

    private static JsonNode whole(Invocation call) {
        JsonNode value = call.value(0);
        if (value.isNumber()) {
            if (!value.canConvertToLong()) {
                throw call.failure("the value does not fit a whole number of 64 bits.");
            }
            return Nodes.whole(value.longValue());
        }
        try {
            return Nodes.whole(Long.parseLong(call.text(0).strip()));
        } catch (NumberFormatException e) {
            throw new ExpressionException("Unable to evaluate template language function 'int': the value is not a whole number.");
        }
    }

    private static JsonNode fraction(Invocation call) {
        JsonNode value = call.value(0);
        if (value.isNumber()) {
            return DecimalNode.valueOf(value.decimalValue());
        }
        String text = call.text(0).strip();
        if (!text.matches("[+-]?\\d{1,18}(\\.\\d{1,30})?")) {
            throw call.failure("the value is not a decimal number.");
        }
        return DecimalNode.valueOf(new BigDecimal(text));
    }

    private static JsonNode flag(Invocation call) {
        JsonNode value = call.value(0);
        if (value.isBoolean()) {
            return value;
        }
        if (Nodes.isWhole(value)) {
            return Nodes.flag(value.longValue() != 0);
        }
        String text = call.text(0).strip();
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return Nodes.flag(true);
        }
        if (text.equalsIgnoreCase("false") || text.equals("0")) {
            return Nodes.flag(false);
        }
        throw call.failure("the value is neither 'true' nor 'false'.");
    }

    private static JsonNode json(Invocation call, String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw call.failure("the value is not valid JSON.");
        }
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromBase64(Invocation call) {
        try {
            return new String(Base64.getDecoder().decode(call.text(0)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw call.failure("the value is not valid base64.");
        }
    }
}
