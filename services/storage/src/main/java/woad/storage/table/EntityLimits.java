package woad.storage.table;

import java.util.Map;
import woad.storage.StorageError;

/** How large an entity may be. Source: "Understanding the Table service data model", limits and the size of an entity. */
final class EntityLimits {
    /** Most properties beside the keys and the timestamp. */
    static final int MOST_PROPERTIES = 252;
    private static final int VALUE_BYTES = 64 << 10;
    private static final int ENTITY_BYTES = 1 << 20;
    private static final int OVERHEAD = 4;
    private static final int PROPERTY_OVERHEAD = 8;

    private EntityLimits() {}

    /** @throws woad.platform.core.CloudException {@code TooManyProperties}, {@code PropertyValueTooLarge}, {@code EntityTooLarge} */
    static void check(EntityKey key, Map<String, EdmValue> properties) {
        if (properties.size() > MOST_PROPERTIES) {
            throw StorageError.TOO_MANY_PROPERTIES.refusal();
        }
        long size = OVERHEAD + 2L * (key.partition().length() + key.row().length());
        for (Map.Entry<String, EdmValue> property : properties.entrySet()) {
            if (tooLarge(property.getValue())) {
                throw StorageError.PROPERTY_VALUE_TOO_LARGE.refusal();
            }
            size += PROPERTY_OVERHEAD + 2L * property.getKey().length() + property.getValue().size();
        }
        if (size > ENTITY_BYTES) {
            throw StorageError.ENTITY_TOO_LARGE.refusal();
        }
    }

    private static boolean tooLarge(EdmValue value) {
        return switch (value) {
            case EdmValue.Text text -> 2 * text.value().length() > VALUE_BYTES;
            case EdmValue.Binary binary -> binary.value().length > VALUE_BYTES;
            case EdmValue.Int32 fixed -> false;
            case EdmValue.Int64 fixed -> false;
            case EdmValue.Double fixed -> false;
            case EdmValue.Bool fixed -> false;
            case EdmValue.DateTime fixed -> false;
            case EdmValue.Guid fixed -> false;
        };
    }
}
