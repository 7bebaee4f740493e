package woad.storage.blob;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.access.StorageGrant;
import woad.storage.account.Account;
import woad.storage.wire.MetadataHeaders;

/** Blobs on the wire. Source: "Operations on blobs" in the Blob Storage REST reference. */
final class BlobEndpoints {
    /** Longest body of Put Blob, as of version 2019-12-12: 5,000 MiB. */
    static final long LONGEST_BODY = 5000L << 20;
    /** 8 TiB. */
    private static final long LONGEST_PAGE_BLOB = 8L << 40;
    private static final String DEFAULT_TYPE = "application/octet-stream";
    /** Longest range whose checksum can be asked for. */
    private static final long LONGEST_SUMMED = 4L << 20;

    private final BlobWire wire;
    private final Blobs blobs;
    private final PieceStore pieces;
    private final BlobReader reader;
    private final Moments moments;

    BlobEndpoints(BlobWire wire, Blobs blobs, PieceStore pieces, BlobReader reader, Moments moments) {
        this.wire = wire;
        this.blobs = blobs;
        this.pieces = pieces;
        this.reader = reader;
        this.moments = moments;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.blob("Blob_Put", Method.PUT, StorageAction.PUT_BLOB, this::put).streaming(LONGEST_BODY),
                wire.blob("Blob_Get", Method.GET, StorageAction.GET_BLOB, this::get),
                wire.blob("Blob_GetProperties", Method.HEAD, StorageAction.GET_BLOB_PROPERTIES, this::properties),
                wire.blob("Blob_SetProperties", Method.PUT, StorageAction.SET_BLOB_PROPERTIES, this::setProperties).whenQuery("comp", "properties"),
                wire.blob("Blob_GetMetadata", Method.GET, StorageAction.GET_BLOB_PROPERTIES, this::metadata).whenQuery("comp", "metadata"),
                wire.blob("Blob_GetMetadataByHead", Method.HEAD, StorageAction.GET_BLOB_PROPERTIES, this::metadata).whenQuery("comp", "metadata"),
                wire.blob("Blob_SetMetadata", Method.PUT, StorageAction.SET_BLOB_METADATA, this::setMetadata).whenQuery("comp", "metadata"),
                wire.blob("Blob_Delete", Method.DELETE, StorageAction.DELETE_BLOB, this::delete));
    }

    private WebResponse put(Account account, WebRequest request) throws IOException {
        BlobRequests.refuseOtherOperations(request);
        String text = request.header("x-ms-blob-type").orElseThrow(() -> StorageError.missingHeader("x-ms-blob-type"));
        BlobType type = BlobType.of(text).orElseThrow(() -> StorageError.invalidHeader("x-ms-blob-type", text));
        String name = BlobRequests.presentName(request);
        NewBlob said = BlobHeaders.newBlob(account, request, type, BlobHeaders.ofPut(request));
        wire.authorise(request, said);
        Demand demand = BlobRequests.demand(request);
        if (type != BlobType.BLOCK) {
            return putEmpty(account, request, name, demand, said);
        }
        Piece piece = take(account, request, said.http().md5());
        NewBlob summed = new NewBlob(type, said.http().withMd5(piece.checksums().md5()), said.metadata(), said.tags(), said.tier(), said.immutability());
        try {
            Blob stored = blobs.put(account, BlobRequests.container(request), name, demand, () -> wire.mayOverwrite(request), summed, piece);
            WebResponse answer = Answers.written(201, stored).header("Content-MD5", BlobRequests.md5(piece.checksums().md5()));
            return piece.checksums().crc64() == null ? answer : answer.header("x-ms-content-crc64", BlobRequests.crc64(piece.checksums().crc64()));
        } catch (CloudException e) {
            pieces.forget(piece);
            throw e;
        }
    }

    /** An append blob, or a page blob of a certain length without any pages. */
    private WebResponse putEmpty(Account account, WebRequest request, String name, Demand demand, NewBlob said) throws IOException {
        if (request.stream().read() >= 0) {
            throw StorageError.CONTENT_LENGTH_MUST_BE_ZERO.refusal();
        }
        long length = said.type() == BlobType.APPEND ? 0 : pageBlobLength(request).orElseThrow(() -> StorageError.missingHeader("x-ms-blob-content-length"));
        long sequence = BlobRequests.number(request, "x-ms-blob-sequence-number").orElse(0L);
        return Answers.written(201, blobs.putEmpty(account, BlobRequests.container(request), name, demand, () -> wire.mayOverwrite(request), said, length, sequence));
    }

    private static Optional<Long> pageBlobLength(WebRequest request) {
        return BlobRequests.number(request, "x-ms-blob-content-length").map(length -> {
            if (length < 0 || length % PageEndpoints.PAGE != 0 || length > LONGEST_PAGE_BLOB) {
                throw StorageError.invalidHeader("x-ms-blob-content-length", Long.toString(length));
            }
            return length;
        });
    }

    /** @param whole the MD5 that the client wants to be kept; the bytes must have it too */
    private Piece take(Account account, WebRequest request, byte[] whole) throws IOException {
        Optional<Long> declared = BlobRequests.bodyLength(request);
        Checksums.Expected transferred = BlobRequests.expected(request);
        Piece piece = pieces.take(account, request.stream(), LONGEST_BODY, transferred, true, transferred.crc64() != null);
        try {
            piece.checksums().require(new Checksums.Expected(whole, null));
            if (declared.isPresent() && declared.get() != piece.length()) {
                throw StorageError.INVALID_INPUT.refusalSaying("The body has not the length that Content-Length says.");
            }
            return piece;
        } catch (CloudException e) {
            pieces.forget(piece);
            throw e;
        }
    }

    private WebResponse get(Account account, WebRequest request) throws IOException {
        BlobRequests.refuseOtherOperations(request);
        Optional<ByteRange> range = ByteRange.of(request);
        Blob blob = blobs.get(account, BlobRequests.reference(request), BlobRequests.demand(request));
        if (blob.tiering().isArchived()) {
            throw StorageError.BLOB_ARCHIVED.refusal();
        }
        boolean md5 = BlobRequests.flag(request, "x-ms-range-get-content-md5");
        boolean crc64 = BlobRequests.flag(request, "x-ms-range-get-content-crc64");
        if ((md5 || crc64) && range.isEmpty() || md5 && crc64) {
            throw StorageError.invalidHeader(md5 ? "x-ms-range-get-content-md5" : "x-ms-range-get-content-crc64", "true");
        }
        long length = blob.content().length();
        long first = range.map(ByteRange::first).orElse(0L);
        long count = range.isPresent() ? range.get().lengthOf(length) : length;
        Map<String, String> overrides = StorageGrant.responseHeadersOf(request.caller());
        WebResponse answer = Answers.blob(body(account, blob, range.isPresent() ? 206 : 200, first, count, overrides), blob, moments.now(), overrides);
        if (range.isPresent()) {
            answer = answer.header("Content-Range", "bytes " + first + "-" + (first + count - 1) + "/" + length);
            answer = Answers.optional(answer, "x-ms-blob-content-md5", blob.http().md5() == null ? null : BlobRequests.md5(blob.http().md5()));
            return md5 || crc64 ? summed(account, blob, first, count, answer, md5) : answer;
        }
        return Answers.optional(answer, "Content-MD5", blob.http().md5() == null ? null : BlobRequests.md5(blob.http().md5()));
    }

    private WebResponse body(Account account, Blob blob, int status, long first, long count, Map<String, String> overrides) {
        String type = overrides.getOrDefault("Content-Type", blob.http().type() == null ? DEFAULT_TYPE : blob.http().type());
        return WebResponse.stream(status, type, count, to -> reader.write(account, blob, first, count, to));
    }

    /** Reads the range twice: a checksum stands before the bytes. */
    private WebResponse summed(Account account, Blob blob, long first, long count, WebResponse answer, boolean md5) throws IOException {
        if (count > LONGEST_SUMMED) {
            throw StorageError.OUT_OF_RANGE_INPUT.refusal();
        }
        Checksums sums = new Checksums(md5, !md5);
        reader.write(account, blob, first, count, new SumStream(sums));
        Checksums.Found found = sums.finish();
        return md5 ? answer.header("Content-MD5", BlobRequests.md5(found.md5())) : answer.header("x-ms-content-crc64", BlobRequests.crc64(found.crc64()));
    }

    private WebResponse properties(Account account, WebRequest request) {
        BlobRequests.refuseOtherOperations(request);
        Blob blob = blobs.get(account, BlobRequests.reference(request), BlobRequests.demand(request));
        Map<String, String> overrides = StorageGrant.responseHeadersOf(request.caller());
        WebResponse answer = Answers.blob(body(account, blob, 200, 0, blob.content().length(), overrides), blob, moments.now(), overrides);
        return Answers.tier(Answers.optional(answer, "Content-MD5", blob.http().md5() == null ? null : BlobRequests.md5(blob.http().md5())), account, blob);
    }

    private WebResponse setProperties(Account account, WebRequest request) {
        HttpProperties said = BlobHeaders.prefixed(request);
        Optional<Long> length = pageBlobLength(request);
        Optional<SequenceAction> sequence = SequenceAction.of(request);
        if (length.isPresent() || sequence.isPresent()) {
            Blob changed = blobs.resize(account, BlobRequests.container(request), BlobRequests.presentName(request), BlobRequests.demand(request),
                    said.equals(HttpProperties.NONE) ? null : said, length.orElse(null), sequence.orElse(null));
            return Answers.written(200, changed).header("x-ms-blob-sequence-number", Long.toString(changed.sequenceNumber()));
        }
        Blob changed = blobs.amend(account, BlobRequests.container(request), BlobRequests.presentName(request), BlobRequests.demand(request),
                (blob, now) -> said.equals(HttpProperties.NONE) ? blob : blob.with(said));
        return Answers.optional(Answers.written(200, changed), "x-ms-blob-sequence-number", changed.sequenceNumber());
    }

    private WebResponse metadata(Account account, WebRequest request) {
        Blob blob = blobs.get(account, BlobRequests.reference(request), BlobRequests.demand(request));
        return MetadataHeaders.write(Answers.tagged(WebResponse.empty(200), blob.etag(), blob.lastModified()), blob.metadata());
    }

    private WebResponse setMetadata(Account account, WebRequest request) {
        var metadata = MetadataHeaders.read(request);
        Blob changed = blobs.amend(account, BlobRequests.container(request), BlobRequests.presentName(request), BlobRequests.demand(request),
                (blob, now) -> blob.withMetadata(metadata));
        return Answers.written(200, changed);
    }

    private WebResponse delete(Account account, WebRequest request) {
        BlobRequests.refuseOtherOperations(request);
        Optional<Blobs.Snapshots> snapshots = request.header("x-ms-delete-snapshots").map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "include" -> Blobs.Snapshots.INCLUDE;
            case "only" -> Blobs.Snapshots.ONLY;
            default -> throw StorageError.invalidHeader("x-ms-delete-snapshots", text);
        });
        boolean forGood = request.queryValue("deletetype").filter("permanent"::equalsIgnoreCase).isPresent();
        BlobReference reference = BlobRequests.reference(request);
        if (forGood) {
            wire.authorise(request, StorageAction.PERMANENTLY_DELETE_BLOB);
        } else if (reference.state() instanceof BlobReference.Version) {
            wire.authorise(request, StorageAction.DELETE_BLOB_VERSION);
        }
        blobs.delete(account, reference, BlobRequests.demand(request), snapshots.orElse(null), forGood);
        return WebResponse.empty(202).header("x-ms-delete-type-permanent", Boolean.toString(forGood || !BlobWriter.keepsPast(account)));
    }
}
