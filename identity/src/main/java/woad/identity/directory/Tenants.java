package woad.identity.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;

/** The table of tenants. Every look-up names the realm: a tenant of the other realm does not exist. */
public final class Tenants {
    private static final String COLUMNS = "select id, realm, display_name, default_domain, enabled, password_grant, created_at from identity.tenants ";

    private Tenants() {}

    static void insert(Handle handle, Tenant tenant) {
        handle.createUpdate("""
                insert into identity.tenants (id, realm, display_name, default_domain, enabled, password_grant, created_at)
                values (:id, :realm, :displayName, :defaultDomain, :enabled, :passwordGrant, :createdAt)
                """)
                .bind("id", tenant.id().value()).bind("realm", tenant.realm().name()).bind("displayName", tenant.displayName())
                .bind("defaultDomain", tenant.defaultDomain()).bind("enabled", tenant.enabled())
                .bind("passwordGrant", tenant.passwordGrant()).bind("createdAt", tenant.createdAt()).execute();
    }

    /** A tenant by its id. */
    public static Optional<Tenant> find(Handle handle, Caller.Realm realm, TenantId id) {
        return handle.createQuery(COLUMNS + "where id = :id and realm = :realm").bind("id", id.value()).bind("realm", realm.name())
                .map((row, context) -> read(row)).findOne();
    }

    /** A tenant by its domain, without regard to case. */
    public static Optional<Tenant> findByDomain(Handle handle, Caller.Realm realm, String domain) {
        return handle.createQuery(COLUMNS + "where default_domain = :domain and realm = :realm")
                .bind("domain", domain.toLowerCase(Locale.ROOT)).bind("realm", realm.name()).map((row, context) -> read(row)).findOne();
    }

    static List<Tenant> list(Handle handle, Caller.Realm realm) {
        return handle.createQuery(COLUMNS + "where realm = :realm order by created_at, id").bind("realm", realm.name())
                .map((row, context) -> read(row)).list();
    }

    static boolean set(Handle handle, Caller.Realm realm, TenantId id, boolean enabled, boolean passwordGrant) {
        return handle.createUpdate("update identity.tenants set enabled = :enabled, password_grant = :grant where id = :id and realm = :realm")
                .bind("enabled", enabled).bind("grant", passwordGrant).bind("id", id.value()).bind("realm", realm.name()).execute() > 0;
    }

    private static Tenant read(ResultSet row) throws SQLException {
        return new Tenant(new TenantId(row.getObject("id", UUID.class)), Caller.Realm.valueOf(row.getString("realm")),
                row.getString("display_name"), row.getString("default_domain"), row.getBoolean("enabled"),
                row.getBoolean("password_grant"), row.getTimestamp("created_at").toInstant());
    }
}
