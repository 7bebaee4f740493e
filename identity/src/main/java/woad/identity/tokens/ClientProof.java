package woad.identity.tokens;

import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;

/** How an application proves itself where a person's grant is redeemed: confidential ones by their secret, public ones not at all. */
public final class ClientProof {
    private final Clients clients;
    private final InstantSource clock;

    public ClientProof(Clients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** The application of a client id. */
    public ClientApplication find(Handle handle, Tenant tenant, String clientId) {
        return clients.find(handle, tenant, clientId);
    }

    /**
     * Whether the application sent its secret.
     *
     * @throws CloudException where the secret is wrong, where a public client sends one, or where a client with only web redirects sends none
     */
    public boolean provesItself(Handle handle, ClientApplication client, LoginForm form) {
        boolean needed = !client.publicClient() && client.publicRedirects().isEmpty();
        return check(handle, client, form, needed);
    }

    /** The same where the redirect URI tells what the client is. */
    boolean provesItself(Handle handle, ClientApplication client, LoginForm form, String redirectUri) {
        return check(handle, client, form, !client.isPublicRedirect(redirectUri));
    }

    private boolean check(Handle handle, ClientApplication client, LoginForm form, boolean needed) {
        Optional<String> secret = form.find("client_secret");
        if (secret.isEmpty()) {
            if (needed) {
                throw new CloudException(LoginError.MISSING_SECRET,
                        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
            }
            return false;
        }
        if (client.application().isEmpty()) {
            throw new CloudException(LoginError.SECRET_OF_PUBLIC_CLIENT,
                    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.");
        }
        ClientSecrets.check(handle, client, secret.get(), clock.instant());
        return true;
    }
}
