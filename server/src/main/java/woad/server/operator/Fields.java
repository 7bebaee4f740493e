package woad.server.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Guid;

/** Reads the properties of a request body, each with a message that says what is wrong with it. */
record Fields(ObjectNode body) {
    private static final int TEXT_LIMIT = 256;

    String text(String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual() || value.textValue().isBlank() || value.textValue().length() > TEXT_LIMIT
                || value.textValue().chars().anyMatch(Character::isISOControl)) {
            throw wrong(name, "must be text of 1 to " + TEXT_LIMIT + " characters, without control characters");
        }
        return value.textValue().strip();
    }

    UUID guid(String name) {
        return guid(name, body.path(name));
    }

    /** A list of GUIDs; empty where the property is absent. */
    List<UUID> guids(String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, "must be a list of GUIDs");
        }
        List<UUID> guids = new ArrayList<>();
        value.forEach(item -> guids.add(guid(name, item)));
        return guids;
    }

    int number(String name, int least, int most) {
        JsonNode value = body.path(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw wrong(name, "must be a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    private static UUID guid(String name, JsonNode value) {
        if (!value.isTextual() || !Guid.matches(value.textValue())) {
            throw wrong(name, "must be a GUID");
        }
        return Guid.parse(value.textValue());
    }

    private static CloudException wrong(String name, String must) {
        return new CloudException(CommonError.BAD_REQUEST, "The property '" + name + "' " + must + ".", name, List.of());
    }
}
