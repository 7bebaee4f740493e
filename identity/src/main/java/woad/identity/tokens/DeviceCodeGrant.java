package woad.identity.tokens;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.store.Database;

/** {@code urn:ietf:params:oauth:grant-type:device_code}: a program asks whether its person has signed in elsewhere (RFC 8628). */
public final class DeviceCodeGrant implements Grant {
    private final Database database;
    private final DeviceCodes codes;
    private final RefreshTokens refreshTokens;
    private final PersonLookup people;
    private final Scopes scopes;
    private final UserTokens tokens;
    private final InstantSource clock;

    public DeviceCodeGrant(Database database, DeviceCodes codes, RefreshTokens refreshTokens, PersonLookup people,
                           Scopes scopes, UserTokens tokens, InstantSource clock) {
        this.database = database;
        this.codes = codes;
        this.refreshTokens = refreshTokens;
        this.people = people;
        this.scopes = scopes;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** What a transaction came to: a refusal that must still commit what it did, or the sign-in. */
    private record Outcome(CloudException refusal, UserTokens.Prepared prepared) {
        static Outcome refused(LoginError error, String message) {
            return new Outcome(new CloudException(error, message), null);
        }
    }

    @Override
    public Issued issue(TokenRequest request) {
        String deviceCode = request.form().find("device_code").orElseGet(() -> request.form().require("code"));
        Outcome outcome = database.transaction(handle -> codes.lock(handle, deviceCode)
                .filter(code -> code.clientId().equalsIgnoreCase(request.clientId()))
                .map(code -> answer(handle, request, code))
                .orElseGet(() -> Outcome.refused(LoginError.WRONG_DEVICE_CODE, "Bad verification code.")));
        if (outcome.refusal() != null) {
            throw outcome.refusal();
        }
        return tokens.issue(request, outcome.prepared(), SignInLog.Kind.DEVICE_CODE);
    }

    private Outcome answer(Handle handle, TokenRequest request, DeviceCodes.Stored code) {
        Instant now = clock.instant();
        if (!now.isBefore(code.expiresAt())) {
            return Outcome.refused(LoginError.DEVICE_CODE_EXPIRED, "The provided value for the input parameter 'device_code' is not valid. This device code has expired.");
        }
        return switch (code.state()) {
            case PENDING -> pending(handle, code, now);
            case DENIED -> Outcome.refused(LoginError.DEVICE_DECLINED, "User declined the sign-in.");
            case REDEEMED -> Outcome.refused(LoginError.CODE_REDEEMED, "The device code was already redeemed.");
            case APPROVED -> {
                PersonLookup.Person person = people.require(handle, new PrincipalId(code.user()));
                yield new Outcome(null, redeem(handle, request, code, person.tenant(), person.user()));
            }
        };
    }

    private Outcome pending(Handle handle, DeviceCodes.Stored code, Instant now) {
        // Half a second of grace: the program's own timer counts from when it got the last answer.
        boolean hasty = code.polledAt() != null && now.isBefore(code.polledAt().plusSeconds(code.pollSeconds()).minus(Duration.ofMillis(500)));
        codes.polled(handle, code, hasty ? Math.min(code.pollSeconds() + DeviceCodes.POLL_SECONDS, 60) : code.pollSeconds());
        return hasty
                ? Outcome.refused(LoginError.SLOW_DOWN, "Polling too fast: wait five seconds more between requests.")
                : Outcome.refused(LoginError.AUTHORIZATION_PENDING, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");
    }

    private UserTokens.Prepared redeem(Handle handle, TokenRequest request, DeviceCodes.Stored code, Tenant tenant, DirectoryObject user) {
        codes.redeemed(handle, code);
        UUID grant = refreshTokens.open(handle, tenant.id(), user.id(), code.clientId(), code.scope());
        Scopes.Requested requested = request.version() == 1 && request.form().find("resource").isPresent()
                ? scopes.readResource(handle, tenant, request.form().require("resource")) : scopes.read(handle, tenant, code.scope());
        return tokens.prepare(handle, request, new UserTokens.SignIn(tenant, user, code.clientId(), requested, false, null, grant));
    }
}
