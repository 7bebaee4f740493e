package woad.identity.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;
import woad.platform.store.Database;

/** {@code client_credentials}: an application signs in as itself (RFC 6749, section 4.4). */
public final class ClientCredentialsGrant implements Grant {
    private final Database database;
    private final RealmProfile profile;
    private final Clients clients;
    private final Scopes scopes;
    private final TokenIssuer issuer;
    private final InstantSource clock;

    public ClientCredentialsGrant(Database database, RealmProfile profile, Clients clients, Scopes scopes, TokenIssuer issuer, InstantSource clock) {
        this.database = database;
        this.profile = profile;
        this.clients = clients;
        this.scopes = scopes;
        this.issuer = issuer;
        this.clock = clock;
    }

    private record Proven(TokenIssuer.Subject subject, TokenIssuer.Target target) {}

    @Override
    public Issued issue(TokenRequest request) {
        String clientId = request.clientId();
        String secret = request.form().find("client_secret").orElseThrow(() -> new CloudException(LoginError.MISSING_SECRET,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."));
        Proven proven = database.with(handle -> {
            Tenant tenant = TenantNames.require(handle, profile.realm(), request.tenantName());
            ClientApplication client = clients.find(handle, tenant, clientId);
            DirectoryObject servicePrincipal = client.servicePrincipal().orElseThrow(() -> new CloudException(LoginError.SECRET_OF_PUBLIC_CLIENT,
                    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."));
            ClientSecrets.check(handle, client, secret, clock.instant());
            TokenIssuer.Target target = request.version() == 1
                    ? scopes.readResource(handle, tenant, request.form().require("resource")).target()
                    : scopes.readOfClient(handle, tenant, request.form().require("scope"));
            return new Proven(Subjects.read(handle, tenant, servicePrincipal), target);
        });
        String token = issuer.applicationToken(proven.subject(), proven.target(), clientId.toLowerCase(java.util.Locale.ROOT));
        ObjectNode body = TokenAnswers.start(request.version(), proven.target().audience(), clock.instant()).put("access_token", token);
        return new Issued(body, proven.subject().tenant().id().value(), proven.subject().principal().id().value(),
                proven.subject().principal().displayName(), proven.target().audience(), SignInLog.Kind.SERVICE_PRINCIPAL);
    }
}
