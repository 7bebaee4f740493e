package woad.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.CommonError;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.core.TenantId;
import woad.platform.web.Authoriser;
import woad.resources.provider.Action;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.Resources;

/** Writes resources: every change of every type goes through here, from a request or from a deployment. Callers are authorised before. */
public final class ResourceManager {
    private static final int ATTEMPTS = 5;

    private final ResourceStore store;
    private final Subscriptions subscriptions;
    private final Providers providers;
    private final Authoriser authoriser;
    private final ProviderResources resources;
    private final ResourceBodies bodies;
    private final Ids ids;
    private final InstantSource clock;

    ResourceManager(ResourceStore store, ProviderResources resources, Subscriptions subscriptions, Providers providers, Authoriser authoriser, CloudProfile profile, Ids ids, InstantSource clock) {
        this.store = store;
        this.resources = resources;
        this.subscriptions = subscriptions;
        this.providers = providers;
        this.authoriser = authoriser;
        this.bodies = new ResourceBodies(profile);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a write led to.
     *
     * @param resource  as stored; null when there was nothing to delete
     * @param operation the long-running operation, or null when the write is complete
     */
    public record Written(Resource resource, UUID operation, boolean created) {}

    /** Read access to what is stored. */
    public Resources resources() {
        return resources;
    }

    /** What decides over linked resources. */
    Authoriser authoriser() {
        return authoriser;
    }

    /** Creates or replaces a resource. {@code id} may be in any letter case. */
    public Written put(Call call, ResourceId id, ObjectNode body) {
        ResourceType type = providers.type(id);
        return write(call, id, type, existing -> bodies.read(type, body, existing));
    }

    /** Changes members of an existing resource (RFC 7396 merge patch of {@code tags}, {@code properties} and the envelope). */
    public Written patch(Call call, ResourceId id, ObjectNode body) {
        ResourceType type = providers.type(id);
        return write(call, id, type, existing -> {
            if (existing == null) {
                throw notFound(id);
            }
            return bodies.merge(type, body, existing);
        });
    }

    /** Replaces the properties of an existing resource by a function of them (its children's endpoints write this way). */
    Written change(Call call, ResourceId id, Function<Resource, Desired> change) {
        ResourceType type = providers.type(id);
        return write(call, id, type, existing -> {
            if (existing == null) {
                throw parentNotFound(id);
            }
            return change.apply(existing);
        });
    }

    private Written write(Call call, ResourceId id, ResourceType type, Function<Resource, Desired> requested) {
        for (int attempt = 1; ; attempt++) {
            Resource existing = store.find(id).orElse(null);
            checkConditions(call, id, existing);
            TenantId tenant = existing == null ? subscriptions.tenant(id.subscription()) : existing.tenant();
            ResourceId canonical = existing == null ? canonical(id, type) : existing.id();
            Desired wanted = type.validate(new PutRequest(canonical, tenant, requested.apply(existing), existing, call.caller(), resources, authoriser));
            Resource next = next(call, canonical, tenant, wanted, existing, type.immediate() ? Resource.State.SUCCEEDED
                    : existing == null ? Resource.State.CREATING : Resource.State.UPDATING);
            Optional<Written> written = commit(call, type, existing, next, "PUT", type.type() + "/write");
            if (written.isPresent()) {
                return written.get();
            }
            explainLostRace(id, attempt);
        }
    }

    /** Applies an action that changes what is desired. */
    public Written act(Call call, ResourceId id, Action action, Action.Change change, Action.Request request) {
        ResourceType type = providers.type(id);
        for (int attempt = 1; ; attempt++) {
            Resource existing = store.find(id).orElseThrow(() -> notFound(id));
            checkNotDeleting(existing);
            Resource next = next(call, existing.id(), existing.tenant(), change.apply(existing, request), existing, Resource.State.UPDATING);
            Optional<Written> written = commit(call, type, existing, next, "POST", action.permission());
            if (written.isPresent()) {
                return written.get();
            }
            explainLostRace(id, attempt);
        }
    }

    /**
     * Runs something in a transaction that holds a resource and records it.
     *
     * @param about  what the record is about: the resource, or something inside it
     * @param action for the record
     */
    <T> T holding(Call call, ResourceId id, ResourceId about, String action, BiFunction<Handle, Resource, T> work) {
        return store.database().transaction(handle -> {
            Resource resource = store.find(handle, id, true).orElseThrow(() -> notFound(id));
            checkNotDeleting(resource);
            T result = work.apply(handle, resource);
            Activities.record(handle, new Activities.Entry(ids.guid(), call, resource.tenant(), about, action, "Succeeded", null, clock.instant()));
            return result;
        });
    }

    /** Deletes a resource, or marks it for deletion when that takes work; nothing when it does not exist. */
    public Written delete(Call call, ResourceId id) {
        ResourceType type = providers.type(id);
        for (int attempt = 1; ; attempt++) {
            Resource existing = store.find(id).orElse(null);
            if (existing == null) {
                return new Written(null, null, false);
            }
            checkConditions(call.ifMatch() == null ? call : new Call(call.caller(), call.clientAddress(), call.correlationId(), call.apiVersion(),
                    call.ifMatch(), false), id, existing);
            if (existing.state() == Resource.State.DELETING) {
                return new Written(existing, store.runningOperation(id).orElse(null), false);
            }
            Resource next = next(call, existing.id(), existing.tenant(), existing.desired(), existing, Resource.State.DELETING);
            UUID operation = ids.guid();
            boolean written = store.database().transaction(handle -> {
                Optional<Resource> locked = store.find(handle, id, true);
                if (locked.isEmpty() || locked.get().generation() != existing.generation()) {
                    return false;
                }
                type.release(handle, locked.get());
                ResourceStore.Write write = new ResourceStore.Write(next, operation, "DELETE", type.type() + "/delete", call, ids.guid(), clock.instant());
                boolean done = type.deletedAtOnce() ? store.removeAtOnce(handle, write) : store.markDeleting(handle, write);
                if (!done) {
                    handle.rollback();
                }
                return done;
            });
            if (written && type.deletedAtOnce()) {
                return new Written(existing, null, false);
            }
            if (written) {
                store.wake();
                return new Written(next, operation, false);
            }
            explainLostRace(id, attempt);
        }
    }

    private Optional<Written> commit(Call call, ResourceType type, Resource existing, Resource next, String kind, String action) {
        UUID operation = next.state().terminal() ? null : ids.guid();
        Resource[] stored = new Resource[1];
        boolean written = store.database().transaction(handle -> {
            Desired desired = type.store(handle, existing, next);
            stored[0] = new Resource(next.id(), next.tenant(), next.uniqueId(), desired, next.observed(), next.state(), null, next.generation(),
                    next.etag(), next.systemData());
            boolean done = store.write(handle, new ResourceStore.Write(stored[0], operation, kind, action, call, ids.guid(), clock.instant()));
            if (!done) {
                handle.rollback();
            }
            return done;
        });
        if (!written) {
            return Optional.empty();
        }
        if (operation != null) {
            store.wake();
        }
        return Optional.of(new Written(stored[0], operation, existing == null));
    }

    private Resource next(Call call, ResourceId id, TenantId tenant, Desired desired, Resource existing, Resource.State state) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // what the database keeps
        Resource.SystemData data = existing == null
                ? new Resource.SystemData(call.callerName(), call.callerType(), now, call.callerName(), call.callerType(), now)
                : new Resource.SystemData(existing.systemData().createdBy(), existing.systemData().createdByType(), existing.systemData().createdAt(),
                        call.callerName(), call.callerType(), now);
        return new Resource(id, tenant, existing == null ? ids.guid() : existing.uniqueId(), desired, existing == null ? Json.object() : existing.observed(),
                state, null, existing == null ? 1 : existing.generation() + 1, ids.guid().toString(), data);
    }

    private ResourceId canonical(ResourceId id, ResourceType type) {
        if (!type.nameRule().allows(id.name())) {
            throw new CloudException(ResourceManagerError.INVALID_RESOURCE_NAME, "Resource name " + id.name() + " is invalid. The name of a "
                    + type.type() + " has " + type.nameRule().words() + ".");
        }
        if (id.namespace() == null) {
            return id;
        }
        Resource group = store.find(id.groupId()).orElseThrow(() -> groupNotFound(id));
        if (group.state() == Resource.State.DELETING) {
            throw groupBeingDeleted(id);
        }
        String[] segments = type.type().split("/");
        ResourceId canonical = new ResourceId(id.subscription(), group.id().group(), segments[0], List.of(segments).subList(1, segments.length), id.names());
        return canonical.parent().map(parent -> store.find(parent).orElseThrow(() -> parentNotFound(parent))).map(Resource::id)
                .map(parent -> parent.child(segments[segments.length - 1], id.name())).orElse(canonical);
    }

    private void checkConditions(Call call, ResourceId id, Resource existing) {
        if (call.ifNoneMatch() && existing != null) {
            throw new CloudException(ResourceManagerError.PRECONDITION_FAILED, "The resource '" + id + "' exists already, and If-None-Match: * forbids to change it.");
        }
        if (call.ifMatch() != null && (existing == null || !existing.etag().equals(call.ifMatch()))) {
            throw new CloudException(ResourceManagerError.PRECONDITION_FAILED, "The etag of If-Match is not the resource's present one. Read it again and repeat the change.");
        }
        if (existing != null) {
            checkNotDeleting(existing);
        }
    }

    private static void checkNotDeleting(Resource existing) {
        if (existing.state() == Resource.State.DELETING) {
            throw existing.id().namespace() == null ? groupBeingDeleted(existing.id()) : new CloudException(ResourceManagerError.RESOURCE_BEING_DELETED,
                    "The resource '" + existing.id() + "' is being deleted. Wait until it is gone, then try again.");
        }
    }

    private void explainLostRace(ResourceId id, int attempt) {
        if (id.namespace() != null) {
            Resource group = store.find(id.groupId()).orElseThrow(() -> groupNotFound(id));
            if (group.state() == Resource.State.DELETING) {
                throw groupBeingDeleted(id);
            }
        }
        if (attempt >= ATTEMPTS) {
            throw new CloudException(ResourceManagerError.ANOTHER_OPERATION_IN_PROGRESS, "The resource '" + id + "' keeps being changed by others. Try again.");
        }
    }

    static CloudException notFound(ResourceId id) {
        if (id.namespace() == null) {
            return groupNotFound(id);
        }
        String name = id.names().size() == 1 ? id.type() + "/" + id.name() : id.type() + "/" + String.join("/", id.names());
        return new CloudException(ResourceManagerError.RESOURCE_NOT_FOUND, "The Resource '" + name + "' under resource group '" + id.group()
                + "' was not found. Check the name and the group, and that it has not been deleted.");
    }

    static CloudException groupNotFound(ResourceId id) {
        return new CloudException(ResourceManagerError.RESOURCE_GROUP_NOT_FOUND, "Resource group '" + id.group() + "' could not be found.");
    }

    private static CloudException parentNotFound(ResourceId id) {
        return new CloudException(ResourceManagerError.PARENT_NOT_FOUND, "Failed to perform 'write' on resource(s) of type '" + id.type()
                + "', because the parent resource '" + id + "' could not be found.");
    }

    private static CloudException groupBeingDeleted(ResourceId id) {
        return new CloudException(ResourceManagerError.GROUP_BEING_DELETED, "The resource group '" + id.group()
                + "' is in deprovisioning state and cannot perform this operation. Wait until it is gone, then create it anew.");
    }

    /** The member as text, or null where it is missing or null. @throws CloudException where it is something else */
    static String text(JsonNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new CloudException(CommonError.INVALID_JSON, "The value of '" + name + "' must be a string.", name, List.of());
        }
        return value.textValue();
    }
}
