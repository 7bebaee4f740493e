package woad.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.web.InProcessClient;
import woad.platform.web.Method;
import woad.platform.web.WebResponse;

/** What the signed-in reader may see of their subscriptions, read from the resource manager with their own token. */
public final class Overview {
    private static final int PAGES = 20;

    private final CloudProfile profile;
    private final InProcessClient api;

    Overview(CloudProfile profile, InProcessClient api) {
        this.profile = profile;
        this.api = api;
    }

    /** A subscription with its groups. */
    public record SubscriptionView(String id, String tenantId, String name, List<GroupView> groups) {}

    /** A resource group with what is in it. */
    public record GroupView(String name, String location, String state, List<ResourceView> resources) {}

    /** A resource; {@code state} is a machine's power state, else the provisioning state; {@code detail} a public address, or empty. */
    public record ResourceView(String name, String type, String location, String state, String detail) {
        /** How the state is coloured: {@code good}, {@code bad}, {@code busy} or {@code idle}. */
        public String mood() {
            return switch (state.toLowerCase(Locale.ROOT)) {
                case "succeeded", "running" -> "good";
                case "failed" -> "bad";
                case "stopped", "deallocated" -> "idle";
                default -> "busy";
            };
        }
    }

    /** Empty where the session's token is accepted no more. */
    Optional<List<SubscriptionView>> read(Sessions.Session session, String clientAddress) {
        Reader reader = new Reader(session.accessToken(), clientAddress);
        Optional<List<JsonNode>> subscriptions = reader.list("/subscriptions?api-version=2022-12-01");
        return subscriptions.map(found -> found.stream().map(s -> subscription(s, reader)).toList());
    }

    private SubscriptionView subscription(JsonNode subscription, Reader reader) {
        String path = subscription.path("id").asText();
        Map<String, String> power = new HashMap<>();
        reader.list(path + "/providers/Microsoft.Compute/virtualMachines?api-version=2024-11-01&statusOnly=true").orElse(List.of())
                .forEach(vm -> vm.path("properties").path("instanceView").path("statuses").forEach(status -> {
                    String code = status.path("code").asText();
                    if (code.startsWith("PowerState/")) {
                        power.put(key(vm), code.substring("PowerState/".length()));
                    }
                }));
        Map<String, String> addresses = new HashMap<>();
        reader.list(path + "/providers/Microsoft.Network/publicIPAddresses?api-version=2024-05-01").orElse(List.of())
                .forEach(address -> addresses.put(key(address), address.path("properties").path("ipAddress").asText("")));
        Map<String, List<ResourceView>> byGroup = new HashMap<>();
        reader.list(path + "/resources?api-version=2024-11-01&$expand=createdTime,provisioningState".replace("$", "%24")).orElse(List.of()).forEach(resource -> {
            String group = key(resource).split("/")[4];
            byGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(new ResourceView(resource.path("name").asText(), resource.path("type").asText(),
                    place(resource), power.getOrDefault(key(resource), resource.path("provisioningState").asText()), addresses.getOrDefault(key(resource), "")));
        });
        List<GroupView> groups = reader.list(path + "/resourceGroups?api-version=2024-11-01").orElse(List.of()).stream()
                .map(g -> new GroupView(g.path("name").asText(), place(g), g.path("properties").path("provisioningState").asText(),
                        byGroup.getOrDefault(g.path("name").asText().toLowerCase(Locale.ROOT), List.of()))).toList();
        return new SubscriptionView(subscription.path("subscriptionId").asText(), subscription.path("tenantId").asText(), subscription.path("displayName").asText(), groups);
    }

    private String place(JsonNode resource) {
        String location = resource.path("location").asText("");
        return profile.region(location).map(region -> region.displayName()).orElse(location);
    }

    private static String key(JsonNode resource) {
        return resource.path("id").asText().toLowerCase(Locale.ROOT);
    }

    /** Reads lists, all of their pages. */
    private final class Reader {
        private final String token;
        private final String clientAddress;

        Reader(String token, String clientAddress) {
            this.token = token;
            this.clientAddress = clientAddress;
        }

        /** Empty where the reader may not. */
        Optional<List<JsonNode>> list(String path) {
            List<JsonNode> values = new ArrayList<>();
            String url = profile.managementUrl() + path;
            for (int page = 0; page < PAGES && !url.isEmpty(); page++) {
                WebResponse answer = api.send(Method.GET, URI.create(url), Map.of("authorization", "Bearer " + token), new byte[0], clientAddress);
                if (answer.status() != 200) {
                    return Optional.empty();
                }
                JsonNode body = Json.parse(new String(answer.body(), StandardCharsets.UTF_8));
                body.path("value").forEach(values::add);
                url = body.path("nextLink").asText("");
            }
            return Optional.of(values);
        }
    }
}
