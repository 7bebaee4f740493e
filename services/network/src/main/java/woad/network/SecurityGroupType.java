package woad.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jdbi.v3.core.Handle;
import woad.platform.store.Database;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.provider.Convergence;
import woad.resources.provider.EmbeddedType;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/** {@code Microsoft.Network/networkSecurityGroups}. */
final class SecurityGroupType implements ResourceType {
    static final String TYPE = "Microsoft.Network/networkSecurityGroups";
    static final String JOIN = TYPE + "/join/action";

    private final Database database;
    private final Fabric fabric;

    SecurityGroupType(Database database, Fabric fabric) {
        this.database = database;
        this.fabric = fabric;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return Versions.ALL;
    }

    @Override
    public List<EmbeddedType> embedded() {
        return List.of(new EmbeddedType("securityRules", "securityRules", Versions.ALL));
    }

    @Override
    public Desired validate(PutRequest put) {
        Envelope.only(put.requested());
        return put.requested().withProperties(SecurityGroup.read(put.properties()).write());
    }

    @Override
    public Desired store(Handle handle, Resource before, Resource after) {
        if (before == null) {
            Quota.SECURITY_GROUPS.check(handle, after);
        }
        SecurityGroupTable.store(handle, after);
        return after.desired();
    }

    @Override
    public void release(Handle handle, Resource resource) {
        SecurityGroupTable.release(handle, resource);
    }

    @Override
    public Convergence converge(Resource resource) {
        return fabric.converge(resource, handle -> SecurityGroupTable.networks(handle, resource.uniqueId()));
    }

    @Override
    public ObjectNode render(Resource resource, View view) {
        ObjectNode properties = resource.desired().properties().deepCopy();
        properties.put("resourceGuid", resource.uniqueId().toString());
        ArrayNode defaults = properties.putArray("defaultSecurityRules");
        for (SecurityRule rule : DefaultSecurityRules.ALL) {
            ObjectNode element = rule.write();
            element.put("id", resource.id().child("defaultSecurityRules", rule.name()).toString()).put("type", TYPE + "/defaultSecurityRules")
                    .put("etag", Envelope.etag(resource.etag()));
            ((ObjectNode) element.get("properties")).put("provisioningState", resource.state().text());
            defaults.add(element);
        }
        SecurityGroupTable.Users users = database.with(handle -> SecurityGroupTable.users(handle, resource.uniqueId()));
        ids(properties, "networkInterfaces", users.interfaces());
        ids(properties, "subnets", users.subnets());
        return properties;
    }

    /** Adds an array of references; nothing where there is none, as Azure does. */
    static void ids(ObjectNode properties, String name, List<String> ids) {
        if (!ids.isEmpty()) {
            ArrayNode array = properties.putArray(name);
            ids.forEach(id -> array.addObject().put("id", id));
        }
    }
}
