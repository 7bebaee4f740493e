package woad.identity.tokens;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.identity.directory.Names;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** OpenID Connect Discovery (forms 1.0 and 2.0, also under {@code /adfs/t}), the keys, and instance discovery. */
public final class DiscoveryEndpoints {
    private static final Access OPEN = new Access.Open("clients read this before they can sign in");

    private final Database database;
    private final RealmProfile profile;
    private final SigningKeys keys;

    public DiscoveryEndpoints(Database database, RealmProfile profile, SigningKeys keys) {
        this.database = database;
        this.profile = profile;
        this.keys = keys;
    }

    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String prefix : List.of("", "/adfs/t")) {
            String suffix = prefix.isEmpty() ? "" : "_Adfs";
            String tenant = prefix + "/{tenant}";
            // az with an authority of the AD FS form asks without "v2.0" and means form 2.0.
            int plainVersion = prefix.isEmpty() ? 1 : 2;
            endpoints.add(get("OpenIdConfiguration_V1" + suffix, tenant + "/.well-known/openid-configuration", request -> document(request, plainVersion)));
            endpoints.add(get("OpenIdConfiguration_V2" + suffix, tenant + "/v2.0/.well-known/openid-configuration", request -> document(request, 2)));
            endpoints.add(get("Keys_V1" + suffix, tenant + "/discovery/keys", request -> keys()));
            endpoints.add(get("Keys_V2" + suffix, tenant + "/discovery/v2.0/keys", request -> keys()));
            endpoints.add(get("UserRealm" + suffix, tenant + "/userrealm/{user}", this::userRealm));
            endpoints.add(get("Instance" + suffix, tenant + "/discovery/instance", this::instance));
        }
        return endpoints;
    }

    private static Endpoint get(String name, String path, woad.platform.web.Handler handler) {
        return Endpoint.of(name, Method.GET, path, OPEN, handler);
    }

    private WebResponse document(WebRequest request, int version) {
        String named = request.pathValue("tenant");
        Optional<Tenant> tenant = database.with(handle -> TenantNames.find(handle, profile.realm(), named));
        String id = tenant.map(found -> found.id().toString()).orElse(named.toLowerCase(java.util.Locale.ROOT));
        String base = profile.loginUrl() + "/" + id;
        String second = version == 2 ? "/v2.0" : "";
        String issuer = tenant.map(found -> version == 2 ? profile.issuerV2(found.id()) : profile.issuer(found.id()))
                .orElse(profile.loginUrl() + "/{tenantid}" + (version == 2 ? "/v2.0" : "/"));
        ObjectNode body = Json.object().put("issuer", issuer)
                .put("authorization_endpoint", base + "/oauth2" + second + "/authorize")
                .put("token_endpoint", base + "/oauth2" + second + "/token")
                .put("device_authorization_endpoint", base + "/oauth2" + second + "/devicecode")
                .put("end_session_endpoint", base + "/oauth2" + second + "/logout")
                .put("jwks_uri", base + "/discovery" + second + "/keys");
        texts(body, "token_endpoint_auth_methods_supported", "client_secret_post");
        texts(body, "response_modes_supported", "query", "fragment", "form_post");
        texts(body, "response_types_supported", "code");
        texts(body, "grant_types_supported", "authorization_code", "refresh_token", "client_credentials", "password",
                "urn:ietf:params:oauth:grant-type:device_code");
        texts(body, "code_challenge_methods_supported", "S256");
        texts(body, "subject_types_supported", "pairwise");
        texts(body, "id_token_signing_alg_values_supported", "RS256");
        texts(body, "scopes_supported", "openid", "profile", "email", "offline_access");
        texts(body, "claims_supported", "sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "oid", "ver");
        body.put("request_uri_parameter_supported", false).put("http_logout_supported", true).putNull("tenant_region_scope");
        return WebResponse.ok(body.put("cloud_instance_name", profile.cloud().domain()).put("msgraph_host", "graph." + profile.cloud().domain())
                .put("cloud_graph_host_name", "graph." + profile.cloud().domain()));
    }

    private static void texts(ObjectNode body, String name, String... values) {
        ArrayNode array = body.putArray(name);
        for (String value : values) {
            array.add(value);
        }
    }

    private WebResponse keys() {
        ObjectNode body = Json.object();
        ArrayNode array = body.putArray("keys");
        for (RSAKey key : keys.published()) {
            array.addObject().put("kty", "RSA").put("use", "sig").put("alg", "RS256").put("kid", key.getKeyID())
                    .put("n", key.getModulus().toString()).put("e", key.getPublicExponent().toString());
        }
        return WebResponse.ok(body).header("Cache-Control", "max-age=300");
    }

    /** Where a person's password is checked: here, whatever the name, so that nobody learns which names exist. */
    private WebResponse userRealm(WebRequest request) {
        String user = request.pathValue("user");
        return WebResponse.ok(Json.object().put("ver", "1.0").put("account_type", "Managed").put("domain_name", user.substring(user.lastIndexOf('@') + 1))
                .put("cloud_instance_name", profile.cloud().domain()).put("cloud_audience_urn", "urn:federation:" + profile.cloud().domain()));
    }

    private WebResponse instance(WebRequest request) {
        String asked = LoginForm.ofQuery(request).find("authorization_endpoint").orElseThrow(() -> new CloudException(LoginError.MISSING_PARAMETER,
                "The request must contain the following parameter: 'authorization_endpoint'."));
        String prefix = profile.loginUrl() + "/";
        if (!asked.startsWith(prefix)) {
            throw new CloudException(LoginError.MALFORMED, "'" + Names.printable(asked) + "' is not an authority of this cloud: those begin with " + prefix);
        }
        String path = asked.substring(prefix.length());
        String named = (path.startsWith("adfs/t/") ? path.substring("adfs/t/".length()) : path).split("/", 2)[0];
        database.with(handle -> TenantNames.find(handle, profile.realm(), named));
        ObjectNode body = Json.object().put("tenant_discovery_endpoint", prefix + named + "/v2.0/.well-known/openid-configuration").put("api-version", "1.1");
        ObjectNode metadata = body.putArray("metadata").addObject().put("preferred_network", profile.loginHost()).put("preferred_cache", profile.loginHost());
        metadata.putArray("aliases").add(profile.loginHost());
        return WebResponse.ok(body);
    }
}
