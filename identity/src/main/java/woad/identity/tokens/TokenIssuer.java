package woad.identity.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryRole;
import woad.identity.directory.Secrets;
import woad.identity.directory.Tenant;
import woad.platform.core.Ids;

/** Writes and signs tokens. Claims as Microsoft Entra has them: "Access token claims reference", "ID token claims reference". */
public final class TokenIssuer {
    /** How long an access or id token holds. */
    public static final Duration LIFE = Duration.ofHours(1);
    /** How long any token can hold. */
    static final Duration LONGEST_LIFE = Duration.ofHours(2);

    private final RealmProfile profile;
    private final SigningKeys keys;
    private final Ids ids;
    private final InstantSource clock;
    private volatile Signer signer;

    private record Signer(RSAKey key, JWSSigner signer) {}

    /**
     * Whose token it is.
     *
     * @param session the version of the principal's sessions; ending them all raises it
     */
    public record Subject(Tenant tenant, DirectoryObject principal, Set<DirectoryRole> roles, long session) {
        public Subject {
            roles = Set.copyOf(roles);
        }
    }

    /** What for: the resource, and the audience exactly as the client asked for it. */
    public record Target(ProtectedResource resource, String audience, List<String> scopes) {
        public Target {
            scopes = List.copyOf(scopes);
        }
    }

    public TokenIssuer(RealmProfile profile, SigningKeys keys, Ids ids, InstantSource clock) {
        this.profile = profile;
        this.keys = keys;
        this.ids = ids;
        this.clock = clock;
    }

    /** A token of an application that acts for itself. */
    public String applicationToken(Subject subject, Target target, String clientId) {
        String id = subject.principal().id().toString();
        return sign(access(subject, target, clientId, "1").claim("idtyp", "app").subject(id).claim("oid", id));
    }

    /** A token of an application that acts for a person. @param confidential whether it proved itself by a secret */
    public String userToken(Subject subject, Target target, String clientId, boolean confidential, String clientAddress) {
        DirectoryObject user = subject.principal();
        JWTClaimsSet.Builder claims = access(subject, target, clientId, confidential ? "1" : "0")
                .claim("idtyp", "user").claim("oid", user.id().toString()).subject(pairwise(user, target.audience()))
                .claim("scp", String.join(" ", target.scopes())).claim("amr", List.of("pwd")).claim("ipaddr", clientAddress)
                .claim("name", user.displayName()).claim("upn", user.text("userPrincipalName"))
                .claim("unique_name", user.text("userPrincipalName"));
        putText(claims, "given_name", user.text("givenName"));
        putText(claims, "family_name", user.text("surname"));
        return sign(claims);
    }

    /** An id token for the client itself. @param nonce echoed, or null */
    public String idToken(Subject subject, String clientId, String nonce) {
        DirectoryObject user = subject.principal();
        JWTClaimsSet.Builder claims = times(new JWTClaimsSet.Builder()).issuer(profile.issuerV2(subject.tenant().id())).audience(clientId)
                .subject(pairwise(user, clientId)).claim("oid", user.id().toString()).claim("tid", subject.tenant().id().toString())
                .claim("name", user.displayName()).claim("preferred_username", user.text("userPrincipalName"))
                .claim("uti", ids.secret(16)).claim("ver", "2.0");
        putText(claims, "nonce", nonce);
        return sign(claims);
    }

    private JWTClaimsSet.Builder access(Subject subject, Target target, String clientId, String clientProof) {
        boolean second = target.resource().tokenVersion() == 2;
        String tenant = subject.tenant().id().toString();
        String issuer = second ? profile.issuerV2(subject.tenant().id()) : profile.issuer(subject.tenant().id());
        JWTClaimsSet.Builder claims = times(new JWTClaimsSet.Builder()).audience(target.audience()).issuer(issuer).claim("tid", tenant)
                .claim("uti", ids.secret(16)).claim("ver", second ? "2.0" : "1.0")
                .claim(second ? "azp" : "appid", clientId).claim(second ? "azpacr" : "appidacr", clientProof)
                .claim("xms_tcdt", subject.tenant().createdAt().getEpochSecond()).claim("xms_ssv", subject.session());
        if (!second) {
            claims.claim("idp", issuer);
        }
        if (!subject.roles().isEmpty()) {
            claims.claim("wids", subject.roles().stream().map(DirectoryRole::templateId).map(UUID::toString).sorted().toList());
        }
        return claims;
    }

    private JWTClaimsSet.Builder times(JWTClaimsSet.Builder claims) {
        Instant now = clock.instant();
        return claims.issueTime(Date.from(now)).notBeforeTime(Date.from(now)).expirationTime(Date.from(now.plus(LIFE)));
    }

    /** A person's identifier that differs from one client to another. */
    private static String pairwise(DirectoryObject user, String audience) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256(user.tenant() + "\n" + user.id() + "\n" + audience));
    }

    private static void putText(JWTClaimsSet.Builder claims, String name, String value) {
        if (value != null) {
            claims.claim(name, value);
        }
    }

    private String sign(JWTClaimsSet.Builder claims) {
        Signer current = signer();
        String kid = current.key().getKeyID();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(kid).build(), claims.build());
        try {
            token.sign(current.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return token.serialize();
    }

    private Signer signer() {
        RSAKey key = keys.signing();
        Signer current = signer;
        if (current == null || current.key() != key) {
            try {
                current = new Signer(key, new RSASSASigner(key));
            } catch (JOSEException e) {
                throw new IllegalStateException("the signing key cannot sign", e);
            }
            signer = current;
        }
        return current;
    }

    /** The {@code client_info} of a person: {@code {"uid","utid"}} as base64url. */
    public static String clientInfo(Subject subject) {
        String json = "{\"uid\":\"" + subject.principal().id() + "\",\"utid\":\"" + subject.tenant().id() + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
