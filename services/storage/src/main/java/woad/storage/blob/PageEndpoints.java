package woad.storage.blob;

import static woad.storage.StorageError.INVALID_BLOB_TYPE;
import static woad.storage.StorageError.INVALID_PAGE_RANGE;
import static woad.storage.StorageError.SEQUENCE_NUMBER_CONDITION_NOT_MET;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import woad.platform.core.CloudException;
import woad.platform.store.Database;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.XmlWriter;

/** Page blobs on the wire. Source: Put Page, Put Page From URL, Get Page Ranges. */
final class PageEndpoints {
    static final long PAGE = 512;
    private static final long LONGEST_WRITE = 4L << 20;

    private final BlobWire wire;
    private final Database database;
    private final Blobs blobs;
    private final PieceStore pieces;
    private final CopySource sources;

    PageEndpoints(BlobWire wire, Database database, Blobs blobs, PieceStore pieces, CopySource sources) {
        this.wire = wire;
        this.database = database;
        this.blobs = blobs;
        this.pieces = pieces;
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.blob("PageBlob_PutPage", Method.PUT, StorageAction.PUT_PAGE, this::put).whenQuery("comp", "page").streaming(LONGEST_WRITE),
                wire.blob("PageBlob_PutPageFromUrl", Method.PUT, StorageAction.PUT_PAGE, this::putFromUrl).whenQuery("comp", "page").whenHeader("x-ms-copy-source"),
                wire.blob("PageBlob_GetPageRanges", Method.GET, StorageAction.GET_PAGE_RANGES, this::ranges).whenQuery("comp", "pagelist"));
    }

    private WebResponse put(Account account, WebRequest request) throws IOException {
        String write = request.header("x-ms-page-write").orElseThrow(() -> StorageError.missingHeader("x-ms-page-write"));
        ByteRange range = range(request);
        return switch (write.toLowerCase(Locale.ROOT)) {
            case "clear" -> write(account, request, range, null);
            case "update" -> {
                long length = range.last() - range.first() + 1;
                if (length > LONGEST_WRITE || BlobRequests.bodyLength(request).orElse(length) != length) {
                    throw StorageError.invalidHeader("Content-Length", request.header("content-length").orElse(""));
                }
                Checksums.Expected expected = BlobRequests.expected(request);
                yield write(account, request, range, pieces.take(account, request.stream(), LONGEST_WRITE, expected, false, expected.md5() == null));
            }
            default -> throw StorageError.invalidHeader("x-ms-page-write", write);
        };
    }

    private WebResponse putFromUrl(Account account, WebRequest request) throws IOException {
        ByteRange range = range(request);
        return write(account, request, range, sources.take(account, request, LONGEST_WRITE));
    }

    /** @param piece null to clear the pages */
    private WebResponse write(Account account, WebRequest request, ByteRange range, Piece piece) {
        Demand demand = BlobRequests.demand(request);
        String name = BlobRequests.presentName(request);
        try {
            if (piece != null && piece.length() != range.last() - range.first() + 1) {
                throw StorageError.invalidHeader("Content-Length", Long.toString(piece.length()));
            }
            Blob written = blobs.change(account, BlobRequests.container(request), name, locked -> {
                Blob blob = locked.require(demand);
                blob.immutability().requireMutable(locked.now());
                if (blob.type() != BlobType.PAGE) {
                    throw INVALID_BLOB_TYPE.refusal();
                }
                requireSequence(request, blob.sequenceNumber());
                if (range.last() >= blob.content().length()) {
                    throw INVALID_PAGE_RANGE.refusal();
                }
                PageTable.clear(locked.handle(), blob.content().id(), range.first(), range.last() + 1, locked.now().plus(BlobWriter.GRACE));
                if (piece != null) {
                    ExtentTable.insert(locked.handle(), blob.content().id(), ExtentTable.Run.of(range.first(), piece, null));
                }
                return locked.writer().touch(blob, blob.changed(locked.now()));
            });
            WebResponse answer = Answers.written(201, written).header("x-ms-blob-sequence-number", Long.toString(written.sequenceNumber()));
            return piece == null ? answer : Answers.summed(answer, piece.checksums());
        } catch (CloudException e) {
            if (piece != null) {
                pieces.forget(piece);
            }
            throw e;
        }
    }

    private static ByteRange range(WebRequest request) {
        ByteRange range = ByteRange.of(request).orElseThrow(() -> StorageError.missingHeader("x-ms-range"));
        if (range.last() == null || range.first() % PAGE != 0 || (range.last() + 1) % PAGE != 0) {
            throw INVALID_PAGE_RANGE.refusal();
        }
        return range;
    }

    private static void requireSequence(WebRequest request, long present) {
        boolean good = BlobRequests.number(request, "x-ms-if-sequence-number-le").map(bound -> present <= bound).orElse(true)
                && BlobRequests.number(request, "x-ms-if-sequence-number-lt").map(bound -> present < bound).orElse(true)
                && BlobRequests.number(request, "x-ms-if-sequence-number-eq").map(bound -> present == bound).orElse(true);
        if (!good) {
            throw SEQUENCE_NUMBER_CONDITION_NOT_MET.refusal();
        }
    }

    private WebResponse ranges(Account account, WebRequest request) {
        Blob blob = blobs.get(account, BlobRequests.reference(request), BlobRequests.demand(request));
        if (blob.type() != BlobType.PAGE) {
            throw INVALID_BLOB_TYPE.refusal();
        }
        long first = ByteRange.of(request).map(ByteRange::first).orElse(0L);
        long end = ByteRange.of(request).map(range -> first + range.lengthOf(blob.content().length())).orElse(blob.content().length());
        PageRanges ranges = request.queryValue("prevsnapshot").map(text -> since(account, request, blob, text))
                .orElseGet(() -> PageRanges.of(runs(blob)));
        XmlWriter xml = new XmlWriter("PageList");
        for (PageRanges.Range range : ranges.within(first, end)) {
            xml.start(range.cleared() ? "ClearRange" : "PageRange").element("Start", range.start()).element("End", range.end() - 1).end();
        }
        return Answers.tagged(xml.answer(), blob.etag(), blob.lastModified()).header("x-ms-blob-content-length", Long.toString(blob.content().length()));
    }

    private PageRanges since(Account account, WebRequest request, Blob blob, String text) {
        var at = BlobReference.parse(text).orElseThrow(() -> StorageError.invalidQuery("prevsnapshot", text, "It is not the time of a snapshot."));
        Blob before;
        try {
            before = blobs.get(account, new BlobReference(BlobRequests.container(request), blob.name(), new BlobReference.Snapshot(at)), Demand.NONE);
        } catch (CloudException e) {
            throw new CloudException(StorageError.PREVIOUS_SNAPSHOT_NOT_FOUND, StorageError.PREVIOUS_SNAPSHOT_NOT_FOUND.message(), e);
        }
        if (blob.isSnapshot() && at.isAfter(blob.kept().snapshot())) {
            throw StorageError.PREVIOUS_SNAPSHOT_CANNOT_BE_NEWER.refusal();
        }
        return PageRanges.difference(runs(before), runs(blob));
    }

    private List<ExtentTable.Run> runs(Blob blob) {
        return database.with(handle -> ExtentTable.blocks(handle, blob.content().id()));
    }
}
