package woad.identity.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Applications;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;

/** Finds the application of a {@code client_id}: one of the cloud's own, or one registered in the tenant. */
public final class Clients {
    private static final UUID AZURE_CLI = UUID.fromString("04b07795-8ddb-461a-bbee-02f9e1bf7b46");
    private static final UUID AZURE_POWERSHELL = UUID.fromString("1950a258-227b-4e31-a9cf-717495945fc2");
    /** The web console's client id. */
    public static final UUID PORTAL = UUID.fromString("c44b4083-3bb0-49c1-b47d-974e53cbdf3c");

    private final List<ClientApplication> own;

    public Clients(RealmProfile profile) {
        List<String> terminal = List.of("http://localhost", "http://127.0.0.1", profile.loginUrl() + "/common/oauth2/nativeclient");
        this.own = List.of(
                own(AZURE_CLI, "Azure CLI", terminal, true),
                own(AZURE_POWERSHELL, "Azure PowerShell", terminal, true),
                own(PORTAL, "Woad portal", List.of(profile.portalUrl() + "/signin-oidc"), false));
    }

    private static ClientApplication own(UUID appId, String name, List<String> redirects, boolean publicClient) {
        return new ClientApplication(appId, name, redirects, List.of(), publicClient, Optional.empty(), Optional.empty());
    }

    /** One of the cloud's own applications, which every tenant knows. */
    public Optional<ClientApplication> own(String clientId) {
        return own.stream().filter(client -> client.clientId().equalsIgnoreCase(clientId)).findFirst();
    }

    /** @throws CloudException {@code AADSTS700016} where the tenant does not know it, {@code AADSTS7000112} where it is disabled */
    public ClientApplication find(Handle handle, Tenant tenant, String clientId) {
        Optional<ClientApplication> known = own(clientId);
        if (known.isPresent()) {
            return known.get();
        }
        if (!Guid.matches(clientId)) {
            throw unknown(clientId, tenant.displayName());
        }
        UUID appId = Guid.parse(clientId);
        List<DirectoryObject> both = DirectoryObjects.listByAppId(handle, tenant.id(), appId);
        DirectoryObject application = both.stream().filter(object -> object.kind() == ObjectKind.APPLICATION).findFirst()
                .orElseThrow(() -> unknown(clientId, tenant.displayName()));
        DirectoryObject servicePrincipal = both.stream().filter(object -> object.kind() == ObjectKind.SERVICE_PRINCIPAL).findFirst()
                .orElseThrow(() -> new CloudException(LoginError.NO_SERVICE_PRINCIPAL, "The client application " + appId
                        + " is missing service principal in the tenant " + tenant.id() + "."));
        if (!servicePrincipal.enabled()) {
            throw new CloudException(LoginError.DISABLED_CLIENT, "Application '" + appId + "'(" + application.displayName() + ") is disabled.");
        }
        return registered(application, servicePrincipal);
    }

    static CloudException unknown(String clientId, String tenant) {
        return new CloudException(LoginError.UNKNOWN_CLIENT, "Application with identifier '" + Names.printable(clientId)
                + "' was not found in the directory '" + tenant + "'. This can happen if the application has not been installed by the "
                + "administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.");
    }

    private static ClientApplication registered(DirectoryObject application, DirectoryObject servicePrincipal) {
        ObjectNode properties = application.properties();
        List<String> publicRedirects = new ArrayList<>(Applications.texts(properties.path("publicClient").path("redirectUris")));
        publicRedirects.addAll(Applications.texts(properties.path("spa").path("redirectUris")));
        return new ClientApplication(application.appId(), application.displayName(), publicRedirects,
                Applications.texts(properties.path("web").path("redirectUris")), properties.path("isFallbackPublicClient").asBoolean(false),
                Optional.of(application), Optional.of(servicePrincipal));
    }
}
