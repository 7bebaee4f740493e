package woad.storage.blob;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import woad.platform.core.Json;
import woad.storage.wire.ETag;

/** The rows of {@code storage.blob}. */
final class BlobTable {
    private static final List<String> CHANGING = List.of("type", "etag", "created_at", "last_modified", "length", "content", "sealed", "content_type",
            "content_encoding", "content_language", "content_disposition", "cache_control", "content_md5", "metadata", "tags", "tier", "tier_changed_at",
            "rehydrate_to", "rehydrate_priority", "rehydrate_at", "sequence_number", "block_count", "append_sealed", "copy", "lease_id", "lease_seconds",
            "lease_until", "lease_break_at", "snapshot", "version", "deleted_at", "purge_at", "immutable_until", "immutability_mode", "legal_hold");
    static final String COLUMNS = "container, current, name, moment, " + String.join(", ", CHANGING);
    private static final String VALUES = """
            :current, :name, coalesce(:moment, 'infinity'::timestamptz), :type, :etag, :createdAt, :lastModified, :length, :content, :sealed, :contentType, :contentEncoding,
            :contentLanguage, :contentDisposition, :cacheControl, :contentMd5, :metadata::jsonb, :tags::jsonb, :tier, :tierChangedAt, :rehydrateTo, :rehydratePriority,
            :rehydrateAt, :sequenceNumber, :blockCount, :appendSealed, :copy::jsonb, :leaseId, :leaseSeconds, :leaseUntil, :leaseBreakAt, :snapshot, :version,
            :deletedAt, :purgeAt, :immutableUntil, :immutabilityMode, :legalHold""";
    private static final String INSERT = "insert into storage.blob (" + COLUMNS + ") values (:container, " + VALUES + ") on conflict (container, current, name, moment) ";
    private static final String REPLACE = INSERT + "do update set " + String.join(", ", CHANGING.stream().map(c -> c + " = excluded." + c).toList());
    /** A container without the blob gives a row without a name; no container gives no row. */
    private static final String FIND = "select c.id as found_container, b.* from storage.container c left join storage.blob b on b.container = c.id and b.name = :name and ";
    private static final String IN_CONTAINER = " where c.account = :account and c.name = :containerName and c.deleted_at is null";

    /** Keeps what the replaced row had before it was there, as long as a lease or anything else does not speak against it. */
    private static final String PUT = """
            with put as (
                insert into storage.blob as b (%s)
                select c.id, %s from storage.container c%s
                on conflict (container, current, name, moment) do update set %s, created_at = b.created_at
                where :replace and (b.lease_id is null or b.lease_break_at <= :lastModified or b.lease_break_at is null and b.lease_until <= :lastModified)
                    and b.tags is null and b.version is null and not b.legal_hold and (b.immutable_until is null or b.immutable_until <= :lastModified)
                    and b.etag < :etag
                returning b.container, old.content as replaced, old.content is not null and old.sealed is null as had_extents),
            bytes as (
                insert into storage.blob_extent (content, start, length, extent, whole) select :content, 0, :length, :extent, :length from put where :extent::uuid is not null),
            dead as (
                insert into storage.dead_content (content, due_at) select replaced, :garbageDue from put where had_extents),
            unstaged as (
                delete from storage.staged_block s using put where s.container = put.container and s.name = :name returning s.extent, s.sealed is null as stored),
            garbage as (
                insert into storage.garbage_extent (extent, due_at) select extent, :garbageDue from unstaged where stored on conflict do nothing)
            select count(*) from put""".formatted(COLUMNS, VALUES, IN_CONTAINER,
            String.join(", ", CHANGING.stream().filter(c -> !c.equals("created_at")).map(c -> c + " = excluded." + c).toList()));

    private BlobTable() {}

    /** What a look-up found. */
    sealed interface Found {
        /** The blob. */
        record There(Blob blob) implements Found {}

        /** The container has no such blob. */
        record NoBlob(UUID container) implements Found {}

        /** The account has no such container. */
        record NoContainer() implements Found {}
    }

    /** The state of a blob that a reference means. */
    static Found find(Handle handle, UUID account, BlobReference reference) {
        String state = switch (reference.state()) {
            case BlobReference.Present present -> "b.current";
            case BlobReference.Snapshot snapshot -> "not b.current and b.moment = :at and b.snapshot is not null and b.deleted_at is null";
            case BlobReference.Version version -> "(b.current and b.version = :at or not b.current and b.moment = :at and b.version is not null and b.deleted_at is null)";
        };
        return handle.createQuery(FIND + state + IN_CONTAINER).bind("account", account).bind("containerName", reference.container()).bind("name", reference.name())
                .bind("at", Rows.time(reference.state().at()))
                .map((row, context) -> row.getString("name") == null ? new Found.NoBlob(row.getObject("found_container", UUID.class)) : new Found.There(read(row)))
                .findOne().orElse(new Found.NoContainer());
    }

    /** The present state, locked until the end of the transaction. */
    static Optional<Blob> lock(Handle handle, UUID container, String name) {
        return handle.createQuery("select * from storage.blob where container = :container and current and name = :name and moment = 'infinity' for update")
                .bind("container", container).bind("name", name).map((row, context) -> read(row)).findOne();
    }

    /** The same state again, which nobody changes until the end of the transaction; empty where it has other bytes now. */
    static Optional<Blob> hold(Handle handle, Blob blob) {
        return handle.createQuery("""
                select * from storage.blob where container = :container and current = :current and name = :name and moment = coalesce(:moment, 'infinity'::timestamptz)
                    and content = :content for share""")
                .bind("container", blob.container()).bind("current", blob.current()).bind("name", blob.name()).bind("moment", Rows.time(blob.moment()))
                .bind("content", blob.content().id()).map((row, context) -> read(row)).findOne();
    }

    /** All states of a blob that are not present, locked until the end of the transaction, oldest first. */
    static List<Blob> lockPast(Handle handle, UUID container, String name) {
        return handle.createQuery("select * from storage.blob where container = :container and not current and name = :name order by moment for update")
                .bind("container", container).bind("name", name).map((row, context) -> read(row)).list();
    }

    /** Whether there are snapshots that are not deleted. */
    static boolean hasSnapshots(Handle handle, UUID container, String name) {
        return handle.createQuery("""
                select exists (select from storage.blob where container = :container and not current and name = :name
                    and snapshot is not null and deleted_at is null)""").bind("container", container).bind("name", name).mapTo(Boolean.class).one();
    }

    /**
     * Stores a block blob in one statement, and forgets what it replaces.
     *
     * @param replace whether a present state may be replaced at all
     * @param extent  of its bytes where they are not sealed, otherwise null
     * @return whether it was stored; where not, {@link Blobs} finds out why
     */
    static boolean put(Handle handle, UUID account, String containerName, Blob blob, boolean replace, UUID extent, Instant garbageDue) {
        return bind(handle.createQuery(PUT), blob).bind("account", account).bind("containerName", containerName).bind("replace", replace).bind("extent", extent)
                .bind("garbageDue", Rows.time(garbageDue)).mapTo(Integer.class).one() == 1;
    }

    /** @return whether it was stored: false where there is such a state */
    static boolean insert(Handle handle, Blob blob) {
        return bind(handle.createUpdate(INSERT + "do nothing"), blob).bind("container", blob.container()).execute() == 1;
    }

    /** Stores a state in place of the one that has its key, which the transaction has locked. */
    static void replace(Handle handle, Blob blob) {
        bind(handle.createUpdate(REPLACE), blob).bind("container", blob.container()).execute();
    }

    static void delete(Handle handle, Blob blob) {
        handle.createUpdate("""
                delete from storage.blob
                where container = :container and current = :current and name = :name and moment = coalesce(:moment, 'infinity'::timestamptz)""")
                .bind("container", blob.container()).bind("current", blob.current()).bind("name", blob.name()).bind("moment", Rows.time(blob.moment())).execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Blob blob) {
        HttpProperties http = blob.http();
        Tiering tiering = blob.tiering();
        Immutability immutability = blob.immutability();
        return Rows.lease(statement, blob.lease()).bind("current", blob.current()).bind("name", blob.name()).bind("moment", Rows.time(blob.moment()))
                .bind("type", blob.type().text()).bind("etag", blob.etag().value()).bind("createdAt", Rows.time(blob.createdAt()))
                .bind("lastModified", Rows.time(blob.lastModified())).bind("length", blob.content().length()).bind("content", blob.content().id())
                .bind("sealed", blob.content().sealed()).bind("contentType", http.type()).bind("contentEncoding", http.encoding())
                .bind("contentLanguage", http.language()).bind("contentDisposition", http.disposition()).bind("cacheControl", http.cacheControl())
                .bind("contentMd5", http.md5()).bind("metadata", Rows.map(blob.metadata())).bind("tags", Rows.map(blob.tags()))
                .bind("tier", text(tiering.tier())).bind("tierChangedAt", Rows.time(tiering.changedAt())).bind("rehydrateTo", text(tiering.rehydrateTo()))
                .bind("rehydratePriority", tiering.priority()).bind("rehydrateAt", Rows.time(tiering.rehydrateAt()))
                .bind("sequenceNumber", blob.sequenceNumber()).bind("blockCount", blob.blockCount()).bind("appendSealed", blob.appendSealed())
                .bind("copy", blob.copy() == null ? null : Json.write(blob.copy())).bind("snapshot", Rows.time(blob.kept().snapshot()))
                .bind("version", Rows.time(blob.kept().version())).bind("deletedAt", Rows.time(blob.kept().deletedAt()))
                .bind("purgeAt", Rows.time(blob.kept().purgeAt())).bind("immutableUntil", Rows.time(immutability.until()))
                .bind("immutabilityMode", immutability.mode() == null ? null : immutability.mode().name().toLowerCase(Locale.ROOT))
                .bind("legalHold", immutability.legalHold());
    }

    private static String text(Tier tier) {
        return tier == null ? null : tier.text();
    }

    static Blob read(ResultSet row) throws SQLException {
        HttpProperties http = new HttpProperties(row.getString("content_type"), row.getString("content_encoding"), row.getString("content_language"),
                row.getString("content_disposition"), row.getString("cache_control"), row.getBytes("content_md5"));
        Tiering tiering = new Tiering(tier(row.getString("tier")), Rows.instant(row, "tier_changed_at"), tier(row.getString("rehydrate_to")),
                row.getString("rehydrate_priority"), Rows.instant(row, "rehydrate_at"));
        String copy = row.getString("copy");
        String mode = row.getString("immutability_mode");
        return new Blob(row.getObject("container", UUID.class), row.getString("name"), row.getBoolean("current"), Rows.instant(row, "moment"),
                BlobType.stored(row.getString("type")), new ETag(row.getLong("etag")), Rows.instant(row, "created_at"), Rows.instant(row, "last_modified"),
                new Content(row.getObject("content", UUID.class), row.getLong("length"), row.getBytes("sealed")), http, Rows.map(row, "metadata"), Rows.map(row, "tags"),
                tiering, row.getObject("sequence_number", Long.class), row.getObject("block_count", Integer.class), row.getObject("append_sealed", Boolean.class),
                copy == null ? null : Json.parse(copy, Copying.class), Rows.lease(row),
                new Kept(Rows.instant(row, "snapshot"), Rows.instant(row, "version"), Rows.instant(row, "deleted_at"), Rows.instant(row, "purge_at")),
                new Immutability(Rows.instant(row, "immutable_until"), mode == null ? null : Immutability.Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                        row.getBoolean("legal_hold")));
    }

    private static Tier tier(String text) {
        return text == null ? null : Tier.of(text).orElseThrow(() -> new IllegalStateException("stored tier is unknown: " + text));
    }
}
