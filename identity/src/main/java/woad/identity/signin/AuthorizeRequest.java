package woad.identity.signin;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Names;
import woad.identity.directory.Tenant;
import woad.identity.tokens.ClientApplication;
import woad.identity.tokens.Clients;
import woad.identity.tokens.LoginError;
import woad.identity.tokens.LoginForm;
import woad.identity.tokens.TenantNames;
import woad.platform.core.CloudException;
import woad.platform.web.Caller;

/**
 * A sign-in request whose application and redirect URI are known to belong together, so that errors may go there.
 *
 * @param tenant the tenant that the path names; empty for {@code common} and {@code organizations}
 * @param mode   how the answer gets to the application
 */
record AuthorizeRequest(Optional<Tenant> tenant, ClientApplication client, String redirectUri, Mode mode, LoginForm form) {

    /** {@code response_mode} (OAuth 2.0 Multiple Response Type Encoding Practices, Form Post Response Mode). */
    enum Mode { QUERY, FRAGMENT, FORM_POST }

    /** @throws CloudException where application and redirect URI do not belong together: told to the person, never sent anywhere */
    static AuthorizeRequest read(Handle handle, Caller.Realm realm, Clients clients, String tenantName, LoginForm form) {
        Optional<Tenant> tenant = TenantNames.find(handle, realm, tenantName);
        String clientId = form.require("client_id");
        String redirectUri = form.require("redirect_uri");
        ClientApplication client = clients.own(clientId).orElseGet(() -> clients.find(handle, tenant.orElseThrow(() -> new CloudException(
                LoginError.NO_TENANT, "No tenant-identifying information found: the application '" + Names.printable(clientId)
                + "' belongs to one tenant, whose id or domain must be in the path.")), clientId));
        if (!client.redirectsTo(redirectUri)) {
            throw new CloudException(LoginError.WRONG_REDIRECT, "The redirect URI '" + Names.printable(redirectUri) + "' specified in the request does not "
                    + "match the redirect URIs configured for the application '" + client.clientId() + "'. Make sure the redirect URI sent in the "
                    + "request matches one added to your application.");
        }
        Mode mode = switch (form.find("response_mode").orElse("query")) {
            case "query" -> Mode.QUERY;
            case "fragment" -> Mode.FRAGMENT;
            case "form_post" -> Mode.FORM_POST;
            default -> throw new CloudException(LoginError.UNSUPPORTED_RESPONSE_MODE, "The response_mode must be query, fragment or form_post.");
        };
        return new AuthorizeRequest(tenant, client, redirectUri, mode, form);
    }

    /** The rest of the request; what is wrong here is told to the application. */
    void check() {
        if (!form.find("response_type").orElse("").equals("code")) {
            throw new CloudException(LoginError.UNSUPPORTED_RESPONSE_TYPE, "The response_type must be 'code'.");
        }
        Optional<String> challenge = form.find("code_challenge");
        if (challenge.isEmpty() && client.isPublicRedirect(redirectUri)) {
            throw new CloudException(LoginError.MISSING_CHALLENGE, "Proof Key for Code Exchange is required for public clients: send a code_challenge.");
        }
        if (challenge.isPresent() && (!form.find("code_challenge_method").orElse("").equals("S256") || !challenge.get().matches("[A-Za-z0-9_-]{43}"))) {
            throw new CloudException(LoginError.WRONG_CHALLENGE_METHOD, "The code_challenge must be of the code_challenge_method S256.");
        }
    }

    /** What is asked for, in the words of form 2.0. */
    String scope() {
        return form.find("resource").map(resource -> "openid offline_access " + resource + "/.default").orElseGet(() -> form.require("scope"));
    }
}
