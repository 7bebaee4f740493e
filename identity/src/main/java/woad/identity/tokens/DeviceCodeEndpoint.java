package woad.identity.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import woad.identity.directory.Tenant;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** {@code POST /{tenant}/oauth2/v2.0/devicecode}: a program without a browser asks for codes (RFC 8628, section 3.1). */
public final class DeviceCodeEndpoint {
    private static final Access OPEN = new Access.Open("a public client asks; nothing is given before a person signs in");

    private final Database database;
    private final RealmProfile profile;
    private final Clients clients;
    private final Scopes scopes;
    private final DeviceCodes codes;

    public DeviceCodeEndpoint(Database database, RealmProfile profile, Clients clients, Scopes scopes, DeviceCodes codes) {
        this.database = database;
        this.profile = profile;
        this.clients = clients;
        this.scopes = scopes;
        this.codes = codes;
    }

    public List<Endpoint> endpoints() {
        return List.of(endpoint("DeviceCode_V2", "/{tenant}/oauth2/v2.0/devicecode", 2), endpoint("DeviceCode_V2_Adfs", "/adfs/t/{tenant}/oauth2/v2.0/devicecode", 2),
                endpoint("DeviceCode_V1", "/{tenant}/oauth2/devicecode", 1), endpoint("DeviceCode_V1_Adfs", "/adfs/t/{tenant}/oauth2/devicecode", 1));
    }

    private Endpoint endpoint(String name, String path, int version) {
        return new Endpoint(name, Method.POST, PathPattern.of(path), OPEN, TokenEndpoint.FORM_LIMIT, request -> answer(request, version));
    }

    private WebResponse answer(WebRequest web, int version) {
        LoginForm form = LoginForm.ofBody(web);
        String clientId = form.require("client_id");
        String scope = version == 1 ? "openid offline_access " + form.require("resource") + "/.default" : form.require("scope");
        DeviceCodes.Made made = database.transaction(handle -> {
            Optional<Tenant> tenant = TenantNames.find(handle, profile.realm(), web.pathValue("tenant"));
            ClientApplication client = tenant.map(found -> clients.find(handle, found, clientId)).or(() -> clients.own(clientId))
                    .orElseThrow(() -> Clients.unknown(clientId, web.pathValue("tenant")));
            if (!client.publicClient()) {
                throw new CloudException(LoginError.MISSING_SECRET,
                        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'. This application is not a public client.");
            }
            tenant.ifPresent(found -> scopes.read(handle, found, scope));
            return codes.add(handle, client.clientId(), tenant.map(found -> found.id().value()).orElse((UUID) null), scope, web.clientAddress());
        });
        String page = profile.loginUrl() + "/device";
        ObjectNode body = Json.object().put("user_code", made.userCode()).put("device_code", made.deviceCode())
                .put("verification_uri", page).put("verification_url", page)
                .put("expires_in", DeviceCodes.LIFE.toSeconds()).put("interval", DeviceCodes.POLL_SECONDS)
                .put("message", "To sign in, use a web browser to open the page " + page + " and enter the code " + made.userCode() + " to authenticate.");
        return WebResponse.ok(body);
    }
}
