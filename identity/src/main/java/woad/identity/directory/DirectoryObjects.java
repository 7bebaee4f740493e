package woad.identity.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.util.PSQLState;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;

/** The table of directory objects. Every look-up names the tenant: an object of another tenant does not exist. */
public final class DirectoryObjects {
    /** The columns that {@link #read} needs. */
    public static final String COLUMNS = "o.id, o.tenant_id, o.kind, o.properties::text as properties, o.created_at";

    private DirectoryObjects() {}

    /** Stores a new object. @throws CloudException {@code Request_BadRequest} where its unique name is taken */
    public static void insert(Handle handle, DirectoryObject object) {
        try {
            handle.createUpdate("""
                    insert into identity.objects (id, tenant_id, kind, properties, created_at)
                    values (:id, :tenant, :kind, cast(:properties as jsonb), :now)
                    """)
                    .bind("id", object.id().value()).bind("tenant", object.tenant().value()).bind("kind", object.kind().graphName())
                    .bind("properties", Json.write(object.properties())).bind("now", object.createdAt()).execute();
        } catch (UnableToExecuteStatementException e) {
            throw refused(e, object.kind());
        }
    }

    /** Replaces an object's properties. @throws CloudException {@code Request_BadRequest} where its unique name is taken */
    public static void update(Handle handle, DirectoryObject object, ObjectNode properties) {
        try {
            handle.createUpdate("update identity.objects set properties = cast(:properties as jsonb) where id = :id and tenant_id = :tenant")
                    .bind("properties", Json.write(properties)).bind("id", object.id().value()).bind("tenant", object.tenant().value()).execute();
        } catch (UnableToExecuteStatementException e) {
            throw refused(e, object.kind());
        }
    }

    /** Removes an object with its memberships, owners, roles and credentials. */
    public static void delete(Handle handle, DirectoryObject object) {
        handle.createUpdate("delete from identity.objects where id = :id and tenant_id = :tenant")
                .bind("id", object.id().value()).bind("tenant", object.tenant().value()).execute();
    }

    /** An object of any kind. */
    public static Optional<DirectoryObject> find(Handle handle, TenantId tenant, UUID id) {
        return handle.createQuery("select " + COLUMNS + " from identity.objects o where o.id = :id and o.tenant_id = :tenant")
                .bind("id", id).bind("tenant", tenant.value()).map((row, context) -> read(row)).findOne();
    }

    /** Locks an object until the transaction ends, so that a change reads what it replaces. */
    public static Optional<DirectoryObject> lock(Handle handle, TenantId tenant, ObjectKind kind, UUID id) {
        return handle.createQuery("select " + COLUMNS + """
                 from identity.objects o where o.id = :id and o.tenant_id = :tenant and o.kind = :kind for no key update
                """)
                .bind("id", id).bind("tenant", tenant.value()).bind("kind", kind.graphName()).map((row, context) -> read(row)).findOne();
    }

    /** A user by its principal name, without regard to case. */
    public static Optional<DirectoryObject> findUser(Handle handle, TenantId tenant, String userPrincipalName) {
        return handle.createQuery("select " + COLUMNS + """
                 from identity.objects o where o.kind = 'user' and o.tenant_id = :tenant and o.user_principal_name = :name
                """)
                .bind("tenant", tenant.value()).bind("name", userPrincipalName.toLowerCase(Locale.ROOT))
                .map((row, context) -> read(row)).findOne();
    }

    /** The application or service principal of a client id in a tenant. */
    public static Optional<DirectoryObject> findByAppId(Handle handle, TenantId tenant, ObjectKind kind, UUID appId) {
        return handle.createQuery("select " + COLUMNS + """
                 from identity.objects o where o.kind = :kind and o.tenant_id = :tenant and o.app_id = :appId
                """)
                .bind("kind", kind.graphName()).bind("tenant", tenant.value()).bind("appId", appId)
                .map((row, context) -> read(row)).findOne();
    }

    /** The application and the service principal of a client id in a tenant, as far as they are there. */
    public static List<DirectoryObject> listByAppId(Handle handle, TenantId tenant, UUID appId) {
        return handle.createQuery("select " + COLUMNS + " from identity.objects o where o.tenant_id = :tenant and o.app_id = :appId")
                .bind("tenant", tenant.value()).bind("appId", appId).map((row, context) -> read(row)).list();
    }

    /** The application that claims an identifier URI in a tenant. */
    public static List<DirectoryObject> findByIdentifierUri(Handle handle, TenantId tenant, String uri) {
        return handle.createQuery("select " + COLUMNS + """
                 from identity.objects o where o.kind = 'application' and o.tenant_id = :tenant
                  and o.properties -> 'identifierUris' @> cast(:uris as jsonb)
                """)
                .bind("tenant", tenant.value()).bind("uris", Json.write(List.of(uri))).map((row, context) -> read(row)).list();
    }

    /** Reads a row that has {@link #COLUMNS}. */
    public static DirectoryObject read(ResultSet row) throws SQLException {
        Instant created = row.getObject("created_at", OffsetDateTime.class).toInstant();
        return new DirectoryObject(new PrincipalId(row.getObject("id", UUID.class)), new TenantId(row.getObject("tenant_id", UUID.class)),
                ObjectKind.ofGraphName(row.getString("kind")), (ObjectNode) Json.parse(row.getString("properties")), created);
    }

    private static RuntimeException refused(UnableToExecuteStatementException failure, ObjectKind kind) {
        if (failure.getCause() instanceof SQLException sql && PSQLState.UNIQUE_VIOLATION.getState().equals(sql.getSQLState())) {
            String message = switch (kind) {
                case USER -> "Another object with the same value for property userPrincipalName already exists.";
                case APPLICATION -> "Another object with the same value for property appId already exists.";
                case SERVICE_PRINCIPAL -> "The service principal cannot be created, updated, or restored because the service principal name "
                        + "is already in use.";
                case GROUP -> "Another object with the same value already exists.";
            };
            return new CloudException(DirectoryError.BAD_REQUEST, message, failure);
        }
        return failure;
    }
}
