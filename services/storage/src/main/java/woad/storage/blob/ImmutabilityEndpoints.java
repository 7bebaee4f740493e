package woad.storage.blob;

import static woad.storage.StorageError.BLOB_IMMUTABLE_DUE_TO_POLICY;
import static woad.storage.StorageError.IMMUTABILITY_POLICY_DELETE_ON_LOCKED_POLICY;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.HttpDates;

/** What keeps a blob from being changed, on the wire. Source: Set Blob Immutability Policy, Delete Blob Immutability Policy, Set Blob Legal Hold. */
final class ImmutabilityEndpoints {
    private static final String UNTIL = "x-ms-immutability-policy-until-date";

    private final BlobWire wire;
    private final BlobStates states;
    private final Moments moments;

    ImmutabilityEndpoints(BlobWire wire, BlobStates states, Moments moments) {
        this.wire = wire;
        this.states = states;
        this.moments = moments;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.blob("ImmutabilityPolicy_Set", Method.PUT, StorageAction.SET_IMMUTABILITY_POLICY, this::set).whenQuery("comp", "immutabilityPolicies"),
                wire.blob("ImmutabilityPolicy_Delete", Method.DELETE, StorageAction.SET_IMMUTABILITY_POLICY, this::delete).whenQuery("comp", "immutabilityPolicies"),
                wire.blob("LegalHold_Set", Method.PUT, StorageAction.SET_LEGAL_HOLD, this::hold).whenQuery("comp", "legalhold"));
    }

    private WebResponse set(Account account, WebRequest request) {
        Instant until = request.header(UNTIL).map(text -> HttpDates.parse(text).orElseThrow(() -> StorageError.invalidHeader(UNTIL, text)))
                .orElseThrow(() -> StorageError.missingHeader(UNTIL));
        Immutability.Mode mode = BlobHeaders.mode(request);
        if (!until.isAfter(moments.now())) {
            throw StorageError.invalidHeader(UNTIL, request.header(UNTIL).orElse(""));
        }
        Blob blob = states.setImmutability(account, BlobRequests.reference(request), BlobRequests.demand(request), before -> {
            boolean locked = before.mode() == Immutability.Mode.LOCKED;
            if (locked && (mode != Immutability.Mode.LOCKED || until.isBefore(before.until()))) {
                throw BLOB_IMMUTABLE_DUE_TO_POLICY.refusal();
            }
            return new Immutability(until, mode, before.legalHold());
        });
        return WebResponse.empty(200).header(UNTIL, HttpDates.format(blob.immutability().until()))
                .header("x-ms-immutability-policy-mode", blob.immutability().mode().name().toLowerCase(Locale.ROOT));
    }

    private WebResponse delete(Account account, WebRequest request) {
        states.setImmutability(account, BlobRequests.reference(request), BlobRequests.demand(request), before -> {
            if (before.mode() == Immutability.Mode.LOCKED) {
                throw IMMUTABILITY_POLICY_DELETE_ON_LOCKED_POLICY.refusal();
            }
            return new Immutability(null, null, before.legalHold());
        });
        return WebResponse.empty(200);
    }

    private WebResponse hold(Account account, WebRequest request) {
        if (request.header("x-ms-legal-hold").isEmpty()) {
            throw StorageError.missingHeader("x-ms-legal-hold");
        }
        boolean held = BlobRequests.flag(request, "x-ms-legal-hold");
        states.setImmutability(account, BlobRequests.reference(request), BlobRequests.demand(request), before -> new Immutability(before.until(), before.mode(), held));
        return WebResponse.empty(200).header("x-ms-legal-hold", Boolean.toString(held));
    }
}
