package woad.storage.blob;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.XmlElement;
import woad.storage.wire.XmlWriter;

/** Blocks on the wire. Source: Put Block, Put Block List, Get Block List. */
final class BlockEndpoints {
    /** Longest block, as of version 2019-12-12: 4,000 MiB. */
    static final long LONGEST_BLOCK = 4000L << 20;
    private static final long LONGEST_LIST = 16L << 20;
    private static final int LONGEST_ID = 64;

    private final BlobWire wire;
    private final Blocks blocks;
    private final PieceStore pieces;

    BlockEndpoints(BlobWire wire, Blocks blocks, PieceStore pieces) {
        this.wire = wire;
        this.blocks = blocks;
        this.pieces = pieces;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.blob("Block_Put", Method.PUT, StorageAction.PUT_BLOCK, this::put).whenQuery("comp", "block").streaming(LONGEST_BLOCK),
                wire.blob("BlockList_Put", Method.PUT, StorageAction.PUT_BLOCK_LIST, this::commit).whenQuery("comp", "blocklist").streaming(LONGEST_LIST),
                wire.blob("BlockList_Get", Method.GET, StorageAction.GET_BLOCK_LIST, this::list).whenQuery("comp", "blocklist"));
    }

    private WebResponse put(Account account, WebRequest request) throws IOException {
        String block = blockId(request);
        String name = BlobRequests.presentName(request);
        if (BlobRequests.bodyLength(request).orElse(1L) == 0) {
            throw StorageError.invalidHeader("Content-Length", "0");
        }
        Checksums.Expected expected = BlobRequests.expected(request);
        Piece piece = pieces.take(account, request.stream(), LONGEST_BLOCK, expected, false, expected.md5() == null);
        try {
            blocks.put(account, BlobRequests.container(request), name, BlobRequests.demand(request).lease(), block, piece);
        } catch (woad.platform.core.CloudException e) {
            pieces.forget(piece);
            throw e;
        }
        WebResponse answer = WebResponse.empty(201).header("x-ms-request-server-encrypted", "true");
        return expected.md5() == null ? answer.header("x-ms-content-crc64", BlobRequests.crc64(piece.checksums().crc64()))
                : answer.header("Content-MD5", BlobRequests.md5(piece.checksums().md5()));
    }

    static String blockId(WebRequest request) {
        String id = request.queryValue("blockid").filter(text -> !text.isEmpty()).orElseThrow(() -> StorageError.missingQuery("blockid"));
        requireBlockId(id, StorageError.invalidQuery("blockid", id, "Not a valid base64 string."));
        return id;
    }

    private static void requireBlockId(String id, woad.platform.core.CloudException refusal) {
        try {
            int length = Base64.getDecoder().decode(id).length;
            if (length == 0 || length > LONGEST_ID) {
                throw StorageError.INVALID_BLOCK_ID.refusal();
            }
        } catch (IllegalArgumentException e) {
            refusal.initCause(e);
            throw refusal;
        }
    }

    private WebResponse commit(Account account, WebRequest request) throws IOException {
        String name = BlobRequests.presentName(request);
        BlobRequests.bodyLength(request);
        byte[] body = request.stream().readNBytes((int) LONGEST_LIST + 1);
        Checksums sums = new Checksums(true, true);
        sums.update(body, 0, body.length);
        Checksums.Expected expected = BlobRequests.expected(request);
        Checksums.Found found = sums.finish().require(expected);
        List<Blocks.Entry> list = XmlElement.parse(body, "BlockList").children().stream().map(BlockEndpoints::entry).toList();
        NewBlob said = BlobHeaders.newBlob(account, request, BlobType.BLOCK, BlobHeaders.prefixed(request));
        wire.authorise(request, said);
        Blob stored = blocks.commit(account, BlobRequests.container(request), name, BlobRequests.demand(request), wire.mayOverwrite(request), said, list);
        WebResponse answer = Answers.written(201, stored);
        return expected.md5() == null ? answer.header("x-ms-content-crc64", BlobRequests.crc64(found.crc64())) : answer.header("Content-MD5", BlobRequests.md5(found.md5()));
    }

    private static Blocks.Entry entry(XmlElement element) {
        Blocks.Source source = switch (element.name()) {
            case "Committed" -> Blocks.Source.COMMITTED;
            case "Uncommitted" -> Blocks.Source.UNCOMMITTED;
            case "Latest" -> Blocks.Source.LATEST;
            default -> throw StorageError.INVALID_XML_DOCUMENT.refusal();
        };
        String id = element.text().strip();
        requireBlockId(id, StorageError.INVALID_BLOCK_ID.refusal());
        return new Blocks.Entry(source, id);
    }

    private WebResponse list(Account account, WebRequest request) {
        String type = request.queryValue("blocklisttype").orElse("committed").toLowerCase(Locale.ROOT);
        if (!List.of("committed", "uncommitted", "all").contains(type)) {
            throw StorageError.invalidQuery("blocklisttype", type, "It is committed, uncommitted or all.");
        }
        Blocks.Lists lists = blocks.list(account, BlobRequests.reference(request), BlobRequests.demand(request).lease());
        if (lists.blob() == null && type.equals("committed")) {
            throw StorageError.BLOB_NOT_FOUND.refusal();
        }
        XmlWriter xml = new XmlWriter("BlockList");
        if (!type.equals("uncommitted")) {
            write(xml, "CommittedBlocks", lists.committed());
        }
        if (!type.equals("committed")) {
            write(xml, "UncommittedBlocks", lists.uncommitted());
        }
        WebResponse answer = xml.answer();
        Blob blob = lists.blob();
        return blob == null ? answer.header("x-ms-blob-content-length", "0") : Answers.tagged(answer, blob.etag(), blob.lastModified())
                .header("x-ms-blob-content-length", Long.toString(blob.content().length()));
    }

    private static void write(XmlWriter xml, String name, List<Blocks.Block> list) {
        xml.start(name);
        for (Blocks.Block block : list) {
            xml.start("Block").element("Name", block.id()).element("Size", block.length()).end();
        }
        xml.end();
    }
}
