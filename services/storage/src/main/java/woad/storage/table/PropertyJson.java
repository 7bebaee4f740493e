package woad.storage.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.storage.StorageError;

/**
 * Properties in JSON: a value whose type JSON does not tell has it beside it, as {@code "name@odata.type"}. Entities are stored in this
 * form too. Source: "Payload format for Table service operations".
 */
final class PropertyJson {
    static final String PARTITION_KEY = "PartitionKey";
    static final String ROW_KEY = "RowKey";
    static final String TIMESTAMP = "Timestamp";
    /** Properties that every entity has, beside its own. */
    static final Set<String> SYSTEM = Set.of(PARTITION_KEY, ROW_KEY, TIMESTAMP);
    static final String TYPE = "@odata.type";
    private static final String ANNOTATION = "odata.";
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}\\p{Pc}\\p{Cf}]*");
    private static final int LONGEST_NAME = 255;

    private PropertyJson() {}

    /**
     * The properties in a client's document, without system properties; those that are null are left out.
     *
     * @throws CloudException {@code InvalidInput}, {@code PropertyNameInvalid}, {@code PropertyNameTooLong}
     */
    static Map<String, EdmValue> read(ObjectNode document) {
        Map<String, EdmValue> properties = new LinkedHashMap<>();
        document.properties().forEach(field -> {
            String name = field.getKey();
            if (!name.startsWith(ANNOTATION) && !name.endsWith(TYPE) && !SYSTEM.contains(name) && !field.getValue().isNull()) {
                properties.put(checked(name), value(document.path(name + TYPE).asText(""), field.getValue()));
            }
        });
        return properties;
    }

    private static String checked(String name) {
        if (name.length() > LONGEST_NAME) {
            throw StorageError.PROPERTY_NAME_TOO_LONG.refusal();
        }
        if (!NAME.matcher(name).matches()) {
            throw StorageError.PROPERTY_NAME_INVALID.refusal();
        }
        return name;
    }

    private static EdmValue value(String type, JsonNode node) {
        try {
            return switch (type) {
                case "" -> inferred(node);
                case "Edm.String" -> new EdmValue.Text(text(node));
                case "Edm.Int32" -> new EdmValue.Int32(Integer.parseInt(scalar(node)));
                case "Edm.Int64" -> new EdmValue.Int64(Long.parseLong(scalar(node)));
                case "Edm.Double" -> number(scalar(node));
                case "Edm.Boolean" -> new EdmValue.Bool(bool(node));
                case "Edm.DateTime" -> new EdmValue.DateTime(EdmTimes.read(text(node)).orElseThrow(StorageError.INVALID_INPUT::refusal));
                case "Edm.Guid" -> new EdmValue.Guid(Guid.parse(text(node)));
                case "Edm.Binary" -> new EdmValue.Binary(Base64.getDecoder().decode(text(node)));
                default -> throw StorageError.INVALID_INPUT.refusal();
            };
        } catch (IllegalArgumentException e) {
            throw new CloudException(StorageError.INVALID_INPUT, StorageError.INVALID_INPUT.message(), e);
        }
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw StorageError.INVALID_INPUT.refusal();
        }
        return node.textValue();
    }

    /** Numbers may stand in quotes. */
    private static String scalar(JsonNode node) {
        return node.isNumber() ? node.asText() : text(node);
    }

    private static boolean bool(JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : switch (text(node).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw StorageError.INVALID_INPUT.refusal();
        };
    }

    private static EdmValue inferred(JsonNode node) {
        if (node.isTextual()) {
            return new EdmValue.Text(node.textValue());
        }
        if (node.isBoolean()) {
            return new EdmValue.Bool(node.booleanValue());
        }
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            return new EdmValue.Int32(node.intValue());
        }
        if (node.isFloatingPointNumber()) {
            return number(node.asText());
        }
        throw StorageError.INVALID_INPUT.refusal();
    }

    private static EdmValue.Double number(String text) {
        return switch (text) {
            case "NaN" -> new EdmValue.Double(Double.NaN);
            case "INF", "Infinity" -> new EdmValue.Double(Double.POSITIVE_INFINITY);
            case "-INF", "-Infinity" -> new EdmValue.Double(Double.NEGATIVE_INFINITY);
            default -> {
                double value = Double.parseDouble(text);
                if (Double.isInfinite(value)) {
                    throw StorageError.INVALID_INPUT.refusal();
                }
                yield new EdmValue.Double(value);
            }
        };
    }

    /** @param typed whether the type is told where JSON does not tell it */
    static void write(ObjectNode document, String name, EdmValue value, boolean typed) {
        switch (value) {
            case EdmValue.Text text -> document.put(name, text.value());
            case EdmValue.Int32 number -> document.put(name, number.value());
            case EdmValue.Bool bool -> document.put(name, bool.value());
            case EdmValue.Double number when Double.isFinite(number.value()) -> document.put(name, number.value());
            case EdmValue.Double number -> write(document, name, "Edm.Double", Double.toString(number.value()), typed);
            case EdmValue.Int64 number -> write(document, name, "Edm.Int64", Long.toString(number.value()), typed);
            case EdmValue.DateTime time -> write(document, name, "Edm.DateTime", EdmTimes.write(time.value()), typed);
            case EdmValue.Guid guid -> write(document, name, "Edm.Guid", guid.value().toString(), typed);
            case EdmValue.Binary binary -> write(document, name, "Edm.Binary", Base64.getEncoder().encodeToString(binary.value()), typed);
        }
    }

    private static void write(ObjectNode document, String name, String type, String text, boolean typed) {
        if (typed) {
            document.put(name + TYPE, type);
        }
        document.put(name, text);
    }
}
