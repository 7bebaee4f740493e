package woad.resources;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.resources.access.Grants;
import woad.resources.access.RoleBasedAccess;
import woad.resources.provider.ResourceType;
import woad.resources.provider.Resources;

/** What providers see of the store, and the writes that follow from their own resources' writes. */
final class ProviderResources implements Resources {
    private final ResourceStore store;
    private final RoleBasedAccess access;
    private final Supplier<Providers> providers;
    private final Ids ids;
    private final InstantSource clock;

    ProviderResources(ResourceStore store, RoleBasedAccess access, Supplier<Providers> providers, Ids ids, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.providers = providers;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Optional<Resource> find(ResourceId id) {
        return store.find(id);
    }

    @Override
    public Optional<Resource> find(Handle handle, ResourceId id, boolean lock) {
        return store.find(handle, id, lock);
    }

    @Override
    public Optional<Resource> find(UUID uniqueId) {
        return store.find(uniqueId);
    }

    @Override
    public List<Resource> list(TenantId tenant, SubscriptionId subscription, String fullType) {
        return store.list(tenant, subscription, fullType);
    }

    @Override
    public Grants grants(Caller caller, String scope) {
        return access.grants(caller, scope);
    }

    @Override
    public Resource create(Handle handle, Resource owner, ResourceId id, Desired desired) {
        Call call = Call.onBehalf(owner);
        Instant now = clock.instant();
        ResourceType type = providers.get().type(id);
        Resource resource = new Resource(id, owner.tenant(), ids.guid(), desired, Json.object(),
                type.immediate() ? Resource.State.SUCCEEDED : Resource.State.CREATING, null, 1, ids.guid().toString(),
                new Resource.SystemData(call.callerName(), call.callerType(), now, call.callerName(), call.callerType(), now));
        UUID operation = resource.state().terminal() ? null : ids.guid();
        if (!store.write(handle, new ResourceStore.Write(resource, operation, "PUT", type.type() + "/write", call, ids.guid(), now))) {
            throw new CloudException(CommonError.CONFLICT, "The resource '" + id + "' exists already, or its group is being deleted.");
        }
        return resource;
    }

    @Override
    public void delete(Handle handle, ResourceId id) {
        Optional<Resource> found = store.find(handle, id, true);
        if (found.isEmpty() || found.get().state() == Resource.State.DELETING) {
            return;
        }
        Resource now = found.get();
        ResourceType type = providers.get().type(id);
        type.release(handle, now);
        Resource next = new Resource(now.id(), now.tenant(), now.uniqueId(), now.desired(), now.observed(), Resource.State.DELETING, null,
                now.generation() + 1, ids.guid().toString(), now.systemData());
        store.markDeleting(handle, new ResourceStore.Write(next, ids.guid(), "DELETE", type.type() + "/delete", Call.onBehalf(now), ids.guid(), clock.instant()));
    }

    @Override
    public void enqueue(Handle handle, ResourceId id) {
        store.enqueue(handle, id);
    }

    @Override
    public void enqueue(ResourceId id) {
        store.enqueue(id);
    }
}
