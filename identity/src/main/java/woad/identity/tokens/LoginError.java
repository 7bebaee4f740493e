package woad.identity.tokens;

import woad.platform.core.ErrorCode;

/** What signing in refuses. Source: "Microsoft Entra authentication and authorization error codes" and RFC 6749, 7636, 8628. */
public enum LoginError implements ErrorCode {
    MISSING_PARAMETER(900144, "invalid_request", 400),
    INVALID_INPUT(90013, "invalid_request", 400),
    MALFORMED(9002313, "invalid_request", 400),
    UNKNOWN_TENANT(90002, "invalid_request", 400),
    TENANT_FORM(900023, "invalid_request", 400),
    NO_TENANT(50059, "invalid_request", 400),
    DISABLED_TENANT(50180, "invalid_request", 400),
    UNKNOWN_CLIENT(700016, "unauthorized_client", 400),
    DISABLED_CLIENT(7000112, "unauthorized_client", 400),
    NO_SERVICE_PRINCIPAL(7000229, "unauthorized_client", 400),
    WRONG_SECRET(7000215, "invalid_client", 401),
    EXPIRED_SECRET(7000222, "invalid_client", 401),
    MISSING_SECRET(7000218, "invalid_client", 401),
    SECRET_OF_PUBLIC_CLIENT(700025, "invalid_client", 401),
    UNSUPPORTED_GRANT(70003, "unsupported_grant_type", 400),
    UNSUPPORTED_RESPONSE_TYPE(700054, "unsupported_response_type", 400),
    UNSUPPORTED_RESPONSE_MODE(900971, "invalid_request", 400),
    UNKNOWN_RESOURCE(500011, "invalid_resource", 400),
    INVALID_SCOPE(70011, "invalid_scope", 400),
    SCOPE_WITHOUT_DEFAULT(1002012, "invalid_scope", 400),
    SEVERAL_RESOURCES(28000, "invalid_scope", 400),
    UNKNOWN_SCOPE(650053, "invalid_scope", 400),
    WRONG_REDIRECT(50011, "invalid_request", 400),
    DIFFERENT_REDIRECT(500112, "invalid_grant", 400),
    MISSING_CHALLENGE(9002325, "invalid_request", 400),
    WRONG_CHALLENGE_METHOD(501491, "invalid_request", 400),
    WRONG_VERIFIER(501481, "invalid_grant", 400),
    INVALID_GRANT(70000, "invalid_grant", 400),
    EXPIRED_GRANT(70008, "invalid_grant", 400),
    CODE_REDEEMED(54005, "invalid_grant", 400),
    GRANT_REVOKED(50173, "invalid_grant", 400),
    WRONG_CREDENTIALS(50126, "invalid_grant", 400),
    LOCKED(50053, "invalid_grant", 400),
    DISABLED_USER(50057, "invalid_grant", 400),
    PASSWORD_MUST_CHANGE(50055, "invalid_grant", 400),
    USER_OF_OTHER_TENANT(50020, "invalid_grant", 400),
    PASSWORD_GRANT_OFF(53003, "interaction_required", 400),
    LOGIN_REQUIRED(50058, "login_required", 400),
    DECLINED(65004, "access_denied", 400),
    AUTHORIZATION_PENDING(70016, "authorization_pending", 400),
    SLOW_DOWN(50196, "slow_down", 400),
    DEVICE_DECLINED(65004, "authorization_declined", 400),
    DEVICE_CODE_EXPIRED(70020, "expired_token", 400),
    WRONG_DEVICE_CODE(70018, "bad_verification_code", 400),
    CROSS_SITE_FORM(165900, "invalid_request", 400),
    WRONG_METHOD(900561, "invalid_request", 405),
    NOT_FOUND(90015, "invalid_request", 404),
    TOO_LARGE(90100, "invalid_request", 413),
    FAILED(50000, "server_error", 500);

    private final int number;
    private final String code;
    private final int status;

    LoginError(int number, String code, int status) {
        this.number = number;
        this.code = code;
        this.status = status;
    }

    /** The number after {@code AADSTS}. */
    public int number() {
        return number;
    }

    @Override
    public int status() {
        return status;
    }

    /** The {@code error} of OAuth. */
    @Override
    public String code() {
        return code;
    }
}
