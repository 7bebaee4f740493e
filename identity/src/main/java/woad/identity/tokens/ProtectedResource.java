package woad.identity.tokens;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import woad.platform.core.CloudProfile;

/**
 * Something that tokens are issued for.
 *
 * @param audiences     its identifiers, without a trailing slash; the client id is one too. {@code https://*.} stands for one label of
 *                      lower-case letters and digits: a storage account
 * @param scopes        delegated permissions, the first of which {@code .default} stands for
 * @param tokenVersion  1 or 2: the form of its tokens
 */
public record ProtectedResource(UUID appId, String displayName, Set<String> audiences, List<String> scopes, int tokenVersion) {
    public ProtectedResource {
        audiences = Set.copyOf(audiences);
        scopes = List.copyOf(scopes);
    }

    private static final Pattern ACCOUNT = Pattern.compile("^https://[a-z0-9]{3,24}\\.");

    /** Microsoft Graph's client id. */
    public static final UUID GRAPH = UUID.fromString("00000003-0000-0000-c000-000000000000");
    /** Azure Resource Manager's client id. */
    public static final UUID RESOURCE_MANAGER = UUID.fromString("797f4846-ba00-4fd7-bacf-a8eb54d1b7b9");

    /** What every customer tenant can get tokens for. The public names of Azure are there because clients have them built in. */
    static List<ProtectedResource> ofCustomers(CloudProfile cloud) {
        List<String> impersonation = List.of("user_impersonation");
        return List.of(
                new ProtectedResource(RESOURCE_MANAGER, "Resource Manager", Set.of(cloud.managementUrl(),
                        "https://management.azure.com", "https://management.core.windows.net"), impersonation, 1),
                new ProtectedResource(GRAPH, "Graph", Set.of(cloud.graphUrl(), "https://graph.microsoft.com"),
                        List.of("Directory.AccessAsUser.All"), 1),
                new ProtectedResource(UUID.fromString("e406a681-f3d4-42a8-90b6-c2b029497af1"), "Storage",
                        Set.of("https://storage.azure.com", "https://*.blob.core." + cloud.domain(), "https://*.queue.core." + cloud.domain(),
                                "https://*.table.core." + cloud.domain(), "https://*.dfs.core." + cloud.domain()), impersonation, 1),
                new ProtectedResource(UUID.fromString("cfa8b339-82a2-471a-a3c9-0fc0be7a4093"), "Key Vault",
                        Set.of("https://vault." + cloud.domain(), "https://vault.azure.net"), impersonation, 1));
    }

    /** What operators can get tokens for. */
    static List<ProtectedResource> ofOperators(String domain) {
        return List.of(new ProtectedResource(RESOURCE_MANAGER, "Operator", Set.of("https://management." + domain), List.of("user_impersonation"), 1));
    }

    /** Whether a requested identifier, with or without its trailing slash, means this resource. */
    boolean matches(String requested) {
        String plain = requested.endsWith("/") ? requested.substring(0, requested.length() - 1) : requested;
        return appId.toString().equalsIgnoreCase(requested)
                || plain.indexOf('*') < 0 && (audiences.contains(plain) || audiences.contains(ACCOUNT.matcher(plain).replaceFirst("https://*.")));
    }
}
