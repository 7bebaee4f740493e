package woad.resources.deployments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.WorkQueue;
import woad.platform.web.LocalCalls;
import woad.resources.provider.Resources;
import woad.resources.deployments.template.expression.DeploymentContext;

/**
 * What deployments stand on.
 *
 * @param subscription what {@code subscription()} answers in a template
 * @param tenant       what {@code tenant()} answers
 * @param environment  what {@code environment()} answers
 * @param catalogue    of the providers
 * @param calls        of the resource manager's own endpoints, once they are all there
 */
public record DeploymentWorld(Database database, WorkQueue queue, CloudProfile profile, Ids ids, InstantSource clock, KeyHierarchy keys, Resources resources,
                              Function<SubscriptionId, ObjectNode> subscription, Function<TenantId, ObjectNode> tenant, ObjectNode environment,
                              DeploymentContext.Catalogue catalogue, Supplier<LocalCalls> calls) {}
