package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.store.Reconciler;
import woad.resources.provider.Convergence;

/** Works through the queue of resources whose world may differ from what is desired. */
final class ResourceConvergence implements Reconciler {
    private static final Duration STILL_FULL = Duration.ofMillis(200);

    private final ResourceStore store;
    private final Providers providers;
    private final Ids ids;
    private final InstantSource clock;

    ResourceConvergence(ResourceStore store, Providers providers, Ids ids, InstantSource clock) {
        this.store = store;
        this.providers = providers;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public String queue() {
        return ResourceStore.QUEUE;
    }

    @Override
    public Outcome reconcile(String key) throws Exception {
        Optional<Resource> found = store.findKey(key);
        if (found.isEmpty()) {
            return new Outcome.Done();
        }
        Resource resource = found.get();
        boolean deleting = resource.state() == Resource.State.DELETING;
        return switch (providers.type(resource.id()).converge(resource)) {
            case Convergence.Ready ready -> {
                store(resource, Resource.State.SUCCEEDED, ready.observed(), null);
                yield new Outcome.Done();
            }
            case Convergence.Working working -> {
                store(resource, resource.state(), working.observed(), resource.failure());
                yield new Outcome.Again(working.lookAgain());
            }
            case Convergence.Failed failed -> {
                store(resource, Resource.State.FAILED, failed.observed(), Json.object().put("code", failed.code()).put("message", failed.message()));
                yield new Outcome.Done();
            }
            case Convergence.Gone gone when deleting -> store.remove(resource, clock.instant()) ? new Outcome.Done() : new Outcome.Again(STILL_FULL);
            case Convergence.Gone gone -> throw new IllegalStateException(resource.id() + " is not being deleted, yet its type says it is gone");
        };
    }

    private void store(Resource resource, Resource.State state, ObjectNode observed, ObjectNode failure) {
        boolean same = state == resource.state() && observed.equals(resource.observed()) && java.util.Objects.equals(failure, resource.failure());
        if (!same) {
            store.observed(resource, state, observed, failure, ids.guid(), clock.instant());
        }
    }
}
