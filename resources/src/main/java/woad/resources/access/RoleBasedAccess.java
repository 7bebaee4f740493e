package woad.resources.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.store.Database;
import woad.platform.web.Authoriser;
import woad.platform.web.Caller;
import woad.resources.ResourceManagerError;

/**
 * Decides by role assignments: an action is allowed where a role assigned to the caller, or to one of its groups, at the scope or
 * above it allows it. Nothing is cached, so an assignment holds from one request to the next on every node.
 */
public final class RoleBasedAccess implements Authoriser {
    private final Database database;
    private final Roles roles;

    public RoleBasedAccess(Database database, Roles roles) {
        this.database = database;
        this.roles = roles;
    }

    private record Facts(UUID tenant, List<UUID> roles) {
        boolean in(Caller caller) {
            return tenant != null && tenant.equals(caller.tenant().value());
        }
    }

    @Override
    public void authorise(Caller caller, String action, String scope) {
        if (!allowed(caller, action, scope)) {
            throw new CloudException(ResourceManagerError.AUTHORIZATION_FAILED, "The client '" + caller.name() + "' with object id '" + caller.principal()
                    + "' does not have authorization to perform action '" + action + "' over scope '" + scope
                    + "' or the scope is invalid. If access was recently granted, please refresh your credentials.");
        }
    }

    /** Whether the caller may; refuses outright a subscription that does not exist or is another tenant's. */
    public boolean allowed(Caller caller, String action, String scope) {
        return grants(assigned(caller, scope)).allow(action);
    }

    /**
     * What a caller may do at a resource or at something inside one ({@code …/blobServices/default/containers/x}), for services that
     * answer their refusals themselves. A scope in another tenant, or in no subscription, grants nothing.
     */
    public Grants grants(Caller caller, String scope) {
        UUID subscription = subscription(scope);
        if (caller.realm() != Caller.Realm.CUSTOMER || subscription == null) {
            return Grants.NONE;
        }
        Facts facts = facts(caller, scope, subscription);
        return facts.in(caller) ? grants(facts.roles()) : Grants.NONE;
    }

    private Grants grants(List<UUID> assigned) {
        return new Grants(assigned.stream().map(roles::find).flatMap(Optional::stream).toList());
    }

    /** The roles the caller has at a scope. */
    List<UUID> assigned(Caller caller, String scope) {
        UUID subscription = subscription(scope);
        if (caller.realm() != Caller.Realm.CUSTOMER) {
            throw new CloudException(ResourceManagerError.WRONG_TENANT, "The access token is not one of a customer's directory.");
        }
        Facts facts = facts(caller, scope, subscription);
        if (subscription != null && facts.tenant() == null) {
            throw new CloudException(ResourceManagerError.SUBSCRIPTION_NOT_FOUND, "The subscription '" + subscription + "' could not be found.");
        }
        if (subscription != null && !facts.in(caller)) {
            throw new CloudException(ResourceManagerError.WRONG_TENANT, "The access token is from the wrong issuer. It must match one of the tenants "
                    + "associated with this subscription. Sign in to the subscription's own tenant.");
        }
        return facts.roles();
    }

    private Facts facts(Caller caller, String scope, UUID subscription) {
        List<String> scopes = ancestors(scope);
        return database.with(handle -> handle.createQuery("""
                select (select tenant from resources.subscription where id = :subscription),
                    array(select role from resources.role_assignment where tenant = :tenant and principal = any(:principals) and scope_key = any(:scopes))""")
                .bind("subscription", subscription == null ? new UUID(0, 0) : subscription).bind("tenant", caller.tenant().value())
                .bind("principals", principals(caller)).bind("scopes", scopes.toArray(String[]::new))
                .map((row, context) -> new Facts(row.getObject(1, UUID.class), List.of((UUID[]) row.getArray(2).getArray()))).one());
    }

    /** The caller and its groups. */
    public static UUID[] principals(Caller caller) {
        return Stream.concat(Stream.of(caller.principal()), caller.groups().stream()).map(p -> p.value()).toArray(UUID[]::new);
    }

    /** The scope and all scopes above it, in lower case: {@code /}, the subscription, the group, the resource and its parents. */
    public static List<String> ancestors(String scope) {
        String[] parts = scope.toLowerCase(Locale.ROOT).replaceFirst("^/+", "").split("/");
        List<String> ancestors = new ArrayList<>(List.of("/"));
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isEmpty()) {
                break;
            }
            path.append('/').append(parts[i]);
            if (i % 2 == 1 && i != 5 || i == parts.length - 1) {
                ancestors.add(path.toString());
            }
        }
        return ancestors;
    }

    /** The subscription a scope is in, or null for {@code /}. @throws CloudException where it has the form of one but is none */
    public static UUID subscription(String scope) {
        String[] parts = scope.replaceFirst("^/+", "").split("/");
        if (parts.length < 2 || !parts[0].equalsIgnoreCase("subscriptions")) {
            return null;
        }
        if (!Guid.matches(parts[1])) {
            throw new CloudException(ResourceManagerError.INVALID_SUBSCRIPTION_ID, "The provided subscription identifier '" + parts[1]
                    + "' is malformed or invalid. It must be a GUID.");
        }
        return UUID.fromString(parts[1]);
    }
}
