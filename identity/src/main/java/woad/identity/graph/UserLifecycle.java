package woad.identity.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.identity.directory.Passwords;
import woad.identity.directory.Tenants;
import woad.identity.directory.Users;
import woad.platform.core.CloudException;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;

/** Users: a name of the tenant's domain, and a password that is never shown. */
final class UserLifecycle implements Lifecycle {
    private final Creation creation;
    private final Caller.Realm realm;
    private final Passwords passwords;

    UserLifecycle(Creation creation, Caller.Realm realm, Passwords passwords) {
        this.creation = creation;
        this.realm = realm;
        this.passwords = passwords;
    }

    @Override
    public GraphType type() {
        return GraphType.USER;
    }

    @Override
    public DirectoryObject create(Handle handle, WebRequest request) {
        ObjectNode properties = Body.ofCreation(type(), request, Set.of());
        for (String name : new String[] {"displayName", "userPrincipalName", "mailNickname"}) {
            Body.require(type(), properties, name);
        }
        if (!properties.path("accountEnabled").isBoolean()) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "A value is required for property 'accountEnabled' of resource 'User'.");
        }
        JsonNode profile = properties.remove("passwordProfile");
        if (profile == null || !profile.path("password").isTextual()) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "A value is required for property 'passwordProfile' of resource 'User'.");
        }
        checkNames(handle, request.caller().tenant(), properties);
        if (!properties.hasNonNull("userType")) {
            properties.put("userType", "Member");
        }
        DirectoryObject user = creation.insert(handle, request.caller(), ObjectKind.USER, properties);
        setPassword(handle, user, profile);
        return user;
    }

    @Override
    public ObjectNode change(Handle handle, DirectoryObject before, ObjectNode after) {
        JsonNode profile = after.remove("passwordProfile");
        Body.require(type(), after, "userPrincipalName");
        checkNames(handle, before.tenant(), after);
        if (profile != null && profile.path("password").isTextual()) {
            setPassword(handle, before, profile);
            Users.endSessions(handle, before, creation.clock().instant());
        } else if (profile != null && profile.hasNonNull("forceChangePasswordNextSignIn")) {
            handle.createUpdate("update identity.passwords set must_change = :must where user_id = :user")
                    .bind("must", profile.path("forceChangePasswordNextSignIn").booleanValue()).bind("user", before.id().value()).execute();
        }
        return after;
    }

    @Override
    public void delete(Handle handle, DirectoryObject object) {
        DirectoryObjects.delete(handle, object);
    }

    private void checkNames(Handle handle, TenantId tenant, ObjectNode properties) {
        Names.displayName(Body.require(type(), properties, "displayName"), ObjectKind.USER);
        Names.userPrincipalName(properties.path("userPrincipalName").textValue(), Tenants.find(handle, realm, tenant).orElseThrow(() -> Objects.missing(tenant.toString())));
        String userType = properties.path("userType").asText("Member");
        if (!userType.equals("Member") && !userType.equals("Guest")) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value specified for property 'userType' of resource 'User': Member or Guest is expected.");
        }
    }

    private void setPassword(Handle handle, DirectoryObject user, JsonNode profile) {
        boolean mustChange = profile.path("forceChangePasswordNextSignIn").asBoolean(true) || profile.path("forceChangePasswordNextSignInWithMfa").asBoolean(false);
        passwords.set(handle, user.id().value(), profile.path("password").textValue(), mustChange, creation.clock().instant());
    }
}
