package woad.storage.blob;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.MetadataHeaders;

/** What becomes of the states of a blob, on the wire. Source: Snapshot Blob, Undelete Blob, Set Blob Tier. */
final class StateEndpoints {
    private final BlobWire wire;
    private final BlobStates states;

    StateEndpoints(BlobWire wire, BlobStates states) {
        this.wire = wire;
        this.states = states;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.blob("Blob_Snapshot", Method.PUT, StorageAction.SNAPSHOT_BLOB, this::snapshot).whenQuery("comp", "snapshot"),
                wire.blob("Blob_Undelete", Method.PUT, StorageAction.UNDELETE_BLOB, this::undelete).whenQuery("comp", "undelete"),
                wire.blob("Blob_SetTier", Method.PUT, StorageAction.SET_BLOB_TIER, this::setTier).whenQuery("comp", "tier"));
    }

    private WebResponse snapshot(Account account, WebRequest request) {
        SortedMap<String, String> metadata = MetadataHeaders.read(request);
        Blob taken = states.snapshot(account, BlobRequests.container(request), BlobRequests.presentName(request), BlobRequests.demand(request), metadata);
        return Answers.written(201, taken).header("x-ms-snapshot", BlobReference.format(taken.kept().snapshot()));
    }

    private WebResponse undelete(Account account, WebRequest request) {
        states.undelete(account, BlobRequests.container(request), BlobRequests.presentName(request));
        return WebResponse.empty(200);
    }

    private WebResponse setTier(Account account, WebRequest request) {
        Tier tier = Optional.ofNullable(BlobHeaders.tier(account, request, BlobType.BLOCK)).orElseThrow(() -> StorageError.missingHeader("x-ms-access-tier"));
        BlobStates.Priority priority = request.header("x-ms-rehydrate-priority").map(text -> BlobStates.Priority.of(text)
                .orElseThrow(() -> StorageError.invalidHeader("x-ms-rehydrate-priority", text))).orElse(BlobStates.Priority.STANDARD);
        Instant rehydrateAt = states.setTier(account, BlobRequests.reference(request), BlobRequests.demand(request), tier, priority);
        return WebResponse.empty(rehydrateAt == null ? 200 : 202);
    }
}
