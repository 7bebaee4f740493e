package woad.platform.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a subscription. */
public record SubscriptionId(@JsonValue UUID value) {
    @JsonCreator
    public SubscriptionId {
        java.util.Objects.requireNonNull(value);
    }

    /** @throws IllegalArgumentException where the text is not a GUID in its full form */
    public static SubscriptionId parse(String text) {
        return new SubscriptionId(Guid.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
