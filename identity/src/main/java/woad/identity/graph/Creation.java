package woad.identity.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Memberships;
import woad.identity.directory.ObjectKind;
import woad.platform.core.Ids;
import woad.platform.core.PrincipalId;
import woad.platform.web.Caller;

/** Makes new objects in the caller's tenant. */
final class Creation {
    private final Ids ids;
    private final InstantSource clock;

    Creation(Ids ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    Ids ids() {
        return ids;
    }

    InstantSource clock() {
        return clock;
    }

    DirectoryObject insert(Handle handle, Caller caller, ObjectKind kind, ObjectNode properties) {
        DirectoryObject object = new DirectoryObject(new PrincipalId(ids.guid()), caller.tenant(), kind, properties, clock.instant().truncatedTo(ChronoUnit.MICROS));
        DirectoryObjects.insert(handle, object);
        return object;
    }

    /** Who makes an application, its principal or a group owns it. */
    void own(Handle handle, Caller caller, DirectoryObject object) {
        DirectoryObjects.find(handle, caller.tenant(), caller.principal().value()).ifPresent(owner -> Memberships.add(handle, Memberships.Relation.OWNERS, object, owner));
    }
}
