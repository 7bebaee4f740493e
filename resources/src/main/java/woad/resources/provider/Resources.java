package woad.resources.provider;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.access.Grants;

/** What a provider may see and cause of other resources. */
public interface Resources {

    /** The work queue on which resources converge; its keys are {@link ResourceId#key}. */
    String QUEUE = "resources.converge";

    /** A resource that exists (being deleted, too). */
    Optional<Resource> find(ResourceId id);

    /** As {@link #find(ResourceId)} inside a transaction; {@code lock} keeps others from changing it until the end of the transaction. */
    Optional<Resource> find(Handle handle, ResourceId id, boolean lock);

    /** A resource by its unique id. */
    Optional<Resource> find(UUID uniqueId);

    /** All resources of a full type in a subscription; of a tenant where {@code subscription} is null. */
    List<Resource> list(TenantId tenant, SubscriptionId subscription, String fullType);

    /**
     * What a caller may do at a resource or at something inside one, as its roles are now; for services that prove and refuse their
     * callers themselves. One question to the database, whatever the number of actions then looked at.
     *
     * @param scope an id: of a resource, or one below it as of {@link ResourceProvider#assignableScopes}
     */
    Grants grants(Caller caller, String scope);

    /** Has the resource converged anew soon, after the caller's transaction: something it depends on changed. */
    void enqueue(Handle handle, ResourceId id);

    /**
     * Makes another resource in the transaction that writes {@code owner}, on behalf of who writes it: a machine makes its disks.
     * Its type's {@code validate} and {@code store} are not called: the caller has done their work. It is converged as any other.
     *
     * @param owner as given to {@link ResourceType#store} or {@code converge}
     * @return the resource, with a unique id of its own
     * @throws woad.platform.core.CloudException {@code Conflict} where there is a resource of this id
     */
    Resource create(Handle handle, Resource owner, ResourceId id, Desired desired);

    /**
     * Has a resource deleted after the caller's transaction, as though by a DELETE (its type's {@code release} runs now and may refuse);
     * nothing where it does not exist or is being deleted.
     */
    void delete(Handle handle, ResourceId id);

    /** As {@link #enqueue(Handle, ResourceId)}, in a transaction of its own. */
    void enqueue(ResourceId id);
}
