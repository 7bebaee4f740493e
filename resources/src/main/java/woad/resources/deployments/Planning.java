package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.core.TenantId;
import woad.platform.web.LocalCalls;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.ResourceManagerError;
import woad.resources.deployments.template.DeploymentPlan;
import woad.resources.deployments.template.DeploymentPlanner;
import woad.resources.deployments.template.PlannedResource;
import woad.resources.deployments.template.TemplateParser;
import woad.resources.deployments.template.expression.DeploymentContext;

/** Makes plans of requests, and makes them again for deployments that run. */
final class Planning {
    private static final int REMEMBERED = 32;

    private final DeploymentWorld world;
    private final Sealing sealing;
    private final DeploymentStore store;
    /** Plans of deployments that run, so that not every look at one has to make it anew. */
    private final Map<UUID, DeploymentPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, DeploymentPlan> eldest) {
            return size() > REMEMBERED;
        }
    };

    Planning(DeploymentWorld world, DeploymentStore store) {
        this.world = world;
        this.sealing = new Sealing(world.keys());
        this.store = store;
    }

    /** A plan with what has to be kept to make it again. */
    record Made(DeploymentPlan plan, ObjectNode kept) {}

    /** @throws CloudException {@code ResourceGroupNotFound}, {@code InvalidTemplate} */
    Made plan(ResourceId id, TenantId tenant, DeploymentRequest request) {
        Resource group = world.resources().find(id.groupId()).orElseThrow(() -> new CloudException(ResourceManagerError.RESOURCE_GROUP_NOT_FOUND,
                "Resource group '" + id.group() + "' could not be found."));
        if (group.state() == Resource.State.DELETING) {
            throw new CloudException(ResourceManagerError.GROUP_BEING_DELETED, "The resource group '" + id.group()
                    + "' is in deprovisioning state and cannot perform this operation. Wait until it is gone, then create it anew.");
        }
        ObjectNode shown = Json.object().put("id", group.id().toString()).put("name", group.id().group()).put("type", "Microsoft.Resources/resourceGroups")
                .put("location", group.desired().location());
        shown.set("tags", group.desired().tags());
        shown.putObject("properties").put("provisioningState", group.state().text());
        ObjectNode kept = Json.object();
        kept.set("template", request.template());
        kept.set("parameters", request.parameters());
        kept.set("resourceGroup", shown);
        kept.set("subscription", world.subscription().apply(id.subscription()));
        kept.set("tenant", world.tenant().apply(tenant));
        DeploymentPlan plan = plan(id, kept, world.clock().instant());
        kept.set("parameters", plan.resolvedParameters());
        return new Made(plan, kept);
    }

    private DeploymentPlan plan(ResourceId id, ObjectNode kept, Instant now) {
        DeploymentContext context = new DeploymentContext((ObjectNode) kept.get("tenant"), (ObjectNode) kept.get("subscription"),
                Optional.of((ObjectNode) kept.get("resourceGroup")), world.environment(), id.name(), null, now, world.ids()::guid, world.catalogue());
        return DeploymentPlanner.plan(TemplateParser.parse(kept.get("template")), (ObjectNode) kept.get("parameters"), context);
    }

    byte[] seal(ObjectNode kept, UUID run) {
        return sealing.seal(kept, run.toString());
    }

    ObjectNode open(Deployment deployment) {
        return sealing.open(store.sealed(deployment), deployment.run().toString());
    }

    /** The plan of a deployment that was stored. */
    DeploymentPlan again(Deployment deployment) {
        synchronized (plans) {
            DeploymentPlan known = plans.get(deployment.run());
            if (known != null) {
                return known;
            }
        }
        DeploymentPlan plan = plan(deployment.id(), open(deployment), deployment.startedAt());
        synchronized (plans) {
            plans.put(deployment.run(), plan);
        }
        return plan;
    }

    void forget(Deployment deployment) {
        synchronized (plans) {
            plans.remove(deployment.run());
        }
    }

    LocalResources resources(LocalCalls.Origin origin) {
        return new LocalResources(world.calls().get(), origin);
    }

    LocalResources resources(Deployment deployment) {
        return resources(new LocalCalls.Origin(deployment.caller(), deployment.clientAddress(), world.ids().guid(), deployment.correlationId()));
    }

    /** @throws CloudException {@code InvalidTemplateDeployment} with all that the caller may not write or the cloud does not offer */
    void check(DeploymentPlan plan, LocalResources as) {
        List<CloudException.Detail> details = new ArrayList<>();
        for (PlannedResource resource : plan.resources()) {
            try {
                if (!resource.existing()) {
                    as.checkWrite(resource.id());
                }
            } catch (CloudException e) {
                details.add(new CloudException.Detail(e.error().code(), resource.id(), "The template resource '" + resource.name() + "' of type '"
                        + resource.type() + "' cannot be deployed: " + e.getMessage()));
            }
        }
        if (!details.isEmpty()) {
            throw new CloudException(DeploymentError.INVALID_TEMPLATE_DEPLOYMENT, "The template deployment failed its checks, so that nothing was deployed. "
                    + details.getFirst().message(), null, details);
        }
    }

    List<Step> steps(DeploymentPlan plan) {
        List<Step> steps = new ArrayList<>();
        for (PlannedResource resource : plan.resources()) {
            steps.add(new Step(steps.size(), resource.id(), resource.type(), resource.apiVersion(), resource.existing(), Step.State.WAITING, null, null, null, null));
        }
        return steps;
    }
}
