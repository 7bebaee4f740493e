package woad.platform.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a directory tenant. */
public record TenantId(@JsonValue UUID value) {
    @JsonCreator
    public TenantId {
        java.util.Objects.requireNonNull(value);
    }

    /** @throws IllegalArgumentException where the text is not a GUID in its full form */
    public static TenantId parse(String text) {
        return new TenantId(Guid.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
