package woad.storage.blob;

import java.util.UUID;
import woad.storage.wire.Conditions;

/**
 * What a request demands of the state it meets, beside that there is one.
 *
 * @param lease the lease that the request names, or null
 */
public record Demand(Conditions conditions, UUID lease) {
    /** Nothing. */
    public static final Demand NONE = new Demand(Conditions.NONE, null);
}
