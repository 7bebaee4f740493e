package woad.platform.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a user, group or service principal in its directory (its object id). */
public record PrincipalId(@JsonValue UUID value) {
    @JsonCreator
    public PrincipalId {
        java.util.Objects.requireNonNull(value);
    }

    /** @throws IllegalArgumentException where the text is not a GUID in its full form */
    public static PrincipalId parse(String text) {
        return new PrincipalId(Guid.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
