package woad.identity.tokens;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.Secrets;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.store.Database;

/** {@code authorization_code}: what the sign-in page gave the application becomes tokens (RFC 6749, section 4.1; RFC 7636). */
public final class AuthorizationCodeGrant implements Grant {
    private final Database database;
    private final RealmProfile profile;
    private final AuthorizationCodes codes;
    private final RefreshTokens refreshTokens;
    private final PersonLookup people;
    private final ClientProof clientProof;
    private final Scopes scopes;
    private final UserTokens tokens;
    private final InstantSource clock;

    public AuthorizationCodeGrant(Database database, RealmProfile profile, AuthorizationCodes codes, RefreshTokens refreshTokens,
                                  PersonLookup people, ClientProof clientProof, Scopes scopes, UserTokens tokens, InstantSource clock) {
        this.database = database;
        this.profile = profile;
        this.codes = codes;
        this.refreshTokens = refreshTokens;
        this.people = people;
        this.clientProof = clientProof;
        this.scopes = scopes;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** What a transaction came to: a refusal that must still commit what it did, or the sign-in. */
    private record Outcome(CloudException refusal, UserTokens.Prepared prepared) {}

    @Override
    public Issued issue(TokenRequest request) {
        String text = request.form().require("code");
        Outcome outcome = database.transaction(handle -> {
            Optional<AuthorizationCodes.Stored> found = codes.lock(handle, text);
            if (found.isPresent() && found.get().used()) {
                refreshTokens.revoke(handle, found.get().grant());
                return new Outcome(new CloudException(LoginError.CODE_REDEEMED, "OAuth2 Authorization code was already redeemed, please retry "
                        + "with a new valid code or use an existing refresh token."), null);
            }
            AuthorizationCodes.Code code = check(found, request);
            PersonLookup.Person person = people.require(handle, new PrincipalId(code.user()));
            Tenant tenant = person.tenant();
            TenantNames.find(handle, profile.realm(), request.tenantName()).filter(asked -> !asked.id().equals(tenant.id())).ifPresent(asked -> {
                throw invalid();
            });
            return new Outcome(null, redeem(handle, request, text, code, person));
        });
        if (outcome.refusal() != null) {
            throw outcome.refusal();
        }
        return tokens.issue(request, outcome.prepared(), SignInLog.Kind.AUTHORIZATION_CODE);
    }

    private AuthorizationCodes.Code check(Optional<AuthorizationCodes.Stored> found, TokenRequest request) {
        AuthorizationCodes.Stored stored = found.filter(s -> s.code().clientId().equalsIgnoreCase(request.clientId()))
                .orElseThrow(AuthorizationCodeGrant::invalid);
        if (!clock.instant().isBefore(stored.expiresAt())) {
            throw new CloudException(LoginError.EXPIRED_GRANT, "The provided authorization code or refresh token has expired due to inactivity. "
                    + "Send a new interactive authorization request for this user and resource.");
        }
        AuthorizationCodes.Code code = stored.code();
        if (!code.redirectUri().equals(request.form().require("redirect_uri"))) {
            throw new CloudException(LoginError.DIFFERENT_REDIRECT, "The reply address does not match the reply address provided when requesting "
                    + "Authorization code.");
        }
        if (code.codeChallenge() != null) {
            byte[] computed = Base64.getUrlEncoder().withoutPadding().encode(Secrets.sha256(request.form().require("code_verifier")));
            if (!MessageDigest.isEqual(computed, code.codeChallenge().getBytes(StandardCharsets.US_ASCII))) {
                throw new CloudException(LoginError.WRONG_VERIFIER,
                        "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
            }
        }
        return code;
    }

    private UserTokens.Prepared redeem(Handle handle, TokenRequest request, String text, AuthorizationCodes.Code code, PersonLookup.Person person) {
        Tenant tenant = person.tenant();
        ClientApplication client = clientProof.find(handle, tenant, code.clientId());
        boolean confidential = clientProof.provesItself(handle, client, request.form(), code.redirectUri());
        UUID grant = refreshTokens.open(handle, tenant.id(), new PrincipalId(code.user()), code.clientId(), code.scope());
        codes.use(handle, text, grant);
        Scopes.Requested requested = request.version() == 1 && request.form().find("resource").isPresent()
                ? scopes.readResource(handle, tenant, request.form().require("resource")) : scopes.read(handle, tenant, code.scope());
        return tokens.prepare(handle, request, new UserTokens.SignIn(tenant, person.user(), code.clientId(), requested, confidential, code.nonce(), grant));
    }

    private static CloudException invalid() {
        return new CloudException(LoginError.INVALID_GRANT, "Provided grant is invalid or malformed. Sign in again.");
    }
}
