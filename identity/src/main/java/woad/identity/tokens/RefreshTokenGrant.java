package woad.identity.tokens;

import org.jdbi.v3.core.Handle;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;
import woad.platform.store.Database;

/** {@code refresh_token}: the next access token, for the same or another resource (RFC 6749, section 6). */
public final class RefreshTokenGrant implements Grant {
    private final Database database;
    private final RealmProfile profile;
    private final RefreshTokens refreshTokens;
    private final PersonLookup people;
    private final ClientProof clientProof;
    private final Scopes scopes;
    private final UserTokens tokens;

    public RefreshTokenGrant(Database database, RealmProfile profile, RefreshTokens refreshTokens, PersonLookup people, ClientProof clientProof, Scopes scopes, UserTokens tokens) {
        this.database = database;
        this.profile = profile;
        this.refreshTokens = refreshTokens;
        this.people = people;
        this.clientProof = clientProof;
        this.scopes = scopes;
        this.tokens = tokens;
    }

    /** What a transaction came to: a refusal that must still commit what it did, or the sign-in. */
    private record Outcome(CloudException refusal, UserTokens.Prepared prepared) {
        static Outcome refused(LoginError error, String message) {
            return new Outcome(new CloudException(error, message), null);
        }
    }

    @Override
    public Issued issue(TokenRequest request) {
        String token = request.form().require("refresh_token");
        String clientId = request.clientId().toLowerCase(java.util.Locale.ROOT);
        // One transaction: a refusal after the token was found good leaves it unused; what a reuse revokes is committed.
        Outcome outcome = database.transaction(handle -> switch (refreshTokens.redeem(handle, token, clientId)) {
            case RefreshTokens.Redeemed.Good good -> new Outcome(null, prepare(handle, request, clientId, good));
            case RefreshTokens.Redeemed.Unknown unknown -> Outcome.refused(LoginError.INVALID_GRANT,
                    "Provided grant is invalid or malformed. Sign in again.");
            case RefreshTokens.Redeemed.Expired expired -> Outcome.refused(LoginError.EXPIRED_GRANT,
                    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.");
            case RefreshTokens.Redeemed.Revoked revoked -> Outcome.refused(LoginError.GRANT_REVOKED,
                    "The provided grant has expired due to it being revoked, a fresh auth token is needed. Sign in again.");
        });
        if (outcome.refusal() != null) {
            throw outcome.refusal();
        }
        return tokens.issue(request, outcome.prepared(), SignInLog.Kind.REFRESH_TOKEN);
    }

    private UserTokens.Prepared prepare(Handle handle, TokenRequest request, String clientId, RefreshTokens.Redeemed.Good good) {
        PersonLookup.Person person = people.require(handle, good.user());
        Tenant tenant = person.tenant();
        TenantNames.find(handle, profile.realm(), request.tenantName()).filter(asked -> !asked.id().equals(tenant.id())).ifPresent(asked -> {
            throw new CloudException(LoginError.USER_OF_OTHER_TENANT, "User account from the tenant '" + tenant.defaultDomain()
                    + "' does not exist in tenant '" + asked.displayName() + "' and cannot access the application '" + clientId
                    + "' in that tenant. Sign in again with a different user account.");
        });
        ClientApplication client = clientProof.find(handle, tenant, clientId);
        boolean confidential = clientProof.provesItself(handle, client, request.form());
        Scopes.Requested requested = request.version() == 1 && request.form().find("resource").isPresent()
                ? scopes.readResource(handle, tenant, request.form().require("resource"))
                : scopes.read(handle, tenant, request.form().find("scope").orElse(good.scope()));
        return tokens.prepare(handle, request,
                new UserTokens.SignIn(tenant, person.user(), clientId, withRefresh(requested), confidential, null, good.grant()));
    }

    /** The token that was used up is always replaced. */
    private static Scopes.Requested withRefresh(Scopes.Requested requested) {
        var openId = new java.util.HashSet<>(requested.openId());
        openId.add("offline_access");
        return new Scopes.Requested(requested.target(), openId, requested.echo());
    }
}
