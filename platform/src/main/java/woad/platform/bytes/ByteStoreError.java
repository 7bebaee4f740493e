package woad.platform.bytes;

import woad.platform.core.ErrorCode;

/** Why bytes cannot be stored or read. Services map these to the codes of their own contracts. */
public enum ByteStoreError implements ErrorCode {
    /** The source has more bytes than the caller allows. */
    LIMIT_EXCEEDED(413, "RequestBodyTooLarge"),
    /** The store is full; nothing of what was being stored is left. */
    INSUFFICIENT_STORAGE(507, "InsufficientStorage"),
    /** The store's device failed; whether anything else is damaged, a scrub tells. */
    STORE_FAILED(503, "ByteStoreFailed"),
    /** There is no such extent: it was never stored, or was deleted. */
    EXTENT_MISSING(500, "ExtentMissing"),
    /** What is stored is not what was stored: bits changed, parts are missing, exchanged or belong to another extent. */
    EXTENT_DAMAGED(500, "ExtentDamaged"),
    /** The extent is sound but was sealed under another key. */
    KEY_MISMATCH(500, "EncryptionKeyMismatch");

    private final int status;
    private final String code;

    ByteStoreError(int status, String code) {
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
