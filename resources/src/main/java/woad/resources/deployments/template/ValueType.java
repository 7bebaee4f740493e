package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of parameters and outputs; templates spell them in any letter case. */
public enum ValueType {
    STRING("String", false),
    SECURE_STRING("SecureString", true),
    INT("Int", false),
    BOOL("Bool", false),
    OBJECT("Object", false),
    SECURE_OBJECT("SecureObject", true),
    ARRAY("Array", false);

    private final String wireName;
    private final boolean secure;

    ValueType(String wireName, boolean secure) {
        this.wireName = wireName;
        this.secure = secure;
    }

    /** As answers of the deployment spell it. */
    public String wireName() {
        return wireName;
    }

    /** Whether values are secret: never echoed, logged or quoted in errors. */
    public boolean secure() {
        return secure;
    }

    static Optional<ValueType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.wireName.equalsIgnoreCase(name)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(ValueType::wireName).collect(Collectors.joining(", "));
    }

    boolean accepts(JsonNode value) {
        return switch (this) {
            case STRING, SECURE_STRING -> value.isTextual();
            case INT -> value.isIntegralNumber() && value.canConvertToLong();
            case BOOL -> value.isBoolean();
            case OBJECT, SECURE_OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
        };
    }
}
