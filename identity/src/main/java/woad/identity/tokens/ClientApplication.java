package woad.identity.tokens;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import woad.identity.directory.DirectoryObject;

/**
 * An application that signs people in or itself.
 *
 * @param publicRedirects where public clients are answered; {@code http://localhost} stands for any port
 * @param webRedirects    where confidential clients are answered
 * @param publicClient    whether it may use flows without a redirect and without a secret
 * @param application     its registration; empty for the cloud's own
 * @param servicePrincipal what stands for it in the tenant; empty for the cloud's own
 */
public record ClientApplication(UUID appId, String displayName, List<String> publicRedirects, List<String> webRedirects,
                                boolean publicClient, Optional<DirectoryObject> application, Optional<DirectoryObject> servicePrincipal) {
    public ClientApplication {
        publicRedirects = List.copyOf(publicRedirects);
        webRedirects = List.copyOf(webRedirects);
    }

    /** The {@code client_id} in lower case. */
    public String clientId() {
        return appId.toString();
    }

    /** Whether a redirect URI is one of the registered ones. */
    public boolean redirectsTo(String uri) {
        return isPublicRedirect(uri) || webRedirects.contains(uri);
    }

    /** Whether a redirect URI is a public client's, which must use PKCE and has no secret. */
    public boolean isPublicRedirect(String uri) {
        return publicRedirects.stream().anyMatch(registered -> RedirectUris.matches(registered, uri));
    }
}
