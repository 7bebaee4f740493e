package woad.identity.tokens;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import woad.identity.directory.ObjectKind;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.web.Caller;

/**
 * What the directory says of a principal at this moment, in one statement. It is asked on every request and never cached, so
 * that a disabled account, an ended session or a group left counts from the next request on, on every node.
 */
public final class PrincipalStates {
    private static final String QUERY = """
            select o.enabled and t.enabled as enabled, o.session_version, o.kind,
                   case when exists (select from identity.memberships m where m.member_id = o.id) then array(
                       with recursive containing (id) as (
                           select group_id from identity.memberships where member_id = o.id
                           union select m.group_id from identity.memberships m join containing c on m.member_id = c.id)
                       select id from containing) end as groups
            from identity.objects o join identity.tenants t on t.id = o.tenant_id
            where o.id = ? and o.tenant_id = ? and t.realm = ? and o.kind in ('user', 'servicePrincipal')
            """;

    private final Database database;
    private final Caller.Realm realm;

    /** @param enabled whether both the principal and its tenant are */
    public record State(boolean enabled, long session, ObjectKind kind, Set<PrincipalId> groups) {}

    public PrincipalStates(Database database, Caller.Realm realm) {
        this.database = database;
        this.realm = realm;
    }

    /** The state of a user or service principal; empty where the tenant has no such principal. */
    public Optional<State> find(TenantId tenant, PrincipalId principal) {
        return database.with(handle -> {
            try (PreparedStatement statement = handle.getConnection().prepareStatement(QUERY)) {
                statement.setObject(1, principal.value());
                statement.setObject(2, tenant.value());
                statement.setString(3, realm.name());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(new State(row.getBoolean(1), row.getLong(2),
                            ObjectKind.ofGraphName(row.getString(3)), groups(row.getArray(4)))) : Optional.empty();
                }
            } catch (SQLException e) {
                throw new IllegalStateException("cannot ask the directory for a principal", e);
            }
        });
    }

    private static Set<PrincipalId> groups(Array array) throws SQLException {
        if (array == null) {
            return Set.of();
        }
        Set<PrincipalId> groups = new HashSet<>();
        for (UUID id : (UUID[]) array.getArray()) {
            groups.add(new PrincipalId(id));
        }
        return groups;
    }
}
