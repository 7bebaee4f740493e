package woad.server.operator;

import java.util.Set;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.web.Authenticator;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;

/** Takes the client certificate, which the TLS handshake has proven, for the operator. */
final class OperatorAuthenticator implements Authenticator {
    /** The certificate's holder is no object of the directory; this names it in logs. */
    private static final PrincipalId HOLDER = new PrincipalId(new UUID(0, 1));

    private final TenantId realm;

    /** @param realm the operators' own tenant */
    OperatorAuthenticator(TenantId realm) {
        this.realm = realm;
    }

    @Override
    public Caller authenticate(WebRequest request) {
        if (request.clientCertificate() == null) {
            throw new CloudException(CommonError.AUTHENTICATION_FAILED, "The operator's client certificate is required here.");
        }
        return new Caller(Caller.Realm.OPERATOR, realm, HOLDER, Caller.Kind.USER, Set.of(), OperatorCredential.NAME,
                OperatorCredential.NAME);
    }

    @Override
    public String challenge(WebRequest request) {
        return null;
    }
}
