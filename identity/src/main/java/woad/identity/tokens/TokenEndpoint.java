package woad.identity.tokens;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import woad.identity.directory.Names;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** {@code POST /{tenant}/oauth2/v2.0/token} and its form 1.0, each also under {@code /adfs/t}; every attempt is put into the sign-in log. */
public final class TokenEndpoint {
    /** The most that any form of the sign-in service may have, in bytes. */
    public static final long FORM_LIMIT = 64 * 1024;
    private static final Access OPEN = new Access.Open("the form carries the credential: a secret, a code or a refresh token");
    private static final Set<LoginError> UNLOGGED = EnumSet.of(LoginError.AUTHORIZATION_PENDING, LoginError.SLOW_DOWN);

    private final Map<String, Grant> grants;
    private final Database database;
    private final SignInLog log;
    private final InstantSource clock;

    /** @param grants by {@code grant_type} */
    public TokenEndpoint(Map<String, Grant> grants, Database database, SignInLog log, InstantSource clock) {
        this.grants = Map.copyOf(grants);
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                endpoint("Token_V2", "/{tenant}/oauth2/v2.0/token", 2), endpoint("Token_V2_Adfs", "/adfs/t/{tenant}/oauth2/v2.0/token", 2),
                endpoint("Token_V1", "/{tenant}/oauth2/token", 1), endpoint("Token_V1_Adfs", "/adfs/t/{tenant}/oauth2/token", 1));
    }

    private Endpoint endpoint(String name, String path, int version) {
        return new Endpoint(name, Method.POST, PathPattern.of(path), OPEN, FORM_LIMIT, request -> answer(request, version));
    }

    private WebResponse answer(WebRequest web, int version) {
        LoginForm form = LoginForm.ofBody(web);
        String type = form.require("grant_type");
        Grant grant = grants.get(type);
        if (grant == null) {
            throw new CloudException(LoginError.UNSUPPORTED_GRANT, "The app requested an unsupported grant type '" + Names.printable(type) + "'.");
        }
        try {
            Grant.Issued issued = grant.issue(new Grant.TokenRequest(web.pathValue("tenant"), version, form, web));
            write(new SignInLog.Record(clock.instant(), issued.tenant(), issued.principal(), issued.name(), form.find("client_id").orElse(null),
                    issued.resource(), issued.kind(), web.clientAddress(), 0, LoginErrorFormat.correlation(web)));
            return WebResponse.ok(issued.body()).header("Pragma", "no-cache");
        } catch (CloudException refusal) {
            LoginError error = LoginErrorFormat.errorOf(refusal);
            if (!UNLOGGED.contains(error)) {
                String tenant = web.pathValue("tenant");
                UUID tenantId = Guid.matches(tenant) ? Guid.parse(tenant) : null;
                write(new SignInLog.Record(clock.instant(), tenantId, null, form.find("username").orElse(null), form.find("client_id").orElse(null),
                        form.find("scope").or(() -> form.find("resource")).orElse(null), kind(type), web.clientAddress(), error.number(),
                        LoginErrorFormat.correlation(web)));
            }
            throw refusal;
        }
    }

    private void write(SignInLog.Record record) {
        database.with(handle -> {
            log.writeSoon(handle, record);
            return record;
        });
    }

    private static SignInLog.Kind kind(String grantType) {
        return switch (grantType) {
            case "client_credentials" -> SignInLog.Kind.SERVICE_PRINCIPAL;
            case "password" -> SignInLog.Kind.PASSWORD_GRANT;
            case "refresh_token" -> SignInLog.Kind.REFRESH_TOKEN;
            case "authorization_code" -> SignInLog.Kind.AUTHORIZATION_CODE;
            default -> SignInLog.Kind.DEVICE_CODE;
        };
    }
}
