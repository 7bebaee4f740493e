package woad.storage.blob;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.MetadataHeaders;

/** Copies on the wire. Source: Copy Blob, Copy Blob From URL, Abort Copy Blob, Put Blob From URL, Put Block From URL. */
final class CopyEndpoints {
    private static final long LONGEST_SYNC = 256L << 20;

    private final BlobWire wire;
    private final Copies copies;
    private final CopySource sources;
    private final Blobs blobs;
    private final Blocks blocks;
    private final PieceStore pieces;
    private final Moments moments;
    private final Ids ids;

    CopyEndpoints(BlobWire wire, Copies copies, CopySource sources, Blobs blobs, Blocks blocks, PieceStore pieces, Moments moments, Ids ids) {
        this.wire = wire;
        this.copies = copies;
        this.sources = sources;
        this.blobs = blobs;
        this.blocks = blocks;
        this.pieces = pieces;
        this.moments = moments;
        this.ids = ids;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.blob("Blob_Copy", Method.PUT, StorageAction.COPY_BLOB, this::copy).whenHeader("x-ms-copy-source"),
                wire.blob("Blob_PutFromUrl", Method.PUT, StorageAction.PUT_BLOB, this::putFromUrl).whenHeader("x-ms-copy-source").whenHeader("x-ms-blob-type"),
                wire.blob("Block_PutFromUrl", Method.PUT, StorageAction.PUT_BLOCK, this::putBlockFromUrl).whenQuery("comp", "block").whenHeader("x-ms-copy-source"),
                wire.blob("Blob_AbortCopy", Method.PUT, StorageAction.ABORT_COPY_BLOB, this::abort).whenQuery("comp", "copy"));
    }

    private WebResponse copy(Account account, WebRequest request) throws IOException {
        BlobRequests.refuseOtherOperations(request);
        boolean sync = BlobRequests.flag(request, "x-ms-requires-sync");
        CopySource.Found source = sources.find(account, request);
        Blob from = source.blob();
        if (sync && from.content().length() > LONGEST_SYNC) {
            throw StorageError.REQUEST_BODY_TOO_LARGE.refusal();
        }
        SortedMap<String, String> metadata = MetadataHeaders.read(request);
        NewBlob said = new NewBlob(from.type(), from.http(), metadata.isEmpty() ? from.metadata() : metadata, tags(request, from), tier(account, request, from), BlobHeaders.immutability(request));
        wire.authorise(request, said);
        long length = from.content().length();
        String id = ids.guid().toString();
        boolean seal = request.header("x-ms-seal-blob").isPresent() ? BlobRequests.flag(request, "x-ms-seal-blob") : Boolean.TRUE.equals(from.appendSealed());
        Blob stored = copies.copy(account, source, order(request, said, new Copying(id, "success", source.url(), length, length, moments.now()), seal));
        WebResponse answer = Answers.written(202, stored).header("x-ms-copy-id", id).header("x-ms-copy-status", "success");
        return sync && from.http().md5() != null ? answer.header("Content-MD5", BlobRequests.md5(from.http().md5())) : answer;
    }

    /** An archived blob may be copied to a tier from which it can be read. */
    private static Tier tier(Account account, WebRequest request, Blob from) {
        Tier tier = BlobHeaders.tier(account, request, from.type());
        if (from.tiering().isArchived() && (tier == null || tier == Tier.ARCHIVE) || from.tiering().rehydrateTo() != null) {
            throw (from.tiering().rehydrateTo() == null ? StorageError.BLOB_ARCHIVED : StorageError.BLOB_BEING_REHYDRATED).refusal();
        }
        return tier;
    }

    private static SortedMap<String, String> tags(WebRequest request, Blob from) {
        SortedMap<String, String> said = request.header("x-ms-tags").map(Tags::parseHeader).orElseGet(TreeMap::new);
        boolean copied = request.header("x-ms-copy-source-tag-option").map(text -> switch (text.toUpperCase(Locale.ROOT)) {
            case "COPY" -> true;
            case "REPLACE" -> false;
            default -> throw StorageError.invalidHeader("x-ms-copy-source-tag-option", text);
        }).orElse(false);
        if (copied && !said.isEmpty()) {
            throw StorageError.BOTH_USER_TAGS_AND_SOURCE_TAGS_COPY_PRESENT.refusal();
        }
        return copied ? from.tags() : said;
    }

    private Copies.Order order(WebRequest request, NewBlob said, Copying copying, boolean seal) {
        return new Copies.Order(BlobRequests.container(request), BlobRequests.presentName(request), BlobRequests.demand(request), wire.mayOverwrite(request), said, copying, seal);
    }

    private WebResponse putFromUrl(Account account, WebRequest request) throws IOException {
        BlobRequests.refuseOtherOperations(request);
        if (!request.header("x-ms-blob-type").orElse("").equals(BlobType.BLOCK.text())) {
            throw StorageError.invalidHeader("x-ms-blob-type", request.header("x-ms-blob-type").orElse(""));
        }
        CopySource.Found source = sources.find(account, request);
        if (source.blob().content().length() > BlobEndpoints.LONGEST_BODY) {
            throw StorageError.REQUEST_BODY_TOO_LARGE.refusal();
        }
        HttpProperties said = BlobHeaders.prefixed(request);
        HttpProperties own = source.blob().http();
        boolean copied = request.header("x-ms-copy-source-blob-properties").isEmpty() || BlobRequests.flag(request, "x-ms-copy-source-blob-properties");
        HttpProperties http = !copied ? said : new HttpProperties(either(said.type(), own.type()), either(said.encoding(), own.encoding()), either(said.language(), own.language()),
                either(said.disposition(), own.disposition()), either(said.cacheControl(), own.cacheControl()), said.md5());
        NewBlob given = BlobHeaders.newBlob(account, request, BlobType.BLOCK, http);
        Checksums.Expected expected = BlobRequests.expected(request, "x-ms-source-content-md5", "x-ms-source-content-crc64");
        Piece piece = sources.take(account, source, 0, source.blob().content().length(), expected, true);
        NewBlob summed = new NewBlob(BlobType.BLOCK, given.http().withMd5(piece.checksums().md5()), given.metadata(), tags(request, source.blob()), given.tier(), given.immutability());
        wire.authorise(request, summed);
        try {
            Blob stored = blobs.put(account, BlobRequests.container(request), BlobRequests.presentName(request), BlobRequests.demand(request), () -> wire.mayOverwrite(request), summed, piece);
            return Answers.written(201, stored).header("Content-MD5", BlobRequests.md5(piece.checksums().md5()));
        } catch (CloudException e) {
            pieces.forget(piece);
            throw e;
        }
    }

    private static String either(String first, String second) {
        return first == null ? second : first;
    }

    private WebResponse putBlockFromUrl(Account account, WebRequest request) throws IOException {
        String block = BlockEndpoints.blockId(request);
        String name = BlobRequests.presentName(request);
        Piece piece = sources.take(account, request, BlockEndpoints.LONGEST_BLOCK);
        try {
            blocks.put(account, BlobRequests.container(request), name, BlobRequests.demand(request).lease(), block, piece);
        } catch (CloudException e) {
            pieces.forget(piece);
            throw e;
        }
        return Answers.summed(WebResponse.empty(201).header("x-ms-request-server-encrypted", "true"), piece.checksums());
    }

    /** Every copy has ended before its client could name it. */
    private WebResponse abort(Account account, WebRequest request) {
        String id = request.queryValue("copyid").orElseThrow(() -> StorageError.missingQuery("copyid"));
        if (!woad.platform.core.Guid.matches(id)) {
            throw StorageError.invalidQuery("copyid", id, "It is not the id of a copy.");
        }
        String action = request.header("x-ms-copy-action").orElseThrow(() -> StorageError.missingHeader("x-ms-copy-action"));
        if (!action.equalsIgnoreCase("abort")) {
            throw StorageError.invalidHeader("x-ms-copy-action", action);
        }
        blobs.get(account, BlobRequests.reference(request), Demand.NONE);
        throw StorageError.NO_PENDING_COPY_OPERATION.refusal();
    }
}
