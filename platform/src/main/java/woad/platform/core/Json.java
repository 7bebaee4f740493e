package woad.platform.core;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** JSON as this cloud reads and writes it: strict about duplicates, trailing text, depth and length. */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64).maxStringLength(4 << 20).maxNumberLength(64).build())
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(com.fasterxml.jackson.core.StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** The one mapper; thread-safe. Unknown properties of records are ignored, since public contracts grow. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    /** A new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Parses text that this cloud wrote itself. */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is malformed", e);
        }
    }

    /** Parses text that this cloud wrote itself into a type. */
    public static <T> T parse(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON does not fit " + type.getSimpleName(), e);
        }
    }

    /**
     * Parses what a client sent.
     *
     * @throws CloudException {@code InvalidRequestContent} where it is not one JSON value, with the place of the fault
     */
    public static JsonNode parseUntrusted(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.setCodec(MAPPER);
            JsonNode node = MAPPER.readTree(parser);
            if (node == null || node.isMissingNode()) {
                throw new CloudException(CommonError.INVALID_JSON, "The request body is empty: a JSON object is expected.");
            }
            if (parser.nextToken() != null) {
                throw new CloudException(CommonError.INVALID_JSON, "The request body has text after its JSON value.");
            }
            return node;
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new CloudException(CommonError.INVALID_JSON, "The request content was invalid and could not be deserialized: "
                    + e.getOriginalMessage() + (place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"), e);
        } catch (IOException e) {
            throw new CloudException(CommonError.INVALID_JSON, "The request content is not valid UTF-8 JSON.", e);
        }
    }

    /** Compact text. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** Compact UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }
}
