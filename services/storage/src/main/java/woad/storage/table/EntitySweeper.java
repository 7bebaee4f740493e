package woad.storage.table;

import java.time.Duration;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;

/** Removes the entities of tables that were deleted. */
final class EntitySweeper implements Reconciler {
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** Rows of one statement: few enough that it ends within a fraction of a second. */
    private static final int STEP = 2000;

    private final Database database;

    EntitySweeper(Database database) {
        this.database = database;
    }

    @Override
    public String queue() {
        return "storage.entitySweep";
    }

    @Override
    public Outcome reconcile(String key) {
        return new Outcome.Again(sweep() == 0 ? PAUSE : Duration.ZERO);
    }

    /** One step. @return how many entities it removed */
    int sweep() {
        return database.with(handle -> {
            int removed = handle.createUpdate("""
                    delete from storage.entity where (table_id, partition_key, row_key) in (
                        select e.table_id, e.partition_key, e.row_key from storage.entity_table_waste w cross join lateral (
                            select table_id, partition_key, row_key from storage.entity where table_id = w.id limit :step) e
                        limit :step)""").bind("step", STEP).execute();
            // An entity that was being written while its table was deleted comes late, but not as late as this.
            handle.execute("""
                    delete from storage.entity_table_waste w where since < now() - interval '10 minutes'
                    and not exists (select from storage.entity where table_id = w.id)""");
            return removed;
        });
    }
}
