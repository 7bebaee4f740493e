package woad.identity.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;

/** What a person's sign-in gives an application: an access token, and as asked a refresh token and an id token. */
public final class UserTokens {
    private final TokenIssuer issuer;
    private final RefreshTokens refreshTokens;
    private final InstantSource clock;

    /**
     * A sign-in that is proven.
     *
     * @param confidential whether the application proved itself by a secret
     * @param nonce        from the sign-in request, or null
     * @param grant        the family of refresh tokens it belongs to
     */
    public record SignIn(Tenant tenant, DirectoryObject user, String clientId, Scopes.Requested requested, boolean confidential,
                         String nonce, UUID grant) {}

    public UserTokens(TokenIssuer issuer, RefreshTokens refreshTokens, InstantSource clock) {
        this.issuer = issuer;
        this.refreshTokens = refreshTokens;
        this.clock = clock;
    }

    /** What is read and written in the caller's transaction before tokens are signed outside of it. */
    public record Prepared(SignIn signIn, TokenIssuer.Subject subject, String refreshToken) {
        @Override
        public String toString() {
            return "Prepared[" + signIn.user().id() + "]";
        }
    }

    /** @throws CloudException {@code AADSTS50057} where the user is disabled */
    public Prepared prepare(Handle handle, Grant.TokenRequest request, SignIn signIn) {
        checkEnabled(signIn.user());
        boolean refresh = request.version() == 1 || signIn.requested().openId().contains("offline_access");
        String refreshToken = refresh ? refreshTokens.add(handle, signIn.grant()) : null;
        return new Prepared(signIn, Subjects.read(handle, signIn.tenant(), signIn.user()), refreshToken);
    }

    /** @throws CloudException {@code AADSTS50057} where the user is disabled */
    public static void checkEnabled(DirectoryObject user) {
        if (!user.enabled()) {
            throw new CloudException(LoginError.DISABLED_USER, "The user account is disabled.");
        }
    }

    /** Signs the tokens. */
    public Grant.Issued issue(Grant.TokenRequest request, Prepared prepared, SignInLog.Kind kind) {
        SignIn signIn = prepared.signIn();
        Scopes.Requested requested = signIn.requested();
        ObjectNode body = TokenAnswers.start(request.version(), requested.target().audience(), clock.instant()).put("scope", requested.echo())
                .put("access_token", issuer.userToken(prepared.subject(), requested.target(), signIn.clientId(), signIn.confidential(),
                        request.web().clientAddress()));
        if (prepared.refreshToken() != null) {
            body.put("refresh_token", prepared.refreshToken());
        }
        if (requested.openId().contains("openid")) {
            body.put("id_token", issuer.idToken(prepared.subject(), signIn.clientId(), signIn.nonce()));
        }
        if (request.form().find("client_info").filter("1"::equals).isPresent()) {
            body.put("client_info", TokenIssuer.clientInfo(prepared.subject()));
        }
        return new Grant.Issued(body, signIn.tenant().id().value(), signIn.user().id().value(), signIn.user().name(),
                requested.target().audience(), kind);
    }
}
