package woad.identity.tokens;

import woad.platform.core.ErrorCode;

/** Why a bearer token is refused. The codes are Azure Resource Manager's. */
public enum TokenError implements ErrorCode {
    MISSING("AuthenticationFailed"),
    WRONG_SCHEME("AuthenticationFailedInvalidHeader"),
    INVALID("InvalidAuthenticationToken"),
    AUDIENCE("InvalidAuthenticationTokenAudience"),
    EXPIRED("ExpiredAuthenticationToken");

    private final String code;

    TokenError(String code) {
        this.code = code;
    }

    @Override
    public int status() {
        return 401;
    }

    @Override
    public String code() {
        return code;
    }
}
