package woad.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.StatementException;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Guid;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.core.PrincipalId;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.access.PrincipalDirectory;
import woad.resources.access.RoleBasedAccess;
import woad.resources.access.Role;
import woad.resources.access.Roles;

/** Role assignments and definitions at every scope ({@code Microsoft.Authorization}). Source: Role Assignments REST reference. */
public final class RoleAssignments {
    private static final String ASSIGNMENTS = "Microsoft.Authorization/roleAssignments";
    private static final Pattern PRINCIPAL_FILTER = Pattern.compile("(?:principalId\\s+eq\\s+|assignedTo\\()'([0-9a-fA-F-]{36})'\\)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME_FILTER = Pattern.compile("roleName\\s+eq\\s+'((?:[^']|'')*)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE_FILTER = Pattern.compile("type\\s+eq\\s+'(\\w+)'", Pattern.CASE_INSENSITIVE);

    private final Database database;
    private final Roles roles;
    private final PrincipalDirectory directory;
    private final ResourceStore store;
    private final Providers providers;
    private final Ids ids;
    private final InstantSource clock;

    RoleAssignments(Database database, Roles roles, PrincipalDirectory directory, ResourceStore store, Providers providers, Ids ids, InstantSource clock) {
        this.database = database;
        this.roles = roles;
        this.directory = directory;
        this.store = store;
        this.providers = providers;
        this.ids = ids;
        this.clock = clock;
    }

    /** A role given to a principal at a scope. */
    private record Assignment(String id, UUID name, String scope, UUID role, UUID principal, String principalType, String description,
                              String createdBy, Instant createdAt) {}

    List<Endpoint> endpoints() {
        String base = "{scope*}/providers/Microsoft.Authorization/";
        java.util.function.Function<WebRequest, String> scope = r -> r.pathValue("scope");
        Access read = new Access.Permission(ASSIGNMENTS + "/read", scope);
        Access readRoles = new Access.Permission("Microsoft.Authorization/roleDefinitions/read", scope);
        return List.of(
                Endpoint.of("RoleAssignments_ListForScope", Method.GET, base + "roleAssignments", read, this::list),
                Endpoint.of("RoleAssignments_Get", Method.GET, base + "roleAssignments/{name}", read, this::get),
                Endpoint.withBody("RoleAssignments_Create", Method.PUT, base + "roleAssignments/{name}", new Access.Permission(ASSIGNMENTS + "/write", scope), this::create),
                Endpoint.of("RoleAssignments_Delete", Method.DELETE, base + "roleAssignments/{name}", new Access.Permission(ASSIGNMENTS + "/delete", scope), this::delete),
                Endpoint.of("RoleDefinitions_List", Method.GET, base + "roleDefinitions", readRoles, this::listRoles),
                Endpoint.of("RoleDefinitions_Get", Method.GET, base + "roleDefinitions/{roleId}", readRoles, this::getRole),
                Endpoint.of("RoleDefinitions_GetById", Method.GET, "/providers/Microsoft.Authorization/roleDefinitions/{roleId}",
                        new Access.SignedIn("the built-in roles are the same for everybody"), this::getRole));
    }

    /** The operator makes a principal owner of a new subscription; nothing when it is one already. */
    public void grantOwner(TenantId tenant, SubscriptionId subscription, PrincipalId principal, String principalType, Instant at) {
        String scope = "/subscriptions/" + subscription;
        UUID name = ids.guid();
        String id = scope + "/providers/" + ASSIGNMENTS + "/" + name;
        database.with(handle -> handle.createUpdate("""
                insert into resources.role_assignment (id_key, id, name, tenant, scope, scope_key, role, principal, principal_type, created_by, created_at)
                values (:idKey, :id, :name, :tenant, :scope, :scope, :role, :principal, :type, 'operator', :at) on conflict do nothing""")
                .bind("idKey", id.toLowerCase(Locale.ROOT)).bind("id", id).bind("name", name).bind("tenant", tenant.value()).bind("scope", scope)
                .bind("role", Roles.OWNER).bind("principal", principal.value()).bind("type", principalType).bind("at", at.atOffset(ZoneOffset.UTC)).execute());
    }

    private WebResponse create(WebRequest request) {
        Call call = Call.of(request);
        String scope = existingScope(request);
        UUID name = name(request);
        ObjectNode body = request.jsonObject();
        JsonNode properties = body.path("properties").isObject() ? body.path("properties") : body;
        UUID role = role(ResourceManager.text(properties, "roleDefinitionId"));
        String principalText = ResourceManager.text(properties, "principalId");
        if (!Guid.matches(principalText)) {
            throw new CloudException(ResourceManagerError.INVALID_PRINCIPAL_ID, "The principal ID '" + principalText + "' is not valid. Principal ID must be a GUID.");
        }
        PrincipalId principal = PrincipalId.parse(principalText);
        TenantId tenant = request.caller().tenant();
        String kind = directory.kind(tenant, principal).orElseThrow(() -> new CloudException(ResourceManagerError.PRINCIPAL_NOT_FOUND, "Principal "
                + principal.toString().replace("-", "") + " does not exist in the directory " + tenant + ". Check that you have the correct principal ID."));
        String wantedType = ResourceManager.text(properties, "principalType");
        if (wantedType != null && !wantedType.equalsIgnoreCase(kind)) {
            throw new CloudException(ResourceManagerError.INVALID_PARAMETER, "The principal " + principal + " is a " + kind + ", not a " + wantedType + ".", "principalType", List.of());
        }
        Instant now = clock.instant();
        String id = (scope.equals("/") ? "" : scope) + "/providers/" + ASSIGNMENTS + "/" + name;
        Assignment assignment = new Assignment(id, name, scope, role, principal.value(), kind, ResourceManager.text(properties, "description"), call.callerName(), now);
        insert(call, tenant, assignment);
        return WebResponse.json(201, render(assignment));
    }

    private void insert(Call call, TenantId tenant, Assignment a) {
        try {
            database.with(handle -> {
                var statement = handle.createUpdate("with made as (insert into resources.role_assignment (id_key, id, name, tenant, scope, scope_key, role, principal,"
                        + " principal_type, description, created_by, created_at) values (:idKey, :id, :name, :tenant, :scope, :scopeKey, :role, :principal, :type,"
                        + " :description, :createdBy, :at) returning 1) " + Activities.INSERT + " from made")
                        .bind("idKey", a.id().toLowerCase(Locale.ROOT)).bind("id", a.id()).bind("name", a.name()).bind("scope", a.scope())
                        .bind("scopeKey", a.scope().toLowerCase(Locale.ROOT)).bind("role", a.role()).bind("principal", a.principal()).bind("type", a.principalType())
                        .bind("description", a.description()).bind("createdBy", a.createdBy());
                Activities.bind(statement, new Activities.Entry(ids.guid(), call, tenant, logged(a.scope()), ASSIGNMENTS + "/write", "Succeeded", null, a.createdAt()));
                return statement.execute();
            });
        } catch (StatementException e) {
            if (e.getCause() instanceof java.sql.SQLException sql && "23505".equals(sql.getSQLState())) {
                throw new CloudException(ResourceManagerError.ROLE_ASSIGNMENT_EXISTS, "The role assignment already exists. Delete it first to change it.", e);
            }
            throw e;
        }
    }

    private WebResponse delete(WebRequest request) {
        Call call = Call.of(request);
        Optional<Assignment> found = find(request);
        if (found.isEmpty()) {
            return WebResponse.empty(204);
        }
        Assignment assignment = found.get();
        database.with(handle -> {
            var statement = handle.createUpdate("with gone as (delete from resources.role_assignment where id_key = :idKey returning 1) " + Activities.INSERT + " from gone")
                    .bind("idKey", assignment.id().toLowerCase(Locale.ROOT));
            Activities.bind(statement, new Activities.Entry(ids.guid(), call, request.caller().tenant(), logged(assignment.scope()), ASSIGNMENTS + "/delete", "Succeeded",
                    null, clock.instant()));
            return statement.execute();
        });
        return WebResponse.ok(render(assignment));
    }

    private WebResponse get(WebRequest request) {
        ApiVersions.of(request);
        return WebResponse.ok(render(find(request).orElseThrow(() -> new CloudException(ResourceManagerError.ROLE_ASSIGNMENT_NOT_FOUND, "The role assignment '"
                + request.pathValue("name") + "' is not found."))));
    }

    private WebResponse list(WebRequest request) {
        ApiVersions.of(request);
        String scope = request.pathValue("scope").toLowerCase(Locale.ROOT);
        String filter = request.queryValue("$filter").orElse("");
        boolean below = !filter.toLowerCase(Locale.ROOT).contains("atscope()");
        Matcher principal = PRINCIPAL_FILTER.matcher(filter);
        UUID wanted = principal.find() && Guid.matches(principal.group(1)) ? UUID.fromString(principal.group(1)) : null;
        if (wanted == null && below && !filter.isBlank()) {
            throw new CloudException(ResourceManagerError.INVALID_FILTER, "The $filter '" + filter + "' is not supported; atScope(), principalId eq '…' and assignedTo('…') are.");
        }
        ArrayNode values = Json.MAPPER.createArrayNode();
        query(request.caller().tenant(), "(scope_key = any(:scopes) or :below and scope_key like :prefix) and (cast(:principal as uuid) is null or principal = :principal)",
                RoleBasedAccess.ancestors(scope), below, (scope.equals("/") ? "" : scope) + "/%", wanted, null).forEach(a -> values.add(render(a)));
        return WebResponse.ok(Json.object().set("value", values));
    }

    private Optional<Assignment> find(WebRequest request) {
        String scope = request.pathValue("scope").toLowerCase(Locale.ROOT);
        return query(request.caller().tenant(), "id_key = :idKey", List.of(), false, "", null,
                (scope.equals("/") ? "" : scope) + "/providers/microsoft.authorization/roleassignments/" + name(request)).stream().findFirst();
    }

    private List<Assignment> query(TenantId tenant, String where, List<String> scopes, boolean below, String prefix, UUID principal, String idKey) {
        return database.with(handle -> {
            var query = handle.createQuery("select id, name, scope, role, principal, principal_type, description, created_by, created_at from resources.role_assignment"
                    + " where tenant = :tenant and " + where + " order by scope_key, id_key").bind("tenant", tenant.value());
            if (idKey != null) {
                query.bind("idKey", idKey);
            } else {
                query.bind("scopes", scopes.toArray(String[]::new)).bind("below", below).bind("prefix", prefix).bind("principal", principal);
            }
            return query.map((row, context) -> new Assignment(row.getString("id"), row.getObject("name", UUID.class), row.getString("scope"),
                    row.getObject("role", UUID.class), row.getObject("principal", UUID.class), row.getString("principal_type"), row.getString("description"),
                    row.getString("created_by"), row.getObject("created_at", OffsetDateTime.class).toInstant())).list();
        });
    }

    private WebResponse listRoles(WebRequest request) {
        ApiVersions.of(request);
        String filter = request.queryValue("$filter").orElse("");
        Matcher name = NAME_FILTER.matcher(filter);
        String wanted = name.find() ? name.group(1).replace("''", "'") : null;
        Matcher type = TYPE_FILTER.matcher(filter);
        boolean builtIn = !type.find() || type.group(1).equalsIgnoreCase("BuiltInRole");
        ArrayNode values = Json.MAPPER.createArrayNode();
        for (Role role : builtIn ? roles.all() : List.<Role>of()) {
            if (wanted == null || role.name().equalsIgnoreCase(wanted)) {
                values.add(Roles.render(role, subscriptionOf(request.pathValue("scope"))));
            }
        }
        return WebResponse.ok(Json.object().set("value", values));
    }

    private WebResponse getRole(WebRequest request) {
        ApiVersions.of(request);
        UUID id = role(request.pathValue("roleId"));
        return WebResponse.ok(Roles.render(roles.find(id).orElseThrow(), subscriptionOf(request.pathValues().getOrDefault("scope", "/"))));
    }

    private UUID role(String idOrGuid) {
        String text = idOrGuid == null ? "" : idOrGuid.substring(idOrGuid.lastIndexOf('/') + 1);
        if (!Guid.matches(text) || roles.find(UUID.fromString(text)).isEmpty()) {
            throw new CloudException(ResourceManagerError.ROLE_DEFINITION_NOT_FOUND, "The specified role definition with ID '" + text + "' does not exist.");
        }
        return UUID.fromString(text);
    }

    private static UUID name(WebRequest request) {
        String text = request.pathValue("name");
        if (!Guid.matches(text)) {
            throw new CloudException(CommonError.BAD_REQUEST, "The role assignment ID '" + text + "' is not valid. The role assignment ID must be a GUID.");
        }
        return UUID.fromString(text);
    }

    /**
     * The scope as it is written in ids. What is inside a resource may not be there yet: its own service knows.
     *
     * @throws CloudException where no resource is there
     */
    private String existingScope(WebRequest request) {
        String scope = request.pathValue("scope");
        if (scope.equals("/") || subscriptionOf(scope).equalsIgnoreCase(scope)) {
            return scope;
        }
        ResourceId id = ResourceId.tryParse(scope).orElseThrow(() -> new CloudException(ResourceManagerError.INVALID_REQUEST_FORMAT, "The scope '" + scope + "' is not valid."));
        if (providers.isAssignableScope(id.type())) {
            ResourceId root = id.outer(1);
            ResourceId found = store.find(root).orElseThrow(() -> ResourceManager.notFound(root)).id();
            return found + scope.substring(root.toString().length());
        }
        return store.find(id).orElseThrow(() -> ResourceManager.notFound(id)).id().toString();
    }

    private static String subscriptionOf(String scope) {
        UUID subscription = RoleBasedAccess.subscription(scope);
        return subscription == null ? "" : "/subscriptions/" + subscription;
    }

    /** Where the activity log keeps a record of a scope that may be wider than a group. */
    private static ResourceId logged(String scope) {
        UUID subscription = RoleBasedAccess.subscription(scope);
        return ResourceId.tryParse(scope).orElseGet(() -> ResourceId.group(new SubscriptionId(subscription == null ? new UUID(0, 0) : subscription), "-"));
    }

    private static ObjectNode render(Assignment a) {
        ObjectNode body = Json.object().put("id", a.id()).put("type", ASSIGNMENTS).put("name", a.name().toString());
        ObjectNode properties = body.putObject("properties");
        properties.put("roleDefinitionId", subscriptionOf(a.scope()) + "/providers/Microsoft.Authorization/roleDefinitions/" + a.role()).put("principalId", a.principal().toString())
                .put("principalType", a.principalType()).put("scope", a.scope()).put("createdOn", a.createdAt().toString()).put("updatedOn", a.createdAt().toString())
                .put("createdBy", a.createdBy()).put("updatedBy", a.createdBy());
        properties.set("description", Json.MAPPER.valueToTree(a.description()));
        properties.putNull("condition").putNull("conditionVersion").putNull("delegatedManagedIdentityResourceId");
        return body;
    }
}
