package woad.storage.blob;

import static woad.storage.StorageError.CONTAINER_NOT_FOUND;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.store.Database;
import woad.storage.account.Account;

/** Lists the blobs of a container, page by page. Source: List Blobs. */
final class BlobListing {
    private final Database database;

    BlobListing(Database database) {
        this.database = database;
    }

    /** What is on a page. */
    sealed interface Entry {
        /** A state of a blob. */
        record State(Blob blob) implements Entry {}

        /** All blobs whose names begin so. */
        record Prefix(String name) implements Entry {}

        /** A blob of which there are only blocks that were not committed. */
        record Uncommitted(String name) implements Entry {}
    }

    /** @param next where the next page begins; null where this is the last one */
    record Page(List<Entry> entries, ListQuery.Marker next) {}

    /** A page of a container. */
    Page list(Account account, String container, ListQuery query) {
        if (!Names.isContainer(container)) {
            throw CONTAINER_NOT_FOUND.refusal();
        }
        return database.with(handle -> {
            UUID id = ContainerTable.id(handle, account.id(), container).orElseThrow(CONTAINER_NOT_FOUND::refusal);
            List<Entry> entries = query.delimiter() == null ? all(handle, id, query) : cut(handle, id, query);
            return page(entries, query.most());
        });
    }

    /** One more than the page has, where there are more. */
    private static List<Entry> all(Handle handle, UUID container, ListQuery query) {
        ListTable table = new ListTable(handle, container, query);
        List<Blob> states = table.states(query.most() + 1);
        return query.has(ListQuery.Include.UNCOMMITTEDBLOBS) ? merge(states, table.uncommitted(query.most() + 1)) : new ArrayList<>(states.stream().map(Entry.State::new).toList());
    }

    private static List<Entry> cut(Handle handle, UUID container, ListQuery query) {
        ListTable table = new ListTable(handle, container, query);
        List<ListTable.Step> steps = table.steps(query.most() + 1);
        TreeMap<String, List<Blob>> states = new TreeMap<>();
        table.states(steps.stream().filter(step -> !step.isPrefix()).map(ListTable.Step::name).toList(), query.most() + 1)
                .forEach(blob -> states.computeIfAbsent(blob.name(), name -> new ArrayList<>()).add(blob));
        List<Entry> entries = new ArrayList<>();
        for (ListTable.Step step : steps) {
            if (step.isPrefix()) {
                entries.add(new Entry.Prefix(step.name()));
            } else if (states.containsKey(step.name())) {
                states.get(step.name()).forEach(blob -> entries.add(new Entry.State(blob)));
            } else if (query.has(ListQuery.Include.UNCOMMITTEDBLOBS)) {
                entries.add(new Entry.Uncommitted(step.name()));
            }
        }
        return entries;
    }

    private static List<Entry> merge(List<Blob> states, List<String> uncommitted) {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        for (Blob blob : states) {
            while (at < uncommitted.size() && Names.compare(uncommitted.get(at), blob.name()) < 0) {
                entries.add(new Entry.Uncommitted(uncommitted.get(at++)));
            }
            entries.add(new Entry.State(blob));
        }
        uncommitted.subList(at, uncommitted.size()).forEach(name -> entries.add(new Entry.Uncommitted(name)));
        return entries;
    }

    private static Page page(List<Entry> entries, int most) {
        if (entries.size() <= most) {
            return new Page(entries, null);
        }
        Entry last = entries.get(most - 1);
        ListQuery.Marker next = switch (entries.get(most)) {
            case Entry.Prefix prefix -> new ListQuery.Marker(prefix.name(), null);
            case Entry.Uncommitted uncommitted -> new ListQuery.Marker(uncommitted.name(), null);
            case Entry.State state -> new ListQuery.Marker(state.blob().name(),
                    last instanceof Entry.State(Blob blob) && blob.name().equals(state.blob().name()) ? blob.moment() : null);
        };
        return new Page(List.copyOf(entries.subList(0, most)), next);
    }
}
