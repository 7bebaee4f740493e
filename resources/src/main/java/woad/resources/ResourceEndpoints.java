package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.provider.Action;
import woad.resources.provider.ResourceType;
import woad.resources.provider.Resources;
import woad.resources.provider.View;

/** The endpoints that every resource type gets. */
final class ResourceEndpoints {
    private final ResourceManager manager;
    private final ResourceStore store;
    private final Providers providers;
    private final Resources resources;
    private final Rendering rendering;
    private final Operations operations;
    private final Pages pages;

    ResourceEndpoints(ResourceManager manager, ResourceStore store, Providers providers, Rendering rendering, Operations operations, CloudProfile profile) {
        this.manager = manager;
        this.store = store;
        this.providers = providers;
        this.resources = manager.resources();
        this.rendering = rendering;
        this.operations = operations;
        this.pages = new Pages(profile);
    }

    /** All endpoints of a type, those of its actions too. */
    List<Endpoint> of(ResourceType type) {
        String name = operationName(type.type());
        String path = path(type.type());
        List<Endpoint> endpoints = new ArrayList<>();
        Function<WebRequest, String> scope = WebRequest::path;
        endpoints.add(Endpoint.of(name + "_Get", Method.GET, path, new Access.Permission(type.type() + "/read", scope), this::get));
        endpoints.add(Endpoint.of(name + "_CheckExistence", Method.HEAD, path, new Access.Permission(type.type() + "/read", scope), this::head));
        endpoints.add(Endpoint.withBody(name + "_CreateOrUpdate", Method.PUT, path, new Access.Permission(type.type() + "/write", scope), this::put));
        endpoints.add(Endpoint.withBody(name + "_Update", Method.PATCH, path, new Access.Permission(type.type() + "/write", scope), this::patch));
        endpoints.add(Endpoint.of(name + "_Delete", Method.DELETE, path, new Access.Permission(type.type() + "/delete", scope), this::delete));
        for (Action action : type.actions()) {
            Function<WebRequest, String> resource = request -> withoutLast(request.path());
            endpoints.add(Endpoint.withBody(name + "_" + action.name(), Method.POST, path + "/" + action.name(),
                    new Access.Permission(action.permission(), resource), request -> act(request, action)));
        }
        endpoints.addAll(lists(type, name));
        return endpoints;
    }

    private List<Endpoint> lists(ResourceType type, String name) {
        String typeKey = type.type().toLowerCase(Locale.ROOT);
        if (type.type().equals(ResourceGroups.TYPE)) {
            return List.of(Endpoint.of(name + "_List", Method.GET, "/subscriptions/{subscriptionId}/resourceGroups",
                    new Access.Permission("Microsoft.Resources/subscriptions/resourceGroups/read", ResourceEndpoints::subscriptionScope),
                    request -> list(request, typeKey, null, null)));
        }
        String[] segments = type.type().split("/");
        if (segments.length > 2) {
            String parent = path(type.type()).substring(0, path(type.type()).lastIndexOf('/'));
            return List.of(Endpoint.of(name + "_List", Method.GET, parent, new Access.Permission(type.type() + "/read", r -> withoutLast(r.path())),
                    request -> list(request, typeKey, null, id(withoutLast(request.path())))));
        }
        return List.of(
                Endpoint.of(name + "_List", Method.GET, "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/" + type.type(),
                        new Access.Permission(type.type() + "/read", ResourceEndpoints::groupScope), request -> list(request, typeKey, groupOf(request), null)),
                Endpoint.of(name + "_ListAll", Method.GET, "/subscriptions/{subscriptionId}/providers/" + type.type(),
                        new Access.Permission(type.type() + "/read", ResourceEndpoints::subscriptionScope), request -> list(request, typeKey, null, null)));
    }

    private WebResponse get(WebRequest request) {
        String version = ApiVersions.of(request);
        Resource resource = store.find(id(request.path())).orElseThrow(() -> ResourceManager.notFound(id(request.path())));
        return WebResponse.ok(rendering.render(resource, view(request, version))).header("ETag", "W/\"" + resource.etag() + "\"");
    }

    private WebResponse head(WebRequest request) {
        ApiVersions.of(request);
        return WebResponse.empty(store.find(id(request.path())).isPresent() ? 204 : 404);
    }

    private WebResponse put(WebRequest request) {
        Call call = Call.of(request);
        return written(manager.put(call, id(request.path()), request.jsonObject()), call);
    }

    private WebResponse patch(WebRequest request) {
        Call call = Call.of(request);
        return written(manager.patch(call, id(request.path()), request.jsonObject()), call);
    }

    private WebResponse written(ResourceManager.Written written, Call call) {
        WebResponse answer = WebResponse.json(written.created() ? providers.type(written.resource().id()).createdStatus() : 200, rendering.render(written.resource(), new View(resources, call.apiVersion(), "")));
        return written.operation() == null ? answer : operations.polledByStatus(answer, written.resource(), written.operation(), call.apiVersion());
    }

    private WebResponse delete(WebRequest request) {
        Call call = Call.of(request);
        return deleted(manager.delete(call, id(request.path())), id(request.path()), call);
    }

    private WebResponse deleted(ResourceManager.Written written, ResourceId id, Call call) {
        if (written.resource() == null) {
            if (id.namespace() == null) {
                throw ResourceManager.groupNotFound(id);
            }
            return WebResponse.empty(204);
        }
        if (written.resource().state() != Resource.State.DELETING) {
            return WebResponse.empty(200);
        }
        WebResponse accepted = WebResponse.empty(202);
        return written.operation() == null ? accepted : operations.polled(accepted, written.resource(), written.operation(), call.apiVersion());
    }

    private WebResponse act(WebRequest request, Action action) throws Exception {
        Call call = Call.of(request);
        ResourceId id = id(withoutLast(request.path()));
        Action.Request asked = new Action.Request(request.body().length == 0 ? Json.object() : request.jsonObject(), request.query(),
                view(request, call.apiVersion()), call.caller(), manager.authoriser());
        return switch (action.effect()) {
            case Action.Change change -> {
                ResourceManager.Written written = manager.act(call, id, action, change, asked);
                yield operations.polled(WebResponse.empty(202), written.resource(), written.operation(), call.apiVersion());
            }
            case Action.Perform perform -> manager.holding(call, id, id, action.permission(), (handle, resource) -> perform.perform(handle, resource, asked));
            case Action.Answer answer -> answer.answer(store.find(id).orElseThrow(() -> ResourceManager.notFound(id)), asked);
        };
    }

    private WebResponse list(WebRequest request, String typeKey, ResourceId group, ResourceId parent) {
        String version = ApiVersions.of(request);
        if (group != null && store.find(group).isEmpty()) {
            throw ResourceManager.groupNotFound(group);
        }
        if (parent != null && store.find(parent).isEmpty()) {
            throw ResourceManager.notFound(parent);
        }
        SubscriptionId subscription = subscription(request);
        View view = view(request, version);
        return pages.answer(request, (after, most) -> store.page(subscription, typeKey, group == null ? null : group.key(), parent == null ? null : parent.key(), after, most),
                resource -> resource.id().key(), resource -> rendering.render(resource, view));
    }

    /** The generic lists of {@code Microsoft.Resources}: everything in a subscription, everything in a group. */
    List<Endpoint> generic() {
        return List.of(
                Endpoint.of("Resources_List", Method.GET, "/subscriptions/{subscriptionId}/resources",
                        new Access.Permission("Microsoft.Resources/subscriptions/resources/read", ResourceEndpoints::subscriptionScope), request -> listAny(request, null)),
                Endpoint.of("Resources_ListByResourceGroup", Method.GET, "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/resources",
                        new Access.Permission("Microsoft.Resources/subscriptions/resourceGroups/resources/read", ResourceEndpoints::groupScope),
                        request -> listAny(request, groupOf(request))));
    }

    private WebResponse listAny(WebRequest request, ResourceId group) {
        ApiVersions.of(request);
        if (group != null && store.find(group).isEmpty()) {
            throw ResourceManager.groupNotFound(group);
        }
        ResourceFilter filter = ResourceFilter.parse(request.queryValue("$filter").orElse(""));
        boolean times = request.queryValue("$expand").orElse("").toLowerCase(Locale.ROOT).contains("time");
        SubscriptionId subscription = subscription(request);
        return pages.answer(request, (after, most) -> store.page(subscription, null, group == null ? null : group.key(), null, after, most),
                resource -> resource.id().key(), resource -> filter.matches(resource) ? rendering.summary(resource, times) : null);
    }

    /** {@code virtualNetworks} becomes {@code VirtualNetworks}, a child {@code VirtualNetworksSubnets}: as in the REST reference. */
    static String operationName(String type) {
        StringBuilder name = new StringBuilder();
        for (String segment : type.substring(type.indexOf('/') + 1).split("/")) {
            name.append(segment.substring(0, 1).toUpperCase(Locale.ROOT)).append(segment.substring(1));
        }
        return name.toString();
    }

    static String path(String type) {
        String group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
        if (type.equals(ResourceGroups.TYPE)) {
            return group;
        }
        String[] segments = type.split("/");
        StringBuilder path = new StringBuilder(group).append("/providers/").append(segments[0]);
        for (int i = 1; i < segments.length; i++) {
            path.append('/').append(segments[i]).append("/{name").append(i).append('}');
        }
        return path.toString();
    }

    static String subscriptionScope(WebRequest request) {
        return "/subscriptions/" + request.pathValue("subscriptionId");
    }

    static String groupScope(WebRequest request) {
        return subscriptionScope(request) + "/resourceGroups/" + request.pathValue("resourceGroupName");
    }

    static SubscriptionId subscription(WebRequest request) {
        return SubscriptionId.parse(request.pathValue("subscriptionId"));
    }

    static ResourceId groupOf(WebRequest request) {
        return ResourceId.group(subscription(request), request.pathValue("resourceGroupName"));
    }

    static String withoutLast(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    static ResourceId id(String path) {
        return ResourceId.tryParse(path).orElseThrow(() -> new CloudException(ResourceManagerError.INVALID_REQUEST_FORMAT, "The path '" + path + "' is not a resource id."));
    }

    private View view(WebRequest request, String version) {
        return new View(resources, version, request.queryValue("$expand").orElse(""));
    }
}
