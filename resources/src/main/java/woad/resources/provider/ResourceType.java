package woad.resources.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.Desired;
import woad.resources.Resource;

/**
 * A type of resource. The resource manager gives each type its endpoints (PUT, PATCH, GET, DELETE, HEAD, lists by group and by
 * subscription, children and actions), storage, operations and reconciliation; the type knows what its properties mean.
 */
public interface ResourceType {

    /** Full type, for example {@code Microsoft.Network/virtualNetworks}; a child has further segments and a parent that exists. */
    String type();

    /** Dates, newest first. Any other well-formed date is accepted too. */
    List<String> apiVersions();

    /** What a name may be. */
    default NameRule nameRule() {
        return NameRule.NETWORK_LIKE;
    }

    /** Whether it is in a location, which a PUT must name. */
    default boolean located() {
        return true;
    }

    /** Arrays of {@code properties} whose elements are child resources with endpoints of their own. */
    default List<EmbeddedType> embedded() {
        return List.of();
    }

    /** Operations by POST on a resource. */
    default List<Action> actions() {
        return List.of();
    }

    /**
     * Checks a PUT and fills in defaults; reads what it needs through {@code put.resources()}, changes nothing. Unknown values are
     * refused; null means "default".
     *
     * @return what is stored
     * @throws CloudException where the request cannot be granted
     */
    Desired validate(PutRequest put);

    /**
     * Runs in the transaction that stores {@code after}, just before it: takes what must be taken together with the write (addresses,
     * capacity, references), by rows of the service's own tables or of the fleet. May refuse.
     *
     * @param before null for a new resource
     */
    default Desired store(Handle handle, Resource before, Resource after) {
        return after.desired();
    }

    /** Runs in the transaction that marks the resource for deletion; refuses where it is in use. */
    default void release(Handle handle, Resource resource) {}

    /** Whether a write is done when stored ({@code converge} is then never called for it), or has to be converged to. */
    default boolean immediate() {
        return false;
    }

    /** What a PUT that made a resource answers: 201, or 200 where a service's clients know nothing else. */
    default int createdStatus() {
        return 201;
    }

    /**
     * Whether a DELETE is done when answered: {@code release} then leaves nothing of the resource, and {@code converge} is never
     * called for its absence. For types without children among the resources.
     */
    default boolean deletedAtOnce() {
        return false;
    }

    /**
     * Brings the world nearer to the resource's desired state, or to its absence while it is {@link Resource.State#DELETING}.
     * Called again and again; may crash anywhere.
     */
    default Convergence converge(Resource resource) throws Exception {
        return resource.state() == Resource.State.DELETING ? new Convergence.Gone() : new Convergence.Ready(resource.observed());
    }

    /**
     * The {@code properties} that clients see, without {@code provisioningState} (the resource manager adds it). Secrets are left out.
     * Called outside a transaction; reads what it needs (a public IP's address, back references) through {@code view.resources()}.
     */
    ObjectNode render(Resource resource, View view);

    /** Further top-level members that clients see and that are not the customer's own: {@code managedBy} of a disk. */
    default ObjectNode topLevel(Resource resource, View view) {
        return Json.object();
    }
}
