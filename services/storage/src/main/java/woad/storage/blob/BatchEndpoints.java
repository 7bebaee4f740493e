package woad.storage.blob;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.web.Access;
import woad.platform.web.Caller;
import woad.platform.web.Endpoint;
import woad.platform.web.ErrorFormat;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.access.StorageAuthoriser;
import woad.storage.account.Account;

/**
 * Several deletions, or several changes of tiers, in one request; each part has a credential of its own and succeeds or fails by itself.
 * Source: Blob Batch.
 */
final class BatchEndpoints {
    private static final int BODY_LIMIT = 4 << 20;
    private static final String LINE = "\r\n";

    private final BlobWire wire;
    private final BlobService.PartCallers callers;
    private final StorageAuthoriser authoriser;
    private final ErrorFormat errors;
    private final Ids ids;
    private final Endpoint delete;
    private final Endpoint setTier;

    /** @param delete  the operation that a part may be; likewise {@code setTier} */
    BatchEndpoints(BlobWire wire, BlobService.PartCallers callers, StorageAuthoriser authoriser, ErrorFormat errors, Ids ids, Endpoint delete, Endpoint setTier) {
        this.wire = wire;
        this.callers = callers;
        this.authoriser = authoriser;
        this.errors = errors;
        this.ids = ids;
        this.delete = delete;
        this.setTier = setTier;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.service("Blobs_Batch", Method.POST, StorageAction.SUBMIT_BLOB_BATCH, this::run).whenQuery("comp", "batch").streaming(BODY_LIMIT),
                wire.container("Blobs_BatchInContainer", Method.POST, StorageAction.SUBMIT_BLOB_BATCH, this::run).whenQuery("comp", "batch").streaming(BODY_LIMIT));
    }

    private WebResponse run(Account account, WebRequest request) throws java.io.IOException {
        List<BatchPart> parts = BatchPart.parse(request.header("content-type").orElse(""), request.stream().readNBytes(BODY_LIMIT));
        boolean deletes = parts.getFirst().method() == Method.DELETE;
        if (parts.stream().anyMatch(part -> (part.method() == Method.DELETE) != deletes)) {
            throw StorageError.INVALID_INPUT.refusalSaying("All parts of a batch are of one kind.");
        }
        String boundary = "batchresponse_" + ids.guid();
        StringBuilder body = new StringBuilder();
        for (BatchPart part : parts) {
            body.append("--").append(boundary).append(LINE).append("Content-Type: application/http").append(LINE);
            part.id().ifPresent(id -> body.append("Content-ID: ").append(id).append(LINE));
            write(body.append(LINE), run(account, request, part, deletes ? delete : setTier));
        }
        body.append("--").append(boundary).append("--").append(LINE);
        return new WebResponse(202, List.of(), "multipart/mixed; boundary=" + boundary, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private WebResponse run(Account account, WebRequest batch, BatchPart part, Endpoint endpoint) {
        UUID id = ids.guid();
        WebRequest request = part.request(batch, id);
        WebResponse answer;
        try {
            if (batch.pathValues().containsKey("container") && !request.pathValues().get("container").equals(batch.pathValue("container"))) {
                throw StorageError.INVALID_INPUT.refusalSaying("The part is not about the container of the batch.");
            }
            Caller caller = callers.authenticate(request, batch.header("x-ms-version").orElse(null));
            WebRequest proven = part.by(request, caller);
            if (endpoint.access() instanceof Access.Permission permission) {
                authoriser.authorise(caller, permission.action(), permission.scope().apply(proven));
            }
            answer = endpoint.handler().handle(proven);
        } catch (CloudException refusal) {
            answer = errors.render(refusal, request);
        } catch (Exception failure) {
            throw new IllegalStateException("a part of a batch of account " + account.id() + " failed", failure);
        }
        return answer.header("x-ms-request-id", id.toString()).header("x-ms-version", woad.storage.wire.StorageFinish.version(batch));
    }

    private static void write(StringBuilder to, WebResponse answer) {
        to.append("HTTP/1.1 ").append(answer.status()).append(' ').append(answer.status() < 300 ? "Accepted" : "Refused").append(LINE);
        answer.headers().forEach(header -> to.append(header.name()).append(": ").append(header.value()).append(LINE));
        String body = answer.body() == null ? "" : new String(answer.body(), StandardCharsets.UTF_8);
        if (!body.isEmpty()) {
            to.append("Content-Type: ").append(answer.contentType()).append(LINE);
            to.append("Content-Length: ").append(answer.body().length).append(LINE);
        }
        to.append(LINE).append(body).append(LINE);
    }
}
