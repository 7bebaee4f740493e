package woad.identity.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Memberships;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.platform.core.CloudException;
import woad.platform.web.WebRequest;

/** Security groups with assigned members. Mail and dynamic groups are refused, since this directory has neither mail nor rules. */
final class GroupLifecycle implements Lifecycle {
    private final Creation creation;
    private final References references;

    GroupLifecycle(Creation creation, References references) {
        this.creation = creation;
        this.references = references;
    }

    @Override
    public GraphType type() {
        return GraphType.GROUP;
    }

    @Override
    public DirectoryObject create(Handle handle, WebRequest request) {
        ObjectNode properties = Body.ofCreation(type(), request, Set.of("members@odata.bind", "owners@odata.bind"));
        Body.require(type(), properties, "mailNickname");
        check(properties);
        DirectoryObject group = creation.insert(handle, request.caller(), ObjectKind.GROUP, properties);
        creation.own(handle, request.caller(), group);
        JsonNode body = request.jsonObject();
        for (Memberships.Relation relation : Memberships.Relation.values()) {
            for (JsonNode url : body.path(relation.graphName() + "@odata.bind")) {
                Memberships.add(handle, relation, group, references.resolve(handle, group, relation, url.asText()));
            }
        }
        return group;
    }

    @Override
    public ObjectNode change(Handle handle, DirectoryObject before, ObjectNode after) {
        check(after);
        return after;
    }

    @Override
    public void delete(Handle handle, DirectoryObject object) {
        DirectoryObjects.delete(handle, object);
    }

    private void check(ObjectNode properties) {
        Names.displayName(Body.require(type(), properties, "displayName"), ObjectKind.GROUP);
        if (properties.path("mailEnabled").asBoolean(true) || !properties.path("securityEnabled").asBoolean(false) || !properties.path("groupTypes").isEmpty()) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "This directory has security groups only: mailEnabled must be false, securityEnabled true and groupTypes empty.");
        }
    }
}
