package woad.identity.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.platform.web.WebRequest;

/** What is particular to one type when its objects come, change and go. All of it happens in the request's transaction. */
interface Lifecycle {

    GraphType type();

    /** Stores a new object. */
    DirectoryObject create(Handle handle, WebRequest request);

    /** Checks and completes changed properties, and does what follows from them. @return the properties to store */
    ObjectNode change(Handle handle, DirectoryObject before, ObjectNode after);

    /** Removes an object with what hangs on it. */
    void delete(Handle handle, DirectoryObject object);
}
