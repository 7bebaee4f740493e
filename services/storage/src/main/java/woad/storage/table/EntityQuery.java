package woad.storage.table;

import java.util.ArrayList;
import java.util.List;
import woad.storage.account.Account;

/**
 * Finds a page of entities. What a filter says of keys bounds what is read; what it says of other properties is looked at entity by
 * entity. A page may hold fewer entities than asked for, even none, and still not be the last: reading is bounded, as in Azure.
 */
final class EntityQuery {
    /** Most entities of a page. */
    static final int PAGE = 1000;
    private static final int PAGE_BYTES = 4 << 20;
    private static final int SCANNED_ENTITIES = 10_000;
    private static final int SCANNED_BYTES = 32 << 20;

    private final EntityStore store;

    EntityQuery(EntityStore store) {
        this.store = store;
    }

    /** Some entities. @param next the key at which the next page starts; null where there is none */
    record Page(List<Entity> entities, EntityKey next) {}

    /** @param most from 1 to {@link #PAGE} */
    Page run(Account account, TableName table, Filter filter, ScanRange range, int most) {
        List<Entity> matched = new ArrayList<>();
        int matchedBytes = 0;
        int scanned = 0;
        long scannedBytes = 0;
        ScanRange rest = range;
        // One more than fits, so that the page knows whether it is the last.
        for (int size = most + 1; ; size = Math.min(2 * size, PAGE + 1)) {
            EntityStore.Chunk chunk = store.scan(account, table, rest, size);
            for (EntityStore.Stored stored : chunk.entities()) {
                if (matched.size() == most || matchedBytes >= PAGE_BYTES || scanned >= SCANNED_ENTITIES || scannedBytes >= SCANNED_BYTES) {
                    return new Page(matched, stored.key());
                }
                scanned++;
                scannedBytes += stored.sealed().length;
                Entity entity = store.open(account, table, stored);
                if (filter.matches(entity)) {
                    matched.add(entity);
                    matchedBytes += stored.sealed().length;
                }
            }
            if (chunk.ended()) {
                return new Page(matched, null);
            }
            rest = rest.from(ScanRange.after(chunk.entities().getLast().key()));
        }
    }
}
