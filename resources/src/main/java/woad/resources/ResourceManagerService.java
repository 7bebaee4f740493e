package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.CommonError;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.core.TenantId;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;
import woad.platform.store.WorkQueue;
import woad.platform.web.Access;
import woad.platform.web.Authenticator;
import woad.platform.web.Endpoint;
import woad.platform.web.ErrorFormat;
import woad.platform.web.HostPattern;
import woad.platform.web.LocalCalls;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.platform.web.WebService;
import woad.resources.access.PrincipalDirectory;
import woad.resources.access.RoleBasedAccess;
import woad.resources.access.Roles;
import woad.resources.deployments.DeploymentWorld;
import woad.resources.deployments.Deployments;
import woad.resources.provider.EmbeddedType;
import woad.resources.provider.ProxyType;
import woad.resources.provider.ResourceProvider;
import woad.resources.provider.ResourceType;
import woad.resources.provider.Resources;

/** Azure Resource Manager at {@code management.D}: puts its parts together. */
public final class ResourceManagerService {
    private final Subscriptions subscriptions;
    private final RoleAssignments roleAssignments;
    private final RoleBasedAccess access;
    private Providers registry;
    private ResourceManager manager;
    private final ResourceConvergence convergence;
    private final ResourceStore store;
    private final Deployments deployments;
    private LocalCalls calls;
    private final WebService service;

    /** What the resource manager stands on. {@code tenants} gives display name and default domain of a tenant that exists. */
    public record Foundation(Database database, WorkQueue queue, CloudProfile profile, Ids ids, InstantSource clock, KeyHierarchy keys, Authenticator authenticator,
                             PrincipalDirectory directory, Function<TenantId, TenantNames> tenants) {}

    /**
     * @param providers makes the providers, given the resources they may refer to
     */
    public ResourceManagerService(Foundation on, Function<Resources, List<ResourceProvider>> providers) {
        Roles roles = new Roles();
        access = new RoleBasedAccess(on.database(), roles);
        store = new ResourceStore(on.database(), on.queue());
        subscriptions = new Subscriptions(on.database());
        ProviderResources resources = new ProviderResources(store, access, () -> registry, on.ids(), on.clock());
        List<ResourceProvider> all = new ArrayList<>(List.of(new BaseProvider(new ResourceGroups(store, () -> manager))));
        all.addAll(providers.apply(resources));
        registry = new Providers(all);
        manager = new ResourceManager(store, resources, subscriptions, registry, access, on.profile(), on.ids(), on.clock());
        convergence = new ResourceConvergence(store, registry, on.ids(), on.clock());
        roleAssignments = new RoleAssignments(on.database(), roles, on.directory(), store, registry, on.ids(), on.clock());
        MetadataEndpoints metadata = new MetadataEndpoints(on.profile());
        deployments = new Deployments(new DeploymentWorld(on.database(), on.queue(), on.profile(), on.ids(), on.clock(), on.keys(), resources, this::subscription,
                tenant -> tenant(on, tenant), metadata.cloud(), new ProviderCatalogue(registry, on.profile()), () -> calls));
        service = new WebService("resource-manager", List.of(new HostPattern("management." + on.profile().domain())),
                endpoints(on, resources), on.authenticator(), access, ErrorFormat.ODATA);
        calls = new LocalCalls(service);
    }

    private ObjectNode subscription(SubscriptionId id) {
        return Subscriptions.render(subscriptions.find(id).orElseThrow(() -> Subscriptions.notFound(id.toString())));
    }

    private static ObjectNode tenant(Foundation on, TenantId id) {
        return Json.object().put("id", "/tenants/" + id).put("tenantId", id.toString()).put("displayName", on.tenants().apply(id).displayName()).put("countryCode", "FR");
    }

    private List<Endpoint> endpoints(Foundation on, ProviderResources resources) {
        Rendering rendering = new Rendering(registry);
        Operations operations = new Operations(store, resources, rendering, on.profile());
        ResourceEndpoints typed = new ResourceEndpoints(manager, store, registry, rendering, operations, on.profile());
        EmbeddedEndpoints embedded = new EmbeddedEndpoints(manager, store, rendering, operations);
        ProxyEndpoints proxies = new ProxyEndpoints(manager, store, registry, on.profile());
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(new MetadataEndpoints(on.profile()).endpoint());
        endpoints.addAll(new DirectoryEndpoints(subscriptions, registry, on.profile(), on.tenants()).endpoints());
        endpoints.addAll(operations.endpoints());
        endpoints.add(new Activities(on.database()).endpoint());
        endpoints.addAll(roleAssignments.endpoints());
        endpoints.addAll(deployments.endpoints());
        endpoints.addAll(typed.generic());
        for (ResourceProvider provider : registry.all()) {
            for (ResourceType type : provider.types()) {
                endpoints.addAll(typed.of(type));
                for (EmbeddedType child : type.embedded()) {
                    endpoints.addAll(embedded.of(type, child));
                }
            }
            for (ProxyType type : provider.proxyTypes()) {
                endpoints.addAll(proxies.of(type));
            }
            endpoints.addAll(provider.endpoints());
        }
        for (Method method : List.of(Method.GET, Method.PUT, Method.PATCH, Method.POST, Method.DELETE)) {
            endpoints.add(Endpoint.withBody("Unknown_" + method, method, "{path*}", new Access.SignedIn("only says what is wrong with the path"),
                    this::unknown));
        }
        return endpoints;
    }

    /** Tells what is wrong with a path that no endpoint has. */
    private WebResponse unknown(WebRequest request) {
        String path = request.path();
        int providers = path.toLowerCase(java.util.Locale.ROOT).indexOf("/providers/");
        if (providers >= 0) {
            ApiVersions.of(request);
            String[] rest = path.substring(providers + "/providers/".length()).split("/");
            StringBuilder type = new StringBuilder(rest.length > 1 ? rest[1] : "");
            for (int i = 3; i < rest.length; i += 2) {
                type.append('/').append(rest[i]);
            }
            throw registry.unknown(rest[0], type.toString());
        }
        throw new CloudException(CommonError.NOT_FOUND, "No HTTP resource was found that matches the request URI '" + path + "'.");
    }

    /** The service for the front door. */
    public WebService service() {
        return service;
    }

    /** Subscriptions, for the operator. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Role assignments, for the operator's first grant. */
    public RoleAssignments roleAssignments() {
        return roleAssignments;
    }

    /** Who may do what; for other front ends of the same resources. */
    public RoleBasedAccess access() {
        return access;
    }

    /** Writes resources; for other front ends. */
    public ResourceManager resourceManager() {
        return manager;
    }

    /** What has to run on the work queue. */
    public List<Reconciler> reconcilers() {
        return List.of(convergence, deployments.reconciler());
    }
}
