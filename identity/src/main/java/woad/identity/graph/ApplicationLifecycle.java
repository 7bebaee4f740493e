package woad.identity.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Applications;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.identity.tokens.RedirectUris;
import woad.platform.core.CloudException;
import woad.platform.core.TenantId;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;

/** Applications: where they may be answered, what they call themselves, and their service principal, which follows them. */
final class ApplicationLifecycle implements Lifecycle {
    private final Creation creation;

    ApplicationLifecycle(Creation creation) {
        this.creation = creation;
    }

    @Override
    public GraphType type() {
        return GraphType.APPLICATION;
    }

    @Override
    public DirectoryObject create(Handle handle, WebRequest request) {
        ObjectNode given = Body.ofCreation(type(), request, Set.of());
        ObjectNode properties = Body.merged(type(), Applications.initial(creation.ids().guid(), Names.displayName(Body.require(type(), given, "displayName"),
                ObjectKind.APPLICATION)), given);
        check(handle, request.caller().tenant(), null, properties);
        DirectoryObject application = creation.insert(handle, request.caller(), ObjectKind.APPLICATION, properties);
        if (request.caller().kind() == Caller.Kind.USER) {
            creation.own(handle, request.caller(), application);
        }
        return application;
    }

    @Override
    public ObjectNode change(Handle handle, DirectoryObject before, ObjectNode after) {
        check(handle, before.tenant(), before, after);
        DirectoryObjects.findByAppId(handle, before.tenant(), ObjectKind.SERVICE_PRINCIPAL, before.appId()).ifPresent(principal -> {
            ObjectNode follows = principal.properties();
            Applications.writeNames(follows, new DirectoryObject(before.id(), before.tenant(), before.kind(), after, before.createdAt()));
            DirectoryObjects.update(handle, principal, follows);
        });
        return after;
    }

    @Override
    public void delete(Handle handle, DirectoryObject object) {
        DirectoryObjects.findByAppId(handle, object.tenant(), ObjectKind.SERVICE_PRINCIPAL, object.appId()).ifPresent(principal -> DirectoryObjects.delete(handle, principal));
        DirectoryObjects.delete(handle, object);
    }

    private void check(Handle handle, TenantId tenant, DirectoryObject before, ObjectNode properties) {
        Names.displayName(Body.require(type(), properties, "displayName"), ObjectKind.APPLICATION);
        redirects(properties, "web", false);
        redirects(properties, "spa", false);
        redirects(properties, "publicClient", true);
        String audience = properties.path("signInAudience").asText("AzureADMyOrg");
        if (!audience.equals("AzureADMyOrg")) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "The signInAudience '" + Names.printable(audience)
                    + "' is not supported by this cloud: applications serve their own tenant, AzureADMyOrg.");
        }
        int version = properties.path("api").path("requestedAccessTokenVersion").asInt(1);
        if (version != 1 && version != 2) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value specified for property 'api.requestedAccessTokenVersion': 1, 2 or null is expected.");
        }
        identifierUris(handle, tenant, before, Applications.texts(properties.path("identifierUris")));
    }

    private static void redirects(ObjectNode properties, String platform, boolean ownSchemes) {
        for (String uri : Applications.texts(properties.path(platform).path("redirectUris"))) {
            if (!RedirectUris.acceptable(uri, ownSchemes)) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value specified for property '" + platform + ".redirectUris': '" + Names.printable(uri)
                        + "'. Redirect URIs are https, or http of a loopback address" + (ownSchemes ? ", or of a program's own scheme" : "") + ", without fragment or wildcard.");
            }
        }
    }

    private static void identifierUris(Handle handle, TenantId tenant, DirectoryObject before, List<String> uris) {
        for (String uri : uris) {
            boolean absolute;
            try {
                absolute = new URI(uri).isAbsolute() && uri.length() <= 255;
            } catch (URISyntaxException e) {
                absolute = false;
            }
            if (!absolute) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value specified for property 'identifierUris' of resource 'Application': '"
                        + Names.printable(uri) + "' is no absolute URI of at most 255 characters.");
            }
            // Two changes at the same moment must not both find the URI free.
            handle.createQuery("select pg_advisory_xact_lock(hashtext(:key))").bind("key", "identity.identifierUri " + tenant + " " + uri).mapTo(String.class).list();
            boolean taken = DirectoryObjects.findByIdentifierUri(handle, tenant, uri).stream().anyMatch(other -> before == null || !other.id().equals(before.id()));
            if (taken) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "Another object with the same value for property identifierUris already exists.");
            }
        }
    }
}
