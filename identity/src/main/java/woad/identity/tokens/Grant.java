package woad.identity.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import woad.platform.web.WebRequest;

/** One {@code grant_type} of the token endpoint. */
@FunctionalInterface
public interface Grant {

    /** @throws woad.platform.core.CloudException a {@link LoginError} */
    Issued issue(TokenRequest request);

    /**
     * A request for a token.
     *
     * @param tenantName as in the path
     * @param version    1 for {@code /oauth2/token} (names a {@code resource}), 2 for {@code /oauth2/v2.0/token} (names a {@code scope})
     */
    record TokenRequest(String tenantName, int version, LoginForm form, WebRequest web) {
        /** The client application that asks. */
        public String clientId() {
            return form.require("client_id");
        }
    }

    /** The answer, and whom the sign-in log names. */
    record Issued(ObjectNode body, UUID tenant, UUID principal, String name, String resource, SignInLog.Kind kind) {}
}
