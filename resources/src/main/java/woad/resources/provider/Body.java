package woad.resources.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.core.ErrorCode;
import woad.resources.ResourceManagerError;

/**
 * Reads a JSON object member by member. A null member counts as absent; names match without regard to case, as in Azure. A
 * value of a wrong type is refused, and {@link #end} refuses members that nobody asked for.
 */
public final class Body {
    private static final int MOST_ELEMENTS = 4096;
    private static final int LONGEST_TEXT = 1024;
    private static final int LONGEST_NAME = 80;

    private final String path;
    private final ErrorCode error;
    private final Map<String, Map.Entry<String, JsonNode>> members = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    private Body(ObjectNode node, String path, ErrorCode error) {
        this.path = path;
        this.error = error;
        node.properties().forEach(member -> {
            if (!member.getValue().isNull() && members.put(lower(member.getKey()), member) != null) {
                throw wrong(member.getKey(), "is there twice");
            }
        });
    }

    /** @param path where the object is in the request, for error messages: {@code properties} */
    public static Body of(ObjectNode node, String path) {
        return new Body(node, path, ResourceManagerError.INVALID_REQUEST_FORMAT);
    }

    /** @param error the code with which values are refused */
    public static Body of(ObjectNode node, String path, ErrorCode error) {
        return new Body(node, path, error);
    }

    /** Where this object is in the request. */
    public String path() {
        return path;
    }

    /** The text of a member; an empty one counts as absent. */
    public Optional<String> text(String name) {
        return member(name).map(value -> textOf(value, name)).filter(text -> !text.isEmpty());
    }

    /** The text of a member that must be there. */
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    /** A truth value, or {@code otherwise} where it is absent. */
    public boolean flag(String name, boolean otherwise) {
        return member(name).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(name, "must be true or false");
            }
            return value.booleanValue();
        }).orElse(otherwise);
    }

    /** A whole number. */
    public Optional<Integer> number(String name) {
        return member(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw wrong(name, "must be a whole number");
            }
            return value.intValue();
        });
    }

    /** One of the given words, compared without regard to case, as the given list writes it. */
    public Optional<String> choice(String name, List<String> words) {
        return text(name).map(text -> words.stream().filter(text::equalsIgnoreCase).findFirst()
                .orElseThrow(() -> wrong(name, "must be one of " + String.join(", ", words) + ", not '" + text + "'")));
    }

    /** A member that is an object. */
    public Optional<Body> object(String name) {
        return member(name).map(value -> bodyOf(value, name));
    }

    /** A member that is an array of objects; empty where it is absent. */
    public List<Body> objects(String name) {
        List<Body> objects = new ArrayList<>();
        elements(name).forEach(value -> objects.add(bodyOf(value, name + "[" + objects.size() + "]")));
        return objects;
    }

    /** A member that is an array of texts; empty where it is absent. */
    public List<String> texts(String name) {
        return elements(name).stream().map(value -> textOf(value, name)).toList();
    }

    /** Whether the member is there. */
    public boolean has(String name) {
        return member(name).isPresent();
    }

    /** The {@code id} of a member that refers to another resource: {@code {"id": "…"}}; what else clients send with it is ignored. */
    public Optional<String> reference(String name) {
        return object(name).flatMap(reference -> reference.text("id"));
    }

    /** Members that the service itself writes; clients may send them back. */
    public Body ignore(String... names) {
        for (String name : names) {
            read.add(lower(name));
        }
        return this;
    }

    /** Members of features that this cloud does not have: absent, empty, false or the harmless value is all they may be. */
    public Body notOffered(String... names) {
        for (String name : names) {
            member(name).filter(value -> !value.isEmpty() || value.isValueNode()).ifPresent(value -> {
                boolean harmless = value.isBoolean() && !value.booleanValue() || value.isTextual() && Set.of("", "none", "disabled", "standard",
                        "default").contains(lower(value.textValue()));
                if (!harmless) {
                    throw new CloudException(ResourceManagerError.FEATURE_NOT_SUPPORTED, "This cloud does not offer '" + name
                            + "' (" + path + "." + name + "): leave it out.", path + "." + name, List.of());
                }
            });
        }
        return this;
    }

    /** Refuses what nobody asked for. */
    public void end() {
        members.forEach((key, member) -> {
            if (!read.contains(key)) {
                throw wrong(member.getKey(), "is not known here");
            }
        });
    }

    /** The refusal of a member. */
    public CloudException wrong(String name, String what) {
        String place = path + "." + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name);
        return new CloudException(error, "Cannot parse the request: " + place + " " + what + ".", place, List.of());
    }

    private List<JsonNode> elements(String name) {
        return member(name).map(value -> {
            if (!value.isArray()) {
                throw wrong(name, "must be an array");
            }
            if (value.size() > MOST_ELEMENTS) {
                throw wrong(name, "has more than " + MOST_ELEMENTS + " elements");
            }
            List<JsonNode> elements = new ArrayList<>();
            value.forEach(elements::add);
            return elements;
        }).orElse(List.of());
    }

    private Optional<JsonNode> member(String name) {
        read.add(lower(name));
        return Optional.ofNullable(members.get(lower(name))).map(Map.Entry::getValue);
    }

    private String textOf(JsonNode value, String name) {
        if (!value.isTextual()) {
            throw wrong(name, "must be a string");
        }
        if (value.textValue().length() > LONGEST_TEXT) {
            throw wrong(name, "is longer than " + LONGEST_TEXT + " characters");
        }
        return value.textValue();
    }

    private Body bodyOf(JsonNode value, String name) {
        if (value instanceof ObjectNode object) {
            return new Body(object, path + "." + name, error);
        }
        throw wrong(name, "must be an object");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
