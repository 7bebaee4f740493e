package woad.storage.wire;

import static woad.storage.StorageError.*;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Map;
import woad.platform.core.CloudException;
import woad.platform.core.ErrorCode;
import woad.platform.core.Json;
import woad.platform.web.ErrorFormat;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;

/**
 * The errors of the data lake: {@code {"error":{"code","message"}}}. What the blob service calls a container or a blob is a
 * filesystem or a path here, in the code and in the message.
 */
public final class DataLakeErrors implements ErrorFormat {
    private static final Map<ErrorCode, StorageError> WORDS = Map.ofEntries(
            Map.entry(CONTAINER_NOT_FOUND, FILESYSTEM_NOT_FOUND),
            Map.entry(CONTAINER_ALREADY_EXISTS, FILESYSTEM_ALREADY_EXISTS),
            Map.entry(CONTAINER_BEING_DELETED, FILESYSTEM_BEING_DELETED),
            Map.entry(BLOB_NOT_FOUND, PATH_NOT_FOUND),
            Map.entry(BLOB_ALREADY_EXISTS, PATH_ALREADY_EXISTS),
            Map.entry(DIRECTORY_IS_NOT_EMPTY, DIRECTORY_NOT_EMPTY),
            Map.entry(LEASE_ALREADY_BROKEN, LEASE_IS_ALREADY_BROKEN),
            Map.entry(LEASE_ID_MISMATCH_WITH_BLOB_OPERATION, LEASE_ID_MISMATCH),
            Map.entry(LEASE_ID_MISMATCH_WITH_CONTAINER_OPERATION, LEASE_ID_MISMATCH),
            Map.entry(LEASE_NOT_PRESENT_WITH_BLOB_OPERATION, LEASE_NOT_PRESENT),
            Map.entry(LEASE_NOT_PRESENT_WITH_CONTAINER_OPERATION, LEASE_NOT_PRESENT));

    private final InstantSource clock;

    public DataLakeErrors(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public WebResponse render(CloudException refusal, WebRequest request) {
        StorageError word = WORDS.get(refusal.error());
        WireError error = WireError.of(word == null ? refusal : word.refusal(), request, clock.instant());
        ObjectNode body = Json.object();
        body.putObject("error").put("code", error.code()).put("message", error.message());
        return error.answer(request, "application/json;charset=utf-8", Json.bytes(body));
    }
}
