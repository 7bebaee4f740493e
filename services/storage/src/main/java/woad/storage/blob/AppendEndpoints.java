package woad.storage.blob;

import static woad.storage.StorageError.APPEND_POSITION_CONDITION_NOT_MET;
import static woad.storage.StorageError.BLOB_IS_SEALED;
import static woad.storage.StorageError.BLOCK_COUNT_EXCEEDS_LIMIT;
import static woad.storage.StorageError.INVALID_BLOB_TYPE;
import static woad.storage.StorageError.MAX_BLOB_SIZE_CONDITION_NOT_MET;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;

/** Append blobs on the wire. Source: Append Block, Append Block From URL, Append Blob Seal. */
final class AppendEndpoints {
    /** Longest block, as of version 2022-11-02: 100 MiB. */
    private static final long LONGEST_BLOCK = 100L << 20;

    private final BlobWire wire;
    private final Blobs blobs;
    private final PieceStore pieces;
    private final CopySource sources;

    AppendEndpoints(BlobWire wire, Blobs blobs, PieceStore pieces, CopySource sources) {
        this.wire = wire;
        this.blobs = blobs;
        this.pieces = pieces;
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.blob("AppendBlob_AppendBlock", Method.PUT, StorageAction.APPEND_BLOCK, this::append).whenQuery("comp", "appendblock").streaming(LONGEST_BLOCK),
                wire.blob("AppendBlob_AppendBlockFromUrl", Method.PUT, StorageAction.APPEND_BLOCK, this::appendFromUrl).whenQuery("comp", "appendblock")
                        .whenHeader("x-ms-copy-source"),
                wire.blob("AppendBlob_Seal", Method.PUT, StorageAction.APPEND_BLOCK, this::seal).whenQuery("comp", "seal"));
    }

    private WebResponse append(Account account, WebRequest request) throws IOException {
        String name = BlobRequests.presentName(request);
        if (BlobRequests.bodyLength(request).orElse(1L) == 0) {
            throw StorageError.invalidHeader("Content-Length", "0");
        }
        Checksums.Expected expected = BlobRequests.expected(request);
        return append(account, request, name, pieces.take(account, request.stream(), LONGEST_BLOCK, expected, false, expected.md5() == null));
    }

    private WebResponse appendFromUrl(Account account, WebRequest request) throws IOException {
        String name = BlobRequests.presentName(request);
        return append(account, request, name, sources.take(account, request, LONGEST_BLOCK));
    }

    private WebResponse append(Account account, WebRequest request, String name, Piece piece) {
        Optional<Long> position = BlobRequests.number(request, "x-ms-blob-condition-appendpos");
        Optional<Long> limit = BlobRequests.number(request, "x-ms-blob-condition-maxsize");
        Demand demand = BlobRequests.demand(request);
        try {
            Blob appended = blobs.change(account, BlobRequests.container(request), name, locked -> {
                Blob blob = open(locked, demand);
                long length = blob.content().length();
                if (position.isPresent() && position.get() != length) {
                    throw APPEND_POSITION_CONDITION_NOT_MET.refusal();
                }
                if (limit.isPresent() && length + piece.length() > limit.get()) {
                    throw MAX_BLOB_SIZE_CONDITION_NOT_MET.refusal();
                }
                if (blob.blockCount() >= Blocks.MOST) {
                    throw BLOCK_COUNT_EXCEEDS_LIMIT.refusal();
                }
                ExtentTable.insert(locked.handle(), blob.content().id(), ExtentTable.Run.of(length, piece, null));
                Content longer = new Content(blob.content().id(), Math.addExact(length, piece.length()), null);
                return locked.writer().touch(blob, blob.with(longer).withBlocks(blob.blockCount() + 1, false).changed(locked.now()));
            });
            WebResponse answer = Answers.written(201, appended).header("x-ms-blob-append-offset", Long.toString(appended.content().length() - piece.length()))
                    .header("x-ms-blob-committed-block-count", Integer.toString(appended.blockCount()));
            return Answers.summed(answer, piece.checksums());
        } catch (CloudException e) {
            pieces.forget(piece);
            throw e;
        }
    }

    private WebResponse seal(Account account, WebRequest request) {
        Demand demand = BlobRequests.demand(request);
        Optional<Long> position = BlobRequests.number(request, "x-ms-blob-condition-appendpos");
        Blob closed = blobs.change(account, BlobRequests.container(request), BlobRequests.presentName(request), locked -> {
            Blob blob = locked.require(demand);
            if (blob.type() != BlobType.APPEND) {
                throw INVALID_BLOB_TYPE.refusal();
            }
            if (position.isPresent() && position.get() != blob.content().length()) {
                throw APPEND_POSITION_CONDITION_NOT_MET.refusal();
            }
            return Boolean.TRUE.equals(blob.appendSealed()) ? blob : locked.writer().touch(blob, blob.withBlocks(blob.blockCount(), true).changed(locked.now()));
        });
        return Answers.tagged(WebResponse.empty(200), closed.etag(), closed.lastModified()).header("x-ms-blob-sealed", "true");
    }

    /** The append blob, to which more may be appended. */
    private static Blob open(Blobs.Locked locked, Demand demand) {
        Blob blob = locked.require(demand);
        blob.immutability().requireMutable(locked.now());
        if (blob.type() != BlobType.APPEND) {
            throw INVALID_BLOB_TYPE.refusal();
        }
        if (Boolean.TRUE.equals(blob.appendSealed())) {
            throw BLOB_IS_SEALED.refusal();
        }
        return blob;
    }
}
