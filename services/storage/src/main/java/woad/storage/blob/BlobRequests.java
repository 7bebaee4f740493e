package woad.storage.blob;

import static woad.storage.StorageError.INVALID_CRC64;
import static woad.storage.StorageError.INVALID_MD5;
import static woad.storage.StorageError.MISSING_CONTENT_LENGTH_HEADER;
import static woad.storage.StorageError.BOTH_CRC64_AND_MD5_HEADER_PRESENT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import woad.platform.core.Guid;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;
import woad.storage.wire.Conditions;

/** Reads what requests to the blob service have in common. */
final class BlobRequests {
    private BlobRequests() {}

    /** The container that the path names, or the root container. */
    static String container(WebRequest request) {
        String name = request.pathValues().getOrDefault("container", Names.ROOT);
        return Names.isContainer(name) ? name : Names.container(name);
    }

    /** The blob that the path and the query mean. */
    static BlobReference reference(WebRequest request) {
        Optional<String> snapshot = request.queryValue("snapshot").filter(s -> !s.isEmpty());
        Optional<String> version = request.queryValue("versionid").filter(s -> !s.isEmpty());
        if (snapshot.isPresent() && version.isPresent()) {
            throw StorageError.INVALID_INPUT.refusalSaying("A request names a snapshot or a version, not both.");
        }
        BlobReference.State state = snapshot.<BlobReference.State>map(text -> new BlobReference.Snapshot(moment("snapshot", text)))
                .or(() -> version.map(text -> new BlobReference.Version(moment("versionid", text)))).orElseGet(BlobReference.Present::new);
        return new BlobReference(container(request), request.pathValue("blob"), state);
    }

    private static Instant moment(String parameter, String text) {
        return BlobReference.parse(text).orElseThrow(() -> StorageError.invalidQuery(parameter, text, "It is not a time in the form 2006-01-02T15:04:05.0000000Z."));
    }

    /** Refuses a snapshot or version where only the present state can be meant. */
    static String presentName(WebRequest request) {
        if (!reference(request).isPresent()) {
            throw StorageError.INVALID_OPERATION.refusal();
        }
        return request.pathValue("blob");
    }

    /** Conditions and lease of the request. */
    static Demand demand(WebRequest request) {
        TagExpression tags = request.header("x-ms-if-tags").map(text -> TagExpression.condition(text).orElseThrow(() -> StorageError.invalidHeader("x-ms-if-tags", text))).orElse(null);
        return new Demand(Conditions.of(request), guid(request, "x-ms-lease-id").orElse(null), tags);
    }

    /** A header that is a GUID. */
    static Optional<UUID> guid(WebRequest request, String header) {
        return request.header(header).map(text -> {
            if (!Guid.matches(text)) {
                throw StorageError.invalidHeader(header, text);
            }
            return UUID.fromString(text);
        });
    }

    /** A header that is a number. */
    static Optional<Long> number(WebRequest request, String header) {
        return request.header(header).map(text -> {
            if (!text.matches("-?\\d{1,18}")) {
                throw StorageError.invalidHeader(header, text);
            }
            return Long.parseLong(text);
        });
    }

    /** A header that says true or false; false where it is absent. */
    static boolean flag(WebRequest request, String header) {
        return request.header(header).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw StorageError.invalidHeader(header, text);
        }).orElse(false);
    }

    /** What the transferred bytes must have: {@code Content-MD5} or {@code x-ms-content-crc64}. */
    static Checksums.Expected expected(WebRequest request) {
        return expected(request, "content-md5", "x-ms-content-crc64");
    }

    /** The same in other headers. */
    static Checksums.Expected expected(WebRequest request, String md5Header, String crc64Header) {
        Optional<byte[]> md5 = md5(request, md5Header);
        Optional<Long> crc64 = request.header(crc64Header).map(text -> ByteBuffer.wrap(decoded(text, 8).orElseThrow(INVALID_CRC64::refusal)).order(ByteOrder.LITTLE_ENDIAN).getLong());
        if (md5.isPresent() && crc64.isPresent()) {
            throw BOTH_CRC64_AND_MD5_HEADER_PRESENT.refusal();
        }
        return new Checksums.Expected(md5.orElse(null), crc64.orElse(null));
    }

    /** An MD5 in a header. */
    static Optional<byte[]> md5(WebRequest request, String header) {
        return request.header(header).filter(text -> !text.isEmpty()).map(text -> decoded(text, 16).orElseThrow(INVALID_MD5::refusal));
    }

    private static Optional<byte[]> decoded(String text, int length) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            return bytes.length == length ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How an answer shows a CRC-64. */
    static String crc64(long value) {
        return Base64.getEncoder().encodeToString(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    /** How an answer shows an MD5. */
    static String md5(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    /** The length of the body that the request declares; empty where HTTP/2 leaves it open. */
    static Optional<Long> bodyLength(WebRequest request) {
        if (request.header("transfer-encoding").isPresent()) {
            throw MISSING_CONTENT_LENGTH_HEADER.refusal();
        }
        return number(request, "content-length");
    }

    /** Refuses what this cloud does not offer. */
    static void refuseUnoffered(WebRequest request) {
        request.headers().forEach((name, value) -> {
            if (name.startsWith("x-ms-encryption-") || name.startsWith("x-ms-source-encryption-") || name.equals("x-ms-structured-body")) {
                throw StorageError.unsupportedHeader(name, value);
            }
        });
    }

    /** Refuses an operation that the query names and that no endpoint has. */
    static void refuseOtherOperations(WebRequest request) {
        for (String parameter : new String[] {"comp", "restype"}) {
            request.queryValue(parameter).ifPresent(value -> {
                throw StorageError.invalidQuery(parameter, value, "There is no such operation here.");
            });
        }
    }
}
