package woad.resources.access;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.Json;

/** The built-in roles, with the ids and actions they have in Azure. Source: "Azure built-in roles". */
public final class Roles {
    /** Full access, with the right to assign roles. */
    public static final UUID OWNER = UUID.fromString("8e3af657-a8ff-443c-a75c-2fe8c4bcb635");

    private final Map<UUID, Role> byId = new LinkedHashMap<>();

    public Roles() {
        try (InputStream file = Roles.class.getResourceAsStream("/woad/builtin-roles.json")) {
            List<Role> roles = Json.MAPPER.readValue(file, new TypeReference<List<Role>>() {});
            roles.forEach(role -> byId.put(role.id(), role));
        } catch (IOException e) {
            throw new IllegalStateException("the built-in roles cannot be read", e);
        }
    }

    /** All roles. */
    public List<Role> all() {
        return List.copyOf(byId.values());
    }

    /** A role by its id. */
    public Optional<Role> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** As {@code Microsoft.Authorization/roleDefinitions}; {@code subscriptionScope} is {@code /subscriptions/…} or empty. */
    public static ObjectNode render(Role role, String subscriptionScope) {
        ObjectNode body = Json.object().put("id", subscriptionScope + "/providers/Microsoft.Authorization/roleDefinitions/" + role.id())
                .put("type", "Microsoft.Authorization/roleDefinitions").put("name", role.id().toString());
        ObjectNode properties = body.putObject("properties").put("roleName", role.name()).put("type", "BuiltInRole").put("description", role.description());
        properties.putArray("assignableScopes").add("/");
        ObjectNode permission = properties.putArray("permissions").addObject();
        permission.set("actions", Json.MAPPER.valueToTree(role.actions()));
        permission.set("notActions", Json.MAPPER.valueToTree(role.notActions()));
        permission.set("dataActions", Json.MAPPER.valueToTree(role.dataActions()));
        permission.set("notDataActions", Json.MAPPER.valueToTree(role.notDataActions()));
        return body;
    }
}
