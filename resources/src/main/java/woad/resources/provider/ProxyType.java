package woad.resources.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.resources.Resource;
import woad.resources.ResourceId;

/**
 * A type of children that the service itself keeps, because it has them without a request or its data plane writes them too:
 * {@code storageAccounts/blobServices}, of which every account has {@code default}. Azure calls them proxy resources. They have
 * neither location nor tags nor provisioning, and live and die with the resource that owns them. The resource manager gives them
 * endpoints, checks permissions and existence of the owner, and records writes in the activity log.
 */
public interface ProxyType {

    /** Full type, which starts with the type of the resource that owns it: {@code Microsoft.Storage/storageAccounts/blobServices}. */
    String type();

    /** Dates, newest first. */
    List<String> apiVersions();

    /** Whether clients can delete one. */
    default boolean deletable() {
        return false;
    }

    /** Whether clients can change one by PATCH; it is then {@link #put} to what is there. */
    default boolean patchable() {
        return false;
    }

    /** What a PUT that made one answers. */
    default int createdStatus() {
        return 201;
    }

    /** How it looks, without id, name and type; empty where there is none. */
    Optional<ObjectNode> find(Resource owner, ResourceId id, View view);

    /**
     * Those of a parent, in the order of their names.
     *
     * @param parent the owner or a proxy child of it, of which nobody has looked whether it exists
     */
    List<Named> list(Resource owner, ResourceId parent, Page page, View view);

    /**
     * A part of a list.
     *
     * @param after only names after this one; {@code ""} for the first page
     * @param most  how many to return at most
     * @param query what else the client asks, for example {@code $filter}; names in lower case
     */
    record Page(String after, int most, Map<String, String> query) {
        public Page {
            query = Map.copyOf(query);
        }

        /** The only one of its kind, where it is on this page. */
        public List<Named> only(String name, Optional<ObjectNode> body) {
            return after.compareTo(name) < 0 ? body.map(there -> new Named(name, there)).stream().toList() : List.of();
        }
    }

    /** One in a list, as {@link #find} gives it. */
    record Named(String name, ObjectNode body) {}

    /**
     * Checks and stores what a PUT says, in a transaction that holds the owner; what the body leaves out stays as it is.
     *
     * @return whether it is new
     * @throws woad.platform.core.CloudException where the request cannot be granted
     */
    boolean put(Handle handle, Resource owner, ResourceId id, ObjectNode body);

    /** Removes one, in a transaction that holds the owner; false where there is none. Only called where it is {@link #deletable}. */
    default boolean delete(Handle handle, Resource owner, ResourceId id) {
        throw new IllegalStateException(type() + " cannot be deleted");
    }
}
