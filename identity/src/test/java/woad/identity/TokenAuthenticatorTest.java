package woad.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import woad.identity.directory.Directory;
import woad.identity.directory.Tenant;
import woad.identity.tokens.RealmProfile;
import woad.identity.tokens.TokenError;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.PrincipalId;
import woad.platform.web.Caller;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenAuthenticatorTest {
    private TestIdentity identity;
    private Tenant tenant;
    private Directory.NewApplication application;
    private String token;

    @BeforeAll
    void start() {
        identity = new TestIdentity();
    }

    @BeforeEach
    void signIn() {
        tenant = identity.directory.createTenant("Adatum", "adatum" + identity.directory.tenants().size() + ".woad.test");
        application = identity.directory.createApplication(tenant.id(), "deployer");
        token = identity.token(tenant, application, TestIdentity.MANAGEMENT);
    }

    @AfterAll
    void stop() {
        identity.close();
    }

    private void refused(TokenError error, String presented) {
        assertThatThrownBy(() -> identity.authenticator.authenticate(presented)).isInstanceOf(CloudException.class)
                .satisfies(e -> assertThat(((CloudException) e).error()).isEqualTo(error));
    }

    @Test
    void aTokenProvesItsCaller() {
        for (int i = 0; i < 2; i++) {
            Caller caller = identity.authenticator.authenticate(token);
            assertThat(caller).isEqualTo(new Caller(Caller.Realm.CUSTOMER, tenant.id(), application.servicePrincipal().id(),
                    Caller.Kind.SERVICE_PRINCIPAL, Set.of(), application.appId().toString(), application.appId().toString()));
        }
        identity.authenticator.authenticate(identity.token(tenant, application, "https://management.azure.com"));
        identity.authenticator.authenticate(identity.token(tenant, application, "https://management.azure.com/"));
    }

    @Test
    void groupsAreThoseOfNowThroughOtherGroupsToo() {
        String inner = identity.ids.guid().toString();
        String outer = identity.ids.guid().toString();
        identity.database.transaction(handle -> {
            for (String id : Set.of(inner, outer)) {
                handle.execute("insert into identity.objects (id, tenant_id, kind, properties, created_at) values (cast(? as uuid), ?, 'group', '{}', now())",
                        id, tenant.id().value());
            }
            handle.execute("insert into identity.memberships values (?, cast(? as uuid), ?)", tenant.id().value(), inner,
                    application.servicePrincipal().id().value());
            handle.execute("insert into identity.memberships values (?, cast(? as uuid), cast(? as uuid))", tenant.id().value(), outer, inner);
            return handle.execute("insert into identity.memberships values (?, cast(? as uuid), cast(? as uuid))", tenant.id().value(), inner, outer);
        });
        assertThat(identity.authenticator.authenticate(token).groups()).containsExactlyInAnyOrder(PrincipalId.parse(inner), PrincipalId.parse(outer));
        identity.database.with(handle -> handle.execute("delete from identity.memberships where group_id = cast(? as uuid)", outer));
        assertThat(identity.authenticator.authenticate(token).groups()).containsExactly(PrincipalId.parse(inner));
    }

    @Test
    void anExpiredTokenIsRefusedThoughItWasGood() {
        identity.authenticator.authenticate(token);
        identity.clock.pass(Duration.ofMinutes(59));
        identity.authenticator.authenticate(token);
        identity.clock.pass(Duration.ofMinutes(2));
        refused(TokenError.EXPIRED, token);
    }

    @Test
    void aWrongAudienceIsNamed() {
        String forGraph = identity.token(tenant, application, "https://graph.woad.test/");
        refused(TokenError.AUDIENCE, forGraph);
    }

    @Test
    void aTokenMayBeForWhatOnlyOneRequestIsTo() {
        String forAccount = identity.token(tenant, application, "https://contoso1.blob.core.woad.test/");
        for (int i = 0; i < 2; i++) {
            refused(TokenError.AUDIENCE, forAccount);
            assertThat(identity.authenticator.authenticate(forAccount, Set.of("https://contoso1.blob.core.woad.test")).tenant()).isEqualTo(tenant.id());
            assertThatThrownBy(() -> identity.authenticator.authenticate(forAccount, Set.of("https://contoso2.blob.core.woad.test"))).isInstanceOf(CloudException.class);
        }
    }

    @Test
    void aDisabledTenantOrPrincipalCountsFromTheNextRequest() {
        identity.authenticator.authenticate(token);
        identity.directory.configureTenant(tenant.id(), false, false);
        refused(TokenError.INVALID, token);
        identity.directory.configureTenant(tenant.id(), true, false);
        identity.authenticator.authenticate(token);
        identity.database.with(handle -> handle.execute("""
                update identity.objects set properties = jsonb_set(properties, '{accountEnabled}', 'false') where id = ?
                """, application.servicePrincipal().id().value()));
        refused(TokenError.INVALID, token);
        identity.database.with(handle -> handle.execute("delete from identity.objects where id = ?", application.servicePrincipal().id().value()));
        refused(TokenError.INVALID, token);
    }

    @Test
    void endedSessionsCountFromTheNextRequest() {
        identity.authenticator.authenticate(token);
        identity.database.with(handle -> handle.execute("update identity.objects set session_version = session_version + 1"));
        refused(TokenError.INVALID, token);
        identity.authenticator.authenticate(identity.token(tenant, application, TestIdentity.MANAGEMENT));
    }

    @Test
    void forgedTokensAreRefused() throws Exception {
        SignedJWT real = SignedJWT.parse(token);
        JWTClaimsSet claims = real.getJWTClaimsSet();
        refused(TokenError.INVALID, new PlainJWT(claims).serialize());

        byte[] publicKey = identity.database.with(handle -> handle.createQuery("select public_key from identity.signing_keys where kid = :kid")
                .bind("kid", real.getHeader().getKeyID()).mapTo(byte[].class).one());
        SignedJWT confused = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(real.getHeader().getKeyID()).build(), claims);
        confused.sign(new MACSigner(publicKey));
        refused(TokenError.INVALID, confused.serialize());

        var other = new RSAKeyGenerator(2048).generate();
        for (String kid : new String[] {real.getHeader().getKeyID(), "unknown", null}) {
            SignedJWT forged = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(kid).build(), claims);
            forged.sign(new RSASSASigner(other));
            refused(TokenError.INVALID, forged.serialize());
        }
        String[] parts = token.split("\\.");
        String raised = Base64.getUrlEncoder().withoutPadding().encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]))
                .replace(tenant.id().toString(), identity.fabrikam.id().toString()).getBytes());
        refused(TokenError.INVALID, parts[0] + "." + raised + "." + parts[2]);
        for (String junk : new String[] {"", "a", "a.b.c", "..", token + "x", token.substring(0, token.length() - 8), "é".repeat(20_000)}) {
            refused(TokenError.INVALID, junk);
        }
    }

    @Test
    void rotatedKeysStillProveUntilTheyRetire() {
        int before = publishedKeys();
        identity.customers.signingKeys().rotate();
        identity.authenticator.authenticate(token);
        assertThat(publishedKeys()).isEqualTo(before + 1);
        String fresh = identity.token(tenant, application, TestIdentity.MANAGEMENT);
        assertThat(fresh.split("\\.")[0]).isNotEqualTo(token.split("\\.")[0]);
        identity.authenticator.authenticate(fresh);
        identity.clock.pass(Duration.ofHours(3));
        assertThat(publishedKeys()).isEqualTo(1);
        refused(TokenError.INVALID, token);
    }

    private int publishedKeys() {
        return identity.door.get(TestIdentity.LOGIN + "/common/discovery/keys").json().path("keys").size();
    }

    @Test
    void anotherNodeLearnsOfNewKeys() {
        Identity second = new Identity(identity.database, RealmProfile.customer(CloudProfile.local()), identity.ids, identity.clock, identity.hierarchy);
        second.signingKeys().rotate();
        identity.clock.pass(Duration.ofSeconds(6));
        var app = second.directory().createApplication(tenant.id(), "x");
        var door = woad.platform.web.TestClient.of(identity.clock, second.loginService());
        String made = door.postForm(TestIdentity.tokenUrl(tenant.id()), "grant_type", "client_credentials", "client_id", app.appId().toString(),
                "client_secret", app.secret(), "scope", TestIdentity.MANAGEMENT + "/.default").json().path("access_token").asText();
        identity.authenticator.authenticate(made);
    }

    @Test
    void theRealmsAreTwoWorlds() {
        Identity operators = new Identity(identity.database, RealmProfile.operator(CloudProfile.local()), identity.ids, identity.clock, identity.hierarchy);
        assertThatThrownBy(() -> operators.authenticator(Set.of(TestIdentity.MANAGEMENT)).authenticate(token)).isInstanceOf(CloudException.class);
        assertThat(operators.directory().tenant(tenant.id())).isEmpty();
        var ours = operators.directory().createTenant("Operators", "operator.woad.test");
        assertThat(identity.directory.tenant(ours.id())).isEmpty();
        var app = operators.directory().createApplication(ours.id(), "console");
        assertThat(identity.clientCredentials(ours.id(), app.appId(), app.secret(), TestIdentity.MANAGEMENT + "/.default").json()
                .path("error_codes").path(0).asInt()).isEqualTo(90002);
        assertThatThrownBy(() -> identity.directory.createUser(ours.id(), "eve@operator.woad.test", "Eve")).isInstanceOf(CloudException.class);
    }
}
