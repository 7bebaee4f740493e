package woad.platform.bytes;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;
import woad.platform.core.Guid;

/** Identifies an extent; given by the store that keeps it, never used twice, and without meaning to anybody else. */
public record ExtentId(@JsonValue UUID value) {
    @JsonCreator
    public ExtentId {
        Objects.requireNonNull(value);
    }

    /** @throws IllegalArgumentException where the text is not a GUID in its full form */
    public static ExtentId parse(String text) {
        return new ExtentId(Guid.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
