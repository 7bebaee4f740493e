package woad.storage.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Looks along a container's blobs in the order of their names. Every statement is a walk along an index from where the page begins: its
 * cost is that of the page, not of the container.
 */
final class ListTable {
    /** Everything but the bytes. */
    private static final String COLUMNS = BlobTable.COLUMNS.replace(" sealed,", " null::bytea as sealed,");
    private static final String END = " and name < :end";

    private final Handle handle;
    private final UUID container;
    private final ListQuery query;
    private final String end;

    ListTable(Handle handle, UUID container, ListQuery query) {
        this.handle = handle;
        this.container = container;
        this.query = query;
        this.end = Names.after(query.prefix()).orElse(null);
    }

    /** A name of a blob, or of all blobs whose names begin with it. */
    record Step(String name, boolean isPrefix) {}

    /** The first states from the marker on. */
    List<Blob> states(int most) {
        String range = "name >= :from" + (end == null ? "" : END);
        String behind = query.from().after() == null ? "" : " and (name > :from or moment > :after)";
        return bind(handle.createQuery(states(range + behind, most)));
    }

    /** The states of some names. */
    List<Blob> states(List<String> names, int most) {
        String behind = query.from().after() == null ? "" : " and (name > :from or moment > :after)";
        return bind(handle.createQuery(states("name = any(:names)" + behind, most)).bindArray("names", String.class, names));
    }

    private List<Blob> bind(Query statement) {
        return statement.bind("container", container).bind("from", from()).bind("end", end).bind("after", Rows.time(query.from().after()))
                .map((row, context) -> BlobTable.read(row)).list();
    }

    private String states(String range, int most) {
        String present = branch("current", range, most);
        return query.listsPast() ? "select * from (" + present + " union all " + branch("not current and (" + past() + ")", range, most) + ") s order by name, moment limit " + most
                : present;
    }

    private static String branch(String which, String range, int most) {
        return "(select " + COLUMNS + " from storage.blob where container = :container and " + which + " and " + range + " order by name, moment limit " + most + ")";
    }

    /** Which states are listed that are not present. */
    private String past() {
        List<String> kinds = new ArrayList<>();
        if (query.has(ListQuery.Include.SNAPSHOTS)) {
            kinds.add("snapshot is not null and deleted_at is null");
        }
        if (query.has(ListQuery.Include.VERSIONS)) {
            kinds.add("version is not null and deleted_at is null");
        }
        if (query.listsDeleted()) {
            kinds.add("deleted_at is not null" + (query.has(ListQuery.Include.SNAPSHOTS) ? "" : " and snapshot is null")
                    + (query.has(ListQuery.Include.VERSIONS) ? "" : " and version is null"));
        }
        return kinds.isEmpty() ? "false" : String.join(" or ", kinds);
    }

    /** Names that have nothing but staged blocks, from the marker on. */
    List<String> uncommitted(int most) {
        String range = end == null ? "" : END;
        return handle.createQuery("""
                with recursive walk as (
                    (select name from storage.staged_block where container = :container and name >= :from%s order by name limit 1)
                    union all
                    select n.name from walk w cross join lateral (
                        select name from storage.staged_block where container = :container and name > w.name%s order by name limit 1) n)
                select w.name from walk w
                where not exists (select from storage.blob b where b.container = :container and b.current and b.name = w.name)
                limit :most""".formatted(range, range))
                .bind("container", container).bind("from", from()).bind("end", end).bind("most", most).mapTo(String.class).list();
    }

    /** The names and common prefixes from the marker on. */
    List<Step> steps(int most) {
        String after = Names.after(query.delimiter()).orElseThrow(() -> woad.storage.StorageError.invalidQuery("delimiter", query.delimiter(), "It cannot be a delimiter."));
        String sql = """
                with recursive walk as (
                    select f.name, position(:delimiter in substr(f.name, :behind)) as cut from (%s) f where f.name is not null
                    union all
                    select n.name, position(:delimiter in substr(n.name, :behind)) from walk w cross join lateral (%s) n where n.name is not null)
                select case when cut > 0 then left(name, :behind - 1 + cut - 1) || :delimiter else name end, cut > 0 from walk limit %d"""
                .formatted(next(":from"), next("case when w.cut > 0 then left(w.name, :behind - 1 + w.cut - 1) || :afterDelimiter else w.name || chr(1) end"), most);
        return handle.createQuery(sql).bind("container", container).bind("from", from()).bind("end", end).bind("delimiter", query.delimiter())
                .bind("afterDelimiter", after).bind("behind", query.prefix().codePointCount(0, query.prefix().length()) + 1)
                .map((row, context) -> new Step(row.getString(1), row.getBoolean(2))).list();
    }

    /** The first name that is not before a bound. */
    private String next(String bound) {
        String range = " where container = :container and name >= " + bound + (end == null ? "" : END);
        String first = " order by name limit 1)";
        String all = "(select name from storage.blob" + range + " and current" + first;
        if (query.listsPast()) {
            all += " union all (select name from storage.blob" + range + " and not current and (" + past() + ")" + first;
        }
        if (query.has(ListQuery.Include.UNCOMMITTEDBLOBS)) {
            all += " union all (select name from storage.staged_block" + range + first;
        }
        return "select min(name) as name from (" + all + ") candidates";
    }

    private String from() {
        return Names.compare(query.from().name(), query.prefix()) > 0 ? query.from().name() : query.prefix();
    }
}
