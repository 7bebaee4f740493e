package woad.resources.deployments;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.Json;

/**
 * The body of a deployment's PUT, validate or what-if. The azure CLI puts the template's file as it is behind an unquoted
 * {@code template:}, so that comments, line breaks in strings and unquoted names occur here and nowhere else.
 *
 * @param parameters {@code {name: {"value": …}}}
 */
record DeploymentRequest(ObjectNode template, ObjectNode parameters) {
    private static final ObjectMapper LENIENT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(60).maxStringLength(4 << 20).maxNumberLength(64).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build())
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /** @throws CloudException {@code InvalidRequestContent}, or {@code FeatureNotSupported} for links and complete mode */
    static DeploymentRequest read(byte[] body) {
        ObjectNode properties = object(parse(body).get("properties"), "properties");
        for (String link : List.of("templateLink", "parametersLink")) {
            if (properties.hasNonNull(link)) {
                throw new CloudException(DeploymentError.FEATURE_NOT_SUPPORTED, "The property '" + link + "' is not supported: this cloud fetches nothing from"
                        + " elsewhere. Send the template and its parameters in the request.", "properties." + link, List.of());
            }
        }
        JsonNode mode = properties.path("mode");
        if (mode.asText("").equalsIgnoreCase("Complete")) {
            throw new CloudException(DeploymentError.FEATURE_NOT_SUPPORTED, "The deployment mode 'Complete' is not supported: use 'Incremental'.", "properties.mode", List.of());
        }
        if (!mode.asText("").equalsIgnoreCase("Incremental")) {
            throw invalid("'properties.mode' must be 'Incremental'.");
        }
        return new DeploymentRequest(object(properties.get("template"), "properties.template"),
                properties.hasNonNull("parameters") ? parameters(object(properties.get("parameters"), "properties.parameters")) : Json.object());
    }

    /** A whole parameters file is accepted as well as its {@code parameters}. */
    private static ObjectNode parameters(ObjectNode given) {
        return given.has("$schema") && given.get("parameters") instanceof ObjectNode inner ? inner : given;
    }

    private static ObjectNode parse(byte[] body) {
        try {
            JsonNode node = LENIENT.readTree(body);
            return object(node == null || node.isMissingNode() ? null : node, "the request body");
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new CloudException(DeploymentError.INVALID_REQUEST_CONTENT, "The request content was invalid and could not be deserialized: "
                    + e.getOriginalMessage() + (place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"), e);
        } catch (IOException e) {
            throw new CloudException(DeploymentError.INVALID_REQUEST_CONTENT, "The request content is not valid UTF-8 JSON.", e);
        }
    }

    private static ObjectNode object(JsonNode node, String what) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw invalid("'" + what + "' must be an object.");
    }

    private static CloudException invalid(String reason) {
        return new CloudException(DeploymentError.INVALID_REQUEST_CONTENT, "The request content was invalid: " + reason);
    }

    /** Says nothing of the content. */
    @Override
    public String toString() {
        return "DeploymentRequest";
    }
}
