package woad.identity.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Applications;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;

/** Service principals: what stands for an application of the tenant. */
final class ServicePrincipalLifecycle implements Lifecycle {
    private final Creation creation;

    ServicePrincipalLifecycle(Creation creation) {
        this.creation = creation;
    }

    @Override
    public GraphType type() {
        return GraphType.SERVICE_PRINCIPAL;
    }

    @Override
    public DirectoryObject create(Handle handle, WebRequest request) {
        ObjectNode given = Body.ofCreation(type(), request, Set.of());
        String appId = Body.require(type(), given, "appId");
        DirectoryObject application = Guid.matches(appId)
                ? DirectoryObjects.findByAppId(handle, request.caller().tenant(), ObjectKind.APPLICATION, Guid.parse(appId)).orElseThrow(() -> dangling(appId)) : fail(appId);
        given.remove("appId");
        ObjectNode properties = Body.merged(type(), Applications.servicePrincipalOf(application), given);
        DirectoryObject principal = creation.insert(handle, request.caller(), ObjectKind.SERVICE_PRINCIPAL, properties);
        if (request.caller().kind() == Caller.Kind.USER) {
            creation.own(handle, request.caller(), principal);
        }
        return principal;
    }

    private static DirectoryObject fail(String appId) {
        throw dangling(appId);
    }

    private static CloudException dangling(String appId) {
        return new CloudException(DirectoryError.BAD_REQUEST, "The appId '" + Names.printable(appId) + "' of the service principal does not reference a valid application object.");
    }

    @Override
    public ObjectNode change(Handle handle, DirectoryObject before, ObjectNode after) {
        return after;
    }

    @Override
    public void delete(Handle handle, DirectoryObject object) {
        DirectoryObjects.delete(handle, object);
    }
}
