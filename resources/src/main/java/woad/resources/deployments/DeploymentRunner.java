package woad.resources.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.store.Reconciler;
import woad.platform.web.Method;
import woad.resources.deployments.template.DeploymentPlan;
import woad.resources.deployments.template.PlannedResource;

/**
 * Works deployments off. A resource is put as soon as all that it depends on is there; what does not depend on each other converges
 * at the same time. A step that a crash cut short is put again, which changes nothing where it was done.
 */
final class DeploymentRunner implements Reconciler {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(150);
    private static final Duration LATER = Duration.ofSeconds(1);
    /** What passes by itself: the step is tried again. */
    private static final Set<String> PASSING = Set.of("AnotherOperationInProgress", "TooManyRequests", "ServiceUnavailable");

    private final DeploymentStore store;
    private final Planning planning;
    private final java.time.InstantSource clock;

    DeploymentRunner(DeploymentStore store, Planning planning, java.time.InstantSource clock) {
        this.store = store;
        this.planning = planning;
        this.clock = clock;
    }

    @Override
    public String queue() {
        return DeploymentStore.QUEUE;
    }

    @Override
    public Outcome reconcile(String key) {
        Optional<Deployment> found = store.find(key);
        if (found.isEmpty() || found.get().state().terminal()) {
            return new Outcome.Done();
        }
        Deployment deployment = found.get();
        DeploymentPlan plan;
        try {
            plan = planning.again(deployment);
        } catch (CloudException refusal) {
            store.end(deployment, Deployment.State.FAILED, null, failure(refusal), clock.instant());
            return new Outcome.Done();
        }
        store.running(deployment);
        Run run = new Run(deployment, plan, planning.resources(deployment), new HashMap<>());
        store.steps(deployment).forEach(step -> run.steps().put(key(step.resourceId()), step));
        if (run.steps().size() < plan.resources().size()) {
            return new Outcome.Again(LOOK_AGAIN); // removed with its group, or replaced, since it was read
        }
        run.steps().values().stream().filter(step -> step.state() == Step.State.RUNNING).toList().forEach(step -> poll(run, step));
        boolean progress = true;
        boolean postponed = false;
        while (progress && !deployment.canceling()) {
            progress = false;
            postponed = false;
            for (PlannedResource resource : plan.resources()) {
                Step step = run.steps().get(key(resource.id()));
                if (step.state() == Step.State.WAITING && ready(run, resource)) {
                    boolean moved = start(run, resource, step);
                    progress |= moved;
                    postponed |= !moved;
                }
            }
        }
        if (run.has(Step.State.RUNNING) || postponed) {
            return new Outcome.Again(run.has(Step.State.RUNNING) ? LOOK_AGAIN : LATER);
        }
        end(run);
        planning.forget(deployment);
        return new Outcome.Done();
    }

    private record Run(Deployment deployment, DeploymentPlan plan, LocalResources resources, Map<String, Step> steps) {
        boolean has(Step.State state) {
            return steps.values().stream().anyMatch(step -> step.state() == state);
        }
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    private static boolean ready(Run run, PlannedResource resource) {
        return resource.dependsOn().stream().allMatch(id -> run.steps().get(key(id)).state() == Step.State.SUCCEEDED);
    }

    private void save(Run run, Step step) {
        run.steps().put(key(step.resourceId()), step);
        store.save(run.deployment(), step);
    }

    /** False where the resource is busy with something else and the step has to wait. */
    private boolean start(Run run, PlannedResource resource, Step step) {
        Instant now = clock.instant();
        if (resource.existing()) {
            save(run, step.succeeded(now));
            return true;
        }
        try {
            ObjectNode body = resource.evaluate(run.resources());
            LocalResources.Answer answer = run.resources().call(Method.PUT, resource.id(), Map.of("api-version", resource.apiVersion()), body);
            save(run, answer.operation().map(address -> step.running(pathOf(address), now)).orElseGet(() -> step.succeeded(now)));
        } catch (CloudException refusal) {
            if (PASSING.contains(refusal.error().code())) {
                return false;
            }
            save(run, step.failed(failure(refusal), now));
        }
        return true;
    }

    private void poll(Run run, Step step) {
        JsonNode status;
        try {
            URI address = URI.create(step.operation());
            status = run.resources().call(Method.GET, address.getPath(), Map.of("api-version", step.apiVersion()), null).body();
        } catch (CloudException refusal) {
            save(run, step.failed(failure(refusal), clock.instant()));
            return;
        }
        switch (status == null ? "Succeeded" : status.path("status").asText("Succeeded")) {
            case "Succeeded" -> save(run, step.succeeded(clock.instant()));
            case "Failed", "Canceled" -> save(run, step.failed(status.get("error") instanceof ObjectNode error ? error
                    : Json.object().put("code", "ResourceDeploymentFailure").put("message", "The resource write operation failed to complete successfully."), clock.instant()));
            default -> { }
        }
    }

    /** The path of an address, to be called inside the process. */
    private static String pathOf(String address) {
        return URI.create(address).getRawPath();
    }

    private void end(Run run) {
        Deployment deployment = run.deployment();
        List<Step> failed = run.steps().values().stream().filter(step -> step.state() == Step.State.FAILED).sorted(java.util.Comparator.comparingInt(Step::position)).toList();
        if (!failed.isEmpty()) {
            ObjectNode failure = Json.object().put("code", DeploymentError.DEPLOYMENT_FAILED.code()).put("message",
                    "At least one resource deployment operation failed. Please list deployment operations for details.");
            ArrayNode details = failure.putArray("details");
            failed.forEach(step -> details.add(step.failure().deepCopy().put("target", step.resourceId())));
            store.end(deployment, Deployment.State.FAILED, null, failure, clock.instant());
        } else if (run.has(Step.State.WAITING)) {
            store.end(deployment, Deployment.State.CANCELED, null, Json.object().put("code", DeploymentError.DEPLOYMENT_CANCELED.code())
                    .put("message", "The deployment was canceled."), clock.instant());
        } else {
            try {
                store.end(deployment, Deployment.State.SUCCEEDED, run.plan().outputs(run.resources()), null, clock.instant());
            } catch (CloudException refusal) {
                store.end(deployment, Deployment.State.FAILED, null, failure(refusal), clock.instant());
            }
        }
    }

    private static ObjectNode failure(CloudException refusal) {
        ObjectNode failure = Json.object().put("code", refusal.error().code()).put("message", refusal.getMessage());
        if (refusal.target() != null) {
            failure.put("target", refusal.target());
        }
        if (!refusal.details().isEmpty()) {
            ArrayNode details = failure.putArray("details");
            refusal.details().forEach(detail -> details.addObject().put("code", detail.code()).put("target", detail.target()).put("message", detail.message()));
        }
        return failure;
    }
}
