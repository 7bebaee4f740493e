package woad.identity.directory;

import woad.platform.core.ErrorCode;

/** What the directory refuses. The codes are Microsoft Graph's. */
public enum DirectoryError implements ErrorCode {
    BAD_REQUEST(400, "Request_BadRequest"),
    UNSUPPORTED_QUERY(400, "Request_UnsupportedQuery"),
    INVALID_REQUEST(400, "BadRequest"),
    MULTIPLE_OBJECTS(400, "Request_MultipleObjectsWithSameKeyValue"),
    EXPIRED_PAGE_TOKEN(400, "Directory_ExpiredPageToken"),
    NOT_FOUND(404, "Request_ResourceNotFound"),
    DENIED(403, "Authorization_RequestDenied");

    private final int status;
    private final String code;

    DirectoryError(int status, String code) {
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
