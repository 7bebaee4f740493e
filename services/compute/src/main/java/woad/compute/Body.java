package woad.compute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import woad.platform.core.CloudException;
import woad.platform.core.Json;

/**
 * Reads what clients send into records. As Azure's compute service does, it takes the names of members and of enumerated values
 * without regard to case, and refuses members that it does not know.
 */
final class Body {
    private static final ObjectMapper READER = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES, MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT).build();

    private Body() {}

    /**
     * Reads {@code properties}.
     *
     * @throws CloudException {@code BadRequest} where a member is unknown or of the wrong type, {@code InvalidParameter} where a value is none of
     *         those that are allowed; the target is the member's path
     */
    static <T> T read(ObjectNode properties, Class<T> type) {
        try {
            return READER.treeToValue(properties, type);
        } catch (UnrecognizedPropertyException e) {
            throw new CloudException(ComputeError.BAD_REQUEST, "Could not find member '" + Refusal.printable(e.getPropertyName()) + "' on object of type '"
                    + e.getReferringClass().getSimpleName() + "'. Path '" + path(e) + "'.", path(e), List.of());
        } catch (InvalidFormatException e) {
            if (e.getTargetType().isEnum()) {
                throw Refusal.parameter(path(e), "The value '" + Refusal.printable(String.valueOf(e.getValue())) + "' of parameter '" + path(e)
                        + "' is not allowed. Allowed values are: " + allowed(e.getTargetType()) + ".");
            }
            throw wrongType(e);
        } catch (JsonMappingException e) {
            throw wrongType(e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a parsed body cannot be read", e);
        }
    }

    /** Writes properties without what is null. */
    static ObjectNode write(Object properties) {
        return Json.MAPPER.valueToTree(properties);
    }

    private static CloudException wrongType(JsonMappingException e) {
        return new CloudException(ComputeError.BAD_REQUEST, "The value of '" + path(e) + "' is not of the type that it must have.", path(e), List.of());
    }

    private static String allowed(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(value -> Json.MAPPER.<JsonNode>valueToTree(value).asText()).collect(Collectors.joining(", "));
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder("properties");
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.').append(Refusal.printable(step.getFieldName()));
            }
        }
        return path.toString();
    }
}
