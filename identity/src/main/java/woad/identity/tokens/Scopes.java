package woad.identity.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;

/** Reads {@code scope} (form 2.0) and {@code resource} (form 1.0): what a token is for. */
public final class Scopes {
    private static final Set<String> OPENID = Set.of("openid", "profile", "email", "offline_access");
    private static final String DEFAULT = "/.default";

    private final RealmProfile profile;

    /**
     * What was asked for.
     *
     * @param target what the access token is for; the first of the realm's resources that every tenant has where only OpenID scopes were asked
     * @param openId the OpenID scopes among them
     * @param echo   the answer's {@code scope}: what is granted, and what was asked, since clients look their tokens up by it
     */
    public record Requested(TokenIssuer.Target target, Set<String> openId, String echo) {
        public Requested {
            openId = Set.copyOf(openId);
        }
    }

    public Scopes(RealmProfile profile) {
        this.profile = profile;
    }

    /** Reads a {@code scope} of a person's sign-in. @throws CloudException an {@code AADSTS} of scopes or resources */
    public Requested read(Handle handle, Tenant tenant, String scope) {
        Set<String> openId = new java.util.LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        String audience = null;
        for (String item : scope.strip().split("\\s+")) {
            if (OPENID.contains(item)) {
                openId.add(item);
                continue;
            }
            int slash = item.endsWith(DEFAULT) ? item.length() - DEFAULT.length() : item.lastIndexOf('/');
            if (slash <= 0) {
                throw new CloudException(LoginError.INVALID_SCOPE, "The provided request must include a 'scope' input parameter. The provided value for the "
                        + "input parameter 'scope' is not valid. The scope " + Names.printable(item) + " is not valid.");
            }
            String resource = item.substring(0, slash);
            if (audience != null && !audience.equals(resource)) {
                throw new CloudException(LoginError.SEVERAL_RESOURCES, "Provided value for the input parameter scope is not valid because it "
                        + "contains more than one resource.");
            }
            audience = resource;
            names.add(item.substring(slash + 1));
        }
        if (audience == null) {
            ProtectedResource first = profile.resources().stream().filter(r -> r.appId().equals(ProtectedResource.GRAPH)).findFirst()
                    .orElse(profile.resources().getFirst());
            audience = first.audiences().stream().filter(a -> a.endsWith(profile.cloud().domain())).findFirst().orElseThrow();
            names.add(".default");
        }
        ProtectedResource resource = resource(handle, tenant, audience);
        Set<String> granted = new java.util.LinkedHashSet<>();
        for (String name : names) {
            if (!name.equals(".default") && !resource.scopes().contains(name)) {
                throw new CloudException(LoginError.UNKNOWN_SCOPE, "The application asked for scope '" + Names.printable(name)
                        + "' that doesn't exist on the resource '" + resource.appId() + "'. It has: " + String.join(", ", resource.scopes()) + ".");
            }
            granted.add(name.equals(".default") ? resource.scopes().getFirst() : name);
        }
        return new Requested(new TokenIssuer.Target(resource, audience, List.copyOf(granted)), openId, echo(audience, granted, names, openId));
    }

    private static String echo(String audience, Set<String> granted, List<String> names, Set<String> openId) {
        Set<String> items = new java.util.LinkedHashSet<>();
        granted.forEach(name -> items.add(audience + "/" + name));
        names.forEach(name -> items.add(audience + "/" + name));
        openId.stream().filter(name -> !name.equals("offline_access")).sorted().forEach(items::add);
        return String.join(" ", items);
    }

    /** Reads the {@code scope} of client credentials, which must be one resource and {@code /.default}; OpenID scopes are ignored, as Java sends them. */
    TokenIssuer.Target readOfClient(Handle handle, Tenant tenant, String scope) {
        List<String> rest = List.of(scope.strip().split("\\s+")).stream().filter(item -> !OPENID.contains(item)).toList();
        if (rest.size() > 1) {
            throw new CloudException(LoginError.SEVERAL_RESOURCES, "Provided value for the input parameter scope is not valid because it "
                    + "contains more than one resource.");
        }
        if (rest.isEmpty() || !rest.getFirst().endsWith(DEFAULT)) {
            throw new CloudException(LoginError.SCOPE_WITHOUT_DEFAULT, "The provided value for scope " + Names.printable(scope)
                    + " is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        }
        String audience = rest.getFirst().substring(0, rest.getFirst().length() - DEFAULT.length());
        return new TokenIssuer.Target(resource(handle, tenant, audience), audience, List.of());
    }

    /** Reads a {@code resource} of form 1.0. */
    public Requested readResource(Handle handle, Tenant tenant, String audience) {
        ProtectedResource resource = resource(handle, tenant, audience);
        List<String> granted = resource.scopes().subList(0, 1);
        return new Requested(new TokenIssuer.Target(resource, audience, granted), Set.of("openid"), granted.getFirst());
    }

    private ProtectedResource resource(Handle handle, Tenant tenant, String audience) {
        return profile.resources().stream().filter(resource -> resource.matches(audience)).findFirst()
                .or(() -> registered(handle, tenant, audience))
                .orElseThrow(() -> new CloudException(LoginError.UNKNOWN_RESOURCE, "The resource principal named " + Names.printable(audience)
                        + " was not found in the tenant named " + tenant.displayName() + ". This can happen if the application has not been installed "
                        + "by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication "
                        + "request to the wrong tenant."));
    }

    private static Optional<ProtectedResource> registered(Handle handle, Tenant tenant, String audience) {
        Optional<DirectoryObject> application = Guid.matches(audience)
                ? DirectoryObjects.findByAppId(handle, tenant.id(), ObjectKind.APPLICATION, Guid.parse(audience))
                : DirectoryObjects.findByIdentifierUri(handle, tenant.id(), audience).stream().findFirst();
        return application.filter(app -> hasServicePrincipal(handle, tenant, app.appId())).map(app -> new ProtectedResource(app.appId(),
                app.displayName(), Set.of(), List.of("user_impersonation"),
                app.properties().path("api").path("requestedAccessTokenVersion").asInt(1) == 2 ? 2 : 1));
    }

    private static boolean hasServicePrincipal(Handle handle, Tenant tenant, UUID appId) {
        return DirectoryObjects.findByAppId(handle, tenant.id(), ObjectKind.SERVICE_PRINCIPAL, appId)
                .filter(DirectoryObject::enabled).isPresent();
    }
}
