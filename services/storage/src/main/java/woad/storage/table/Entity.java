package woad.storage.table;

import java.time.Instant;
import java.util.Map;

/**
 * An entity as it was stored last.
 *
 * @param timestamp  when
 * @param properties by name, in their order, without the keys and the timestamp
 */
public record Entity(EntityKey key, Instant timestamp, Map<String, EdmValue> properties) {

    EntityTag tag() {
        return new EntityTag(timestamp);
    }
}
