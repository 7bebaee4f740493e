package woad.storage.table;

import java.util.Map;

/** What a client wants done to an entity. */
public sealed interface Change {

    EntityKey key();

    /** Make it; there must be none. */
    record Insert(EntityKey key, Map<String, EdmValue> properties) implements Change {}

    /**
     * Give it properties.
     *
     * @param merge   whether properties that are not named stay
     * @param ifMatch the state that it must be in, {@code *} for any; null where it is made if there is none
     */
    record Write(EntityKey key, Map<String, EdmValue> properties, boolean merge, String ifMatch) implements Change {}

    /** Remove it. @param ifMatch the state that it must be in, {@code *} for any */
    record Delete(EntityKey key, String ifMatch) implements Change {}
}
