package woad.platform.keys;

import woad.platform.core.ErrorCode;

/** Why a key cannot be given. */
public enum KeyError implements ErrorCode {
    /** No such key, or it was destroyed: what it protected is gone for good. */
    KEY_NOT_FOUND(404, "KeyNotFound"),
    /** What is stored was changed, or belongs to another tenant, resource, purpose or root key. */
    KEY_NOT_GENUINE(500, "KeyNotGenuine"),
    /** The root key is not where it should be, although keys wrapped by it are stored. */
    ROOT_KEY_MISSING(500, "RootKeyMissing");

    private final int status;
    private final String code;

    KeyError(int status, String code) {
        this.status = status;
        this.code = code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return code;
    }
}
