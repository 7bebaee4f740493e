package woad.identity.signin;

import java.util.Optional;
import java.util.UUID;
import woad.identity.directory.Tenant;
import woad.identity.tokens.ClientApplication;
import woad.identity.tokens.ClientProof;
import woad.identity.tokens.Grant;
import woad.identity.tokens.LoginError;
import woad.identity.tokens.PersonLookup;
import woad.identity.tokens.RefreshTokens;
import woad.identity.tokens.Scopes;
import woad.identity.tokens.SignInLog;
import woad.identity.tokens.TenantNames;
import woad.identity.tokens.UserTokens;
import woad.platform.core.CloudException;
import woad.platform.store.Database;
import woad.platform.web.Caller;

/** {@code password}: an application sends a person's password (RFC 6749, section 4.3). Off unless the tenant allows it. */
public final class PasswordGrant implements Grant {
    private final Database database;
    private final Caller.Realm realm;
    private final PasswordCheck check;
    private final ClientProof clientProof;
    private final Scopes scopes;
    private final RefreshTokens refreshTokens;
    private final UserTokens tokens;

    public PasswordGrant(Database database, Caller.Realm realm, PasswordCheck check, ClientProof clientProof, Scopes scopes,
                         RefreshTokens refreshTokens, UserTokens tokens) {
        this.database = database;
        this.realm = realm;
        this.check = check;
        this.clientProof = clientProof;
        this.scopes = scopes;
        this.refreshTokens = refreshTokens;
        this.tokens = tokens;
    }

    @Override
    public Issued issue(TokenRequest request) {
        String name = request.form().require("username");
        String clientId = request.clientId().toLowerCase(java.util.Locale.ROOT);
        Optional<Tenant> asked = database.with(handle -> TenantNames.find(handle, realm, request.tenantName()));
        PersonLookup.Person person = check.check(name, request.form().require("password"), Optional.empty(), asked, request.web().clientAddress());
        if (!person.tenant().passwordGrant()) {
            throw new CloudException(LoginError.PASSWORD_GRANT_OFF, "Access has been blocked by the policy of the tenant: applications may not send "
                    + "passwords themselves. Sign in through the browser or with a device code.");
        }
        return tokens.issue(request, database.transaction(handle -> {
            ClientApplication client = clientProof.find(handle, person.tenant(), clientId);
            boolean confidential = clientProof.provesItself(handle, client, request.form());
            String scope = request.version() == 1 ? "openid offline_access " + request.form().require("resource") + "/.default"
                    : request.form().require("scope");
            Scopes.Requested requested = scopes.read(handle, person.tenant(), scope);
            UUID grant = refreshTokens.open(handle, person.tenant().id(), person.user().id(), clientId, scope);
            return tokens.prepare(handle, request, new UserTokens.SignIn(person.tenant(), person.user(), clientId, requested, confidential, null, grant));
        }), SignInLog.Kind.PASSWORD_GRANT);
    }
}
