package woad.storage.blob;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import woad.platform.core.Ids;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.ETag;

/** Leases of containers and blobs on the wire. Source: Lease Container, Lease Blob. */
final class LeaseEndpoints {
    private final BlobWire wire;
    private final Containers containers;
    private final Blobs blobs;
    private final Moments moments;
    private final Ids ids;

    LeaseEndpoints(BlobWire wire, Containers containers, Blobs blobs, Moments moments, Ids ids) {
        this.wire = wire;
        this.containers = containers;
        this.blobs = blobs;
        this.moments = moments;
        this.ids = ids;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.container("Container_Lease", Method.PUT, StorageAction.LEASE_CONTAINER, this::container).whenQuery("comp", "lease"),
                wire.container("Container_BreakLease", Method.PUT, StorageAction.BREAK_CONTAINER_LEASE, this::container).whenQuery("comp", "lease")
                        .whenHeader("x-ms-lease-action", "break"),
                wire.blob("Blob_Lease", Method.PUT, StorageAction.LEASE_BLOB, this::blob).whenQuery("comp", "lease"),
                wire.blob("Blob_BreakLease", Method.PUT, StorageAction.BREAK_BLOB_LEASE, this::blob).whenQuery("comp", "lease").whenHeader("x-ms-lease-action", "break"));
    }

    private WebResponse container(Account account, WebRequest request) {
        Action action = action(request);
        var conditions = BlobRequests.demand(request).conditions();
        if (conditions.ifMatch() != null || conditions.ifNoneMatch() != null) {
            throw StorageError.CONDITION_HEADERS_NOT_SUPPORTED.refusal();
        }
        Container leased = containers.lease(account, BlobRequests.container(request), conditions, action.change());
        return answer(action, leased.lease(), leased.etag(), leased.lastModified());
    }

    private WebResponse blob(Account account, WebRequest request) {
        Action action = action(request);
        Demand demand = BlobRequests.demand(request).withoutLease();
        Blob leased = blobs.lease(account, BlobRequests.container(request), BlobRequests.presentName(request), demand, action.change());
        return answer(action, leased.lease(), leased.etag(), leased.lastModified());
    }

    private enum Kind { ACQUIRE, RENEW, CHANGE, RELEASE, BREAK }

    private record Action(Kind kind, BiFunction<Lease, Instant, Lease> change) {}

    private Action action(WebRequest request) {
        String text = request.header("x-ms-lease-action").orElseThrow(() -> StorageError.missingHeader("x-ms-lease-action"));
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "acquire" -> {
                Duration length = length(request);
                UUID proposed = BlobRequests.guid(request, "x-ms-proposed-lease-id").orElseGet(ids::guid);
                yield new Action(Kind.ACQUIRE, (lease, now) -> lease.acquire(proposed, length, now));
            }
            case "renew" -> {
                UUID holder = holder(request);
                yield new Action(Kind.RENEW, (lease, now) -> lease.renew(holder, now));
            }
            case "change" -> {
                UUID holder = holder(request);
                UUID proposed = BlobRequests.guid(request, "x-ms-proposed-lease-id").orElseThrow(() -> StorageError.missingHeader("x-ms-proposed-lease-id"));
                yield new Action(Kind.CHANGE, (lease, now) -> lease.change(holder, proposed, now));
            }
            case "release" -> {
                UUID holder = holder(request);
                yield new Action(Kind.RELEASE, (lease, now) -> lease.release(holder));
            }
            case "break" -> {
                Duration period = BlobRequests.number(request, "x-ms-lease-break-period").map(seconds -> {
                    if (seconds < 0 || seconds > 60) {
                        throw StorageError.invalidHeader("x-ms-lease-break-period", Long.toString(seconds));
                    }
                    return Duration.ofSeconds(seconds);
                }).orElse(null);
                yield new Action(Kind.BREAK, (lease, now) -> lease.breakIt(period, now));
            }
            default -> throw StorageError.invalidHeader("x-ms-lease-action", text);
        };
    }

    private static UUID holder(WebRequest request) {
        return BlobRequests.guid(request, "x-ms-lease-id").orElseThrow(() -> StorageError.missingHeader("x-ms-lease-id"));
    }

    /** @return null for ever */
    private static Duration length(WebRequest request) {
        long seconds = BlobRequests.number(request, "x-ms-lease-duration").orElseThrow(() -> StorageError.missingHeader("x-ms-lease-duration"));
        if (seconds != -1 && (seconds < 15 || seconds > 60)) {
            throw StorageError.invalidHeader("x-ms-lease-duration", Long.toString(seconds));
        }
        return seconds == -1 ? null : Duration.ofSeconds(seconds);
    }

    private WebResponse answer(Action action, Lease lease, ETag etag, Instant lastModified) {
        int status = switch (action.kind()) {
            case ACQUIRE -> 201;
            case RENEW, CHANGE, RELEASE -> 200;
            case BREAK -> 202;
        };
        WebResponse answer = Answers.tagged(WebResponse.empty(status), etag, lastModified);
        return switch (action.kind()) {
            case ACQUIRE, RENEW, CHANGE -> answer.header("x-ms-lease-id", lease.id().toString());
            case RELEASE -> answer;
            case BREAK -> answer.header("x-ms-lease-time", Long.toString(lease.remaining(moments.now())));
        };
    }
}
