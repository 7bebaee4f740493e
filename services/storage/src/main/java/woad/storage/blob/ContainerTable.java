package woad.storage.blob;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import woad.platform.core.Json;
import woad.storage.access.PublicAccess;
import woad.storage.wire.ETag;

/** The rows of {@code storage.container}. */
final class ContainerTable {
    private static final String SELECT = "select * from storage.container ";

    private ContainerTable() {}

    static Optional<Container> find(Handle handle, UUID account, String name) {
        return byName(handle, account, name, "");
    }

    /** Locked until the end of the transaction. */
    static Optional<Container> lock(Handle handle, UUID account, String name) {
        return byName(handle, account, name, " for update");
    }

    private static Optional<Container> byName(Handle handle, UUID account, String name, String lock) {
        return handle.createQuery(SELECT + "where account = :account and name = :name and deleted_at is null" + lock)
                .bind("account", account).bind("name", name).map((row, context) -> read(row)).findOne();
    }

    /** The id of a container that is not deleted. */
    static Optional<UUID> id(Handle handle, UUID account, String name) {
        return handle.createQuery("select id from storage.container where account = :account and name = :name and deleted_at is null")
                .bind("account", account).bind("name", name).mapTo(UUID.class).findOne();
    }

    /** @return whether it was made: false where the name is taken */
    static boolean insert(Handle handle, Container container) {
        return bind(handle.createUpdate("""
                insert into storage.container (id, account, name, etag, last_modified, created_at, metadata, public_access, policies)
                values (:id, :account, :name, :etag, :lastModified, :lastModified, coalesce(:metadata::jsonb, '{}'), :access, :policies::jsonb)
                on conflict (account, name) where deleted_at is null do nothing"""), container).execute() == 1;
    }

    static void update(Handle handle, Container container) {
        Rows.lease(bind(handle.createUpdate("""
                update storage.container set etag = :etag, last_modified = :lastModified, metadata = coalesce(:metadata::jsonb, '{}'), public_access = :access,
                    policies = :policies::jsonb, lease_id = :leaseId, lease_seconds = :leaseSeconds, lease_until = :leaseUntil, lease_break_at = :leaseBreakAt
                where id = :id"""), container), container.lease()).execute();
    }

    /** Whether it has blobs that nobody may delete. */
    static boolean isProtected(Handle handle, UUID id, Instant now) {
        return handle.createQuery("""
                select exists (select from storage.blob where container = :id and (legal_hold or immutable_until is not null) and (legal_hold or immutable_until > :now))""")
                .bind("id", id).bind("now", Rows.time(now)).mapTo(Boolean.class).one();
    }

    static void remove(Handle handle, UUID id) {
        handle.createUpdate("delete from storage.container where id = :id").bind("id", id).execute();
    }

    static void softDelete(Handle handle, UUID id, Container.Deleted deleted) {
        handle.createUpdate("""
                update storage.container set deleted_at = :at, deleted_version = :version, purge_at = :purgeAt,
                    lease_id = null, lease_seconds = null, lease_until = null, lease_break_at = null where id = :id""")
                .bind("id", id).bind("at", Rows.time(deleted.at())).bind("version", deleted.version()).bind("purgeAt", Rows.time(deleted.purgeAt())).execute();
    }

    /** Takes back a soft deletion, unless the name is taken. @return whether it did */
    static boolean restore(Handle handle, UUID account, String name, String version, String as) {
        return handle.createUpdate("""
                update storage.container set deleted_at = null, deleted_version = null, purge_at = null, name = :as
                where account = :account and name = :name and deleted_version = :version and deleted_at is not null
                    and not exists (select from storage.container other where other.account = :account and other.name = :as and other.deleted_at is null)""")
                .bind("account", account).bind("name", name).bind("version", version).bind("as", as).execute() == 1;
    }

    /** Removes those whose time has come. */
    static int purge(Handle handle, Instant now) {
        return handle.createUpdate("delete from storage.container where deleted_at is not null and purge_at <= :now").bind("now", Rows.time(now)).execute();
    }

    /**
     * In the order of names.
     *
     * @param from    the first name; {@code ""} for the beginning
     * @param deleted whether soft-deleted ones are listed too
     * @param system  whether those whose name begins with {@code $} are
     */
    static List<Container> list(Handle handle, UUID account, String prefix, String from, boolean deleted, boolean system, int most) {
        Query query = handle.createQuery(SELECT + """
                where account = :account and name >= :from and (:end::text is null or name < :end)
                    and (:deleted or deleted_at is null) and (:system or name !~ '^[$]')
                order by name, deleted_at nulls first limit :most""");
        return query.bind("account", account).bind("from", from.compareTo(prefix) > 0 ? from : prefix).bind("end", Names.after(prefix).orElse(null))
                .bind("deleted", deleted).bind("system", system).bind("most", most).map((row, context) -> read(row)).list();
    }

    private static Update bind(Update update, Container container) {
        return update.bind("id", container.id()).bind("account", container.account()).bind("name", container.name()).bind("etag", container.etag().value())
                .bind("lastModified", Rows.time(container.lastModified())).bind("metadata", Rows.map(container.metadata()))
                .bind("access", container.publicAccess().name().toLowerCase(java.util.Locale.ROOT)).bind("policies", Json.write(container.policies()));
    }

    private static Container read(ResultSet row) throws SQLException {
        Instant deletedAt = Rows.instant(row, "deleted_at");
        return new Container(row.getObject("id", UUID.class), row.getObject("account", UUID.class), row.getString("name"), new ETag(row.getLong("etag")),
                Rows.instant(row, "last_modified"), Rows.map(row, "metadata"), PublicAccess.valueOf(row.getString("public_access").toUpperCase(java.util.Locale.ROOT)), Rows.policies(row), Rows.lease(row),
                deletedAt == null ? null : new Container.Deleted(deletedAt, row.getString("deleted_version"), Rows.instant(row, "purge_at")));
    }
}
