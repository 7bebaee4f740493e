package woad.fleet.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names one host of the fleet, for example {@code fc-1}: a lower-case letter, then up to 30 letters, digits or hyphens. */
public record HostId(@JsonValue String value) {
    @JsonCreator
    public HostId {
        if (!value.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException("not a host name: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
