package woad.identity.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;

/**
 * A user, group, application or service principal.
 *
 * @param properties the object as Microsoft Graph names its parts, without {@code id}, {@code createdDateTime} and credentials
 */
public record DirectoryObject(PrincipalId id, TenantId tenant, ObjectKind kind, ObjectNode properties, Instant createdAt) {
    public DirectoryObject {
        properties = properties.deepCopy();
    }

    /** A copy: changing it changes nothing here. */
    @Override
    public ObjectNode properties() {
        return properties.deepCopy();
    }

    /** A text property, or null where it is absent. */
    public String text(String name) {
        return properties.path(name).textValue();
    }

    /** The name for people. */
    public String displayName() {
        return text("displayName");
    }

    /** The client id of an application or service principal. */
    public UUID appId() {
        return UUID.fromString(text("appId"));
    }

    /** Whether it may sign in. */
    public boolean enabled() {
        return properties.path("accountEnabled").asBoolean(true);
    }

    /** For logs and people: the user principal name, else the display name. */
    public String name() {
        String userPrincipalName = text("userPrincipalName");
        return userPrincipalName == null ? displayName() : userPrincipalName;
    }
}
