package woad.platform.bytes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;

/**
 * Reads everything that a store keeps through once a week, slice by slice, and reports what is no longer as it was written. How far it came
 * is in the database, so that it goes on there after a restart.
 */
public final class Scrubber implements Reconciler {
    private static final Logger LOG = System.getLogger("woad.scrub");
    private static final int SLICE = 128;
    /** From the beginning of one walk to that of the next. */
    private static final Duration INTERVAL = Duration.ofDays(7);
    /** How many damaged extents a report names; a broken device may have millions. */
    private static final int NAMED = 1000;

    private final Database database;
    private final ObjectBytes bytes;
    private final Pace pace;
    private final InstantSource clock;

    /** @param pace bounds how fast it reads */
    public Scrubber(Database database, ObjectBytes bytes, Pace pace, InstantSource clock) {
        this.database = database;
        this.bytes = bytes;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * A walk over the whole store.
     *
     * @param ended empty while it goes on
     * @param extents how many were read through
     * @param bytes how many bytes were read
     * @param damaged how many of the extents are damaged
     */
    public record Pass(Instant started, Optional<Instant> ended, long extents, long bytes, long damaged) {}

    @Override
    public String queue() {
        return "platform.scrub";
    }

    @Override
    public Outcome reconcile(String key) throws InterruptedException {
        return new Outcome.Again(step());
    }

    /** Checks a slice, where a walk is due. @return after what time the next step is due */
    Duration step() throws InterruptedException {
        Instant now = clock.instant();
        Optional<Pass> latest = passes().stream().findFirst();
        Pass pass = latest.orElse(null);
        if (pass == null || pass.ended().isPresent()) {
            Instant due = latest.map(last -> last.started().plus(INTERVAL)).orElse(now);
            if (now.isBefore(due)) {
                return Duration.between(now, due);
            }
            pass = database.transaction(handle -> begin(handle, now));
        }
        Pass current = pass;
        Optional<ExtentId> after = database.with(handle -> position(handle, current));
        ScrubReport slice = bytes.scrub(after, SLICE, pace);
        slice.damaged().forEach(damage -> LOG.log(Level.ERROR, "extent " + damage.id() + " is damaged: " + damage.finding()));
        Pass sum = database.transaction(handle -> add(handle, current, slice));
        sum.ended().ifPresent(ended -> LOG.log(sum.damaged() == 0 ? Level.INFO : Level.ERROR,
                "scrubbed " + sum.extents() + " extents, " + sum.bytes() + " bytes: " + sum.damaged() + " damaged"));
        return Duration.ZERO;
    }

    /** The walk that goes on or ended last, then the ones before; at most the latest two are remembered. */
    public List<Pass> passes() {
        return database.with(handle -> handle.createQuery("select * from platform.scrub order by started_at desc").map((row, context) -> pass(row)).list());
    }

    /** The first 1,000 damaged extents that a walk found. */
    public List<ScrubReport.Damage> damaged(Pass pass) {
        return database.with(handle -> handle.createQuery("select extent, finding from platform.scrub_damage where started_at = :started order by extent")
                .bind("started", time(pass.started()))
                .map((row, context) -> new ScrubReport.Damage(new ExtentId(row.getObject(1, UUID.class)), row.getString(2))).list());
    }

    private static Pass begin(Handle handle, Instant now) {
        handle.execute("delete from platform.scrub where started_at < (select max(started_at) from platform.scrub)");
        return handle.createQuery("insert into platform.scrub (started_at) values (:now) returning *").bind("now", time(now)).map((row, context) -> pass(row)).one();
    }

    private static Optional<ExtentId> position(Handle handle, Pass pass) {
        return handle.createQuery("select last from platform.scrub where started_at = :started").bind("started", time(pass.started()))
                .mapTo(UUID.class).findOne().map(ExtentId::new);
    }

    private Pass add(Handle handle, Pass pass, ScrubReport slice) {
        for (ScrubReport.Damage damage : slice.damaged()) {
            handle.createUpdate("""
                    insert into platform.scrub_damage (started_at, extent, finding) select :started, :extent, :finding
                    where (select count(*) from platform.scrub_damage where started_at = :started) < :named""")
                    .bind("started", time(pass.started())).bind("extent", damage.id().value()).bind("finding", damage.finding()).bind("named", NAMED).execute();
        }
        return handle.createQuery("""
                update platform.scrub set extents = extents + :extents, bytes = bytes + :bytes, damaged = damaged + :damaged,
                    last = coalesce(:last, last), ended_at = case when :last::uuid is null then :now::timestamptz end
                where started_at = :started returning *""")
                .bind("extents", slice.extents()).bind("bytes", slice.bytes()).bind("damaged", slice.damaged().size())
                .bind("last", slice.last().map(ExtentId::value).orElse(null)).bind("now", time(clock.instant())).bind("started", time(pass.started()))
                .map((row, context) -> pass(row)).one();
    }

    private static Pass pass(ResultSet row) throws SQLException {
        return new Pass(row.getObject("started_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant),
                row.getLong("extents"), row.getLong("bytes"), row.getLong("damaged"));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
