package woad.identity.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import woad.identity.directory.Secrets;
import woad.platform.core.CloudException;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.web.Authenticator;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;

/**
 * Checks bearer tokens of one realm for one service: signature, issuer, audience, times, and on every request that the tenant and
 * the principal still exist, are enabled and have not ended their sessions. That a signature is good is remembered (by the
 * token's digest, bounded); everything that can change is not.
 */
public final class TokenAuthenticator implements Authenticator {
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int LONGEST = 16 * 1024;
    private static final int REMEMBERED = 20_000;

    private final RealmProfile profile;
    private final Set<String> audiences;
    private final SigningKeys keys;
    private final PrincipalStates states;
    private final InstantSource clock;
    private final Cache<ByteBuffer, Verified> verified = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** A token whose signature, form and issuer are good. */
    private record Verified(String kid, String audience, TenantId tenant, PrincipalId principal, String clientId, String name, long session,
                            Instant notBefore, Instant expires) {}

    /** @param audiences what tokens must be for; each is taken with and without a trailing slash */
    public TokenAuthenticator(RealmProfile profile, Set<String> audiences, SigningKeys keys, PrincipalStates states, InstantSource clock) {
        this.profile = profile;
        this.audiences = audiences.stream().map(TokenAuthenticator::withoutSlash).collect(Collectors.toUnmodifiableSet());
        this.keys = keys;
        this.states = states;
        this.clock = clock;
    }

    @Override
    public Caller authenticate(WebRequest request) {
        String header = request.header("authorization").orElse("");
        if (header.isBlank()) {
            throw new CloudException(TokenError.MISSING, "Authentication failed. The 'Authorization' header is missing.");
        }
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new CloudException(TokenError.WRONG_SCHEME, "Authentication failed. The 'Authorization' header is provided in an invalid format.");
        }
        return authenticate(header.substring(7).strip());
    }

    /** The caller whom a token proves. @throws CloudException a {@link TokenError} */
    public Caller authenticate(String token) {
        return authenticate(token, Set.of());
    }

    /** As {@link #authenticate(String)}, where the token may also be for one of some audiences that depend on the request, without trailing slashes. */
    public Caller authenticate(String token, Set<String> also) {
        if (token.length() > LONGEST) {
            throw invalid();
        }
        ByteBuffer digest = ByteBuffer.wrap(Secrets.sha256(token));
        Verified good = verified.getIfPresent(digest);
        if (good == null) {
            good = verify(token);
            verified.put(digest, good);
        } else if (keys.find(good.kid()).isEmpty()) {
            throw invalid();
        }
        checkAudience(good.audience(), also);
        checkTimes(good);
        PrincipalStates.State state = states.find(good.tenant(), good.principal()).orElseThrow(() -> new CloudException(TokenError.INVALID,
                "The access token is invalid: its principal does not exist in the tenant any more. Sign in again."));
        if (!state.enabled()) {
            throw new CloudException(TokenError.INVALID, "The access token is invalid: its principal or tenant is disabled.");
        }
        if (state.session() != good.session()) {
            throw new CloudException(TokenError.INVALID, "The access token is invalid: the sessions of its principal were ended. Sign in again.");
        }
        return new Caller(profile.realm(), good.tenant(), good.principal(), state.kind().callerKind(), state.groups(), good.clientId(), good.name());
    }

    @Override
    public String challenge(WebRequest request) {
        return "Bearer authorization_uri=\"" + profile.loginUrl() + "/common\", error=\"invalid_token\", "
                + "error_description=\"The access token is missing or invalid.\"";
    }

    private Verified verify(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) || jwt.getHeader().getKeyID() == null) {
                throw invalid();
            }
            RSAKey key = keys.find(jwt.getHeader().getKeyID()).orElseThrow(TokenAuthenticator::invalid);
            // Base64 decoders drop stray bits at the end: only the one exact spelling of a signature is taken.
            boolean exact = Base64URL.encode(jwt.getSignature().decode()).equals(jwt.getSignature());
            if (!exact || !jwt.verify(new RSASSAVerifier(key))) {
                throw invalid();
            }
            return read(jwt.getJWTClaimsSet(), key.getKeyID());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw new CloudException(TokenError.INVALID, "The access token is invalid.", e);
        }
    }

    private Verified read(JWTClaimsSet claims, String kid) throws ParseException {
        TenantId tenant = TenantId.parse(claims.getStringClaim("tid"));
        String issuer = claims.getIssuer();
        if (!profile.issuer(tenant).equals(issuer) && !profile.issuerV2(tenant).equals(issuer)) {
            throw new CloudException(TokenError.INVALID, "The access token is from the wrong issuer.");
        }
        if (claims.getAudience().size() != 1) {
            throw invalid();
        }
        String clientId = claims.getStringClaim("appid") == null ? claims.getStringClaim("azp") : claims.getStringClaim("appid");
        String name = claims.getStringClaim("upn") == null ? clientId : claims.getStringClaim("upn");
        Date notBefore = claims.getNotBeforeTime();
        Date expires = claims.getExpirationTime();
        Long session = claims.getLongClaim("xms_ssv");
        if (clientId == null || notBefore == null || expires == null || session == null) {
            throw invalid();
        }
        return new Verified(kid, claims.getAudience().getFirst(), tenant, PrincipalId.parse(claims.getStringClaim("oid")), clientId, name, session,
                notBefore.toInstant(), expires.toInstant());
    }

    private void checkAudience(String audience, Set<String> also) {
        String plain = withoutSlash(audience);
        if (!audiences.contains(plain) && !also.contains(plain)) {
            Set<String> allowed = new TreeSet<>();
            Stream.concat(audiences.stream(), also.stream()).forEach(one -> {
                allowed.add(one);
                allowed.add(one + "/");
            });
            throw new CloudException(TokenError.AUDIENCE, "The access token has been obtained for wrong audience or resource '" + audience
                    + "'. It should exactly match with one of the allowed audiences '" + String.join("','", allowed) + "'.");
        }
    }

    private void checkTimes(Verified token) {
        Instant now = clock.instant();
        if (!now.isBefore(token.expires())) {
            throw new CloudException(TokenError.EXPIRED, "The access token expiry UTC time '" + token.expires()
                    + "' is earlier than current UTC time '" + now + "'.");
        }
        if (token.notBefore().isAfter(now.plus(SKEW))) {
            throw new CloudException(TokenError.INVALID, "The access token is not valid before UTC time '" + token.notBefore()
                    + "'; the current UTC time is '" + now + "'.");
        }
    }

    private static CloudException invalid() {
        return new CloudException(TokenError.INVALID, "The access token is invalid.");
    }

    private static String withoutSlash(String audience) {
        return audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
    }
}
