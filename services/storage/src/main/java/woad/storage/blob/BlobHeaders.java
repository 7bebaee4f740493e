package woad.storage.blob;

import static woad.storage.StorageError.BLOB_ACCESS_TIER_NOT_SUPPORTED_FOR_ACCOUNT_TYPE;

import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;
import woad.storage.account.Account;
import woad.storage.account.AccountKind;
import woad.storage.wire.HttpDates;
import woad.storage.wire.MetadataHeaders;

/** Reads from headers what a client says of a blob. */
final class BlobHeaders {
    private static final String DEFAULT_TYPE = "application/octet-stream";

    private BlobHeaders() {}

    /** All but the bytes. */
    static NewBlob newBlob(Account account, WebRequest request, BlobType type, HttpProperties http) {
        HttpProperties typed = http.type() != null ? http
                : new HttpProperties(DEFAULT_TYPE, http.encoding(), http.language(), http.disposition(), http.cacheControl(), http.md5());
        return new NewBlob(type, typed, MetadataHeaders.read(request), request.header("x-ms-tags").map(Tags::parseHeader).orElseGet(TreeMap::new), tier(account, request, type), immutability(request));
    }

    /** {@code x-ms-blob-content-type} and so on. */
    static HttpProperties prefixed(WebRequest request) {
        return new HttpProperties(text(request, "x-ms-blob-content-type"), text(request, "x-ms-blob-content-encoding"), text(request, "x-ms-blob-content-language"),
                text(request, "x-ms-blob-content-disposition"), text(request, "x-ms-blob-cache-control"), BlobRequests.md5(request, "x-ms-blob-content-md5").orElse(null));
    }

    /** The same, or the headers of HTTP where those are absent. */
    static HttpProperties ofPut(WebRequest request) {
        HttpProperties said = prefixed(request);
        return new HttpProperties(either(said.type(), request, "content-type"), either(said.encoding(), request, "content-encoding"),
                either(said.language(), request, "content-language"), said.disposition(), either(said.cacheControl(), request, "cache-control"), said.md5());
    }

    private static String either(String first, WebRequest request, String header) {
        return first != null ? first : text(request, header);
    }

    private static String text(WebRequest request, String header) {
        return request.header(header).filter(value -> !value.isEmpty()).map(value -> {
            if (value.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7f) || value.length() > 1024) {
                throw StorageError.invalidHeader(header, value);
            }
            return value;
        }).orElse(null);
    }

    /** @return null where the client names none */
    static Tier tier(Account account, WebRequest request, BlobType type) {
        return request.header("x-ms-access-tier").map(text -> {
            Tier tier = Tier.of(text).orElseThrow(() -> StorageError.invalidHeader("x-ms-access-tier", text));
            if (type != BlobType.BLOCK) {
                throw StorageError.ACCESS_TIER_NOT_SUPPORTED_FOR_BLOB_TYPE.refusal();
            }
            return requireTiers(account, tier);
        }).orElse(null);
    }

    /** Refuses tiers where the account has none. */
    static Tier requireTiers(Account account, Tier tier) {
        if (account.kind() == AccountKind.STORAGE) {
            throw BLOB_ACCESS_TIER_NOT_SUPPORTED_FOR_ACCOUNT_TYPE.refusal();
        }
        return tier;
    }

    /** The policy and the hold that a new blob is to have. */
    static Immutability immutability(WebRequest request) {
        boolean hold = BlobRequests.flag(request, "x-ms-legal-hold");
        Instant until = request.header("x-ms-immutability-policy-until-date").map(text -> HttpDates.parse(text)
                .orElseThrow(() -> StorageError.invalidHeader("x-ms-immutability-policy-until-date", text))).orElse(null);
        return until == null && !hold ? Immutability.NONE : new Immutability(until, until == null ? null : mode(request), hold);
    }

    /** The mode of a policy; unlocked where the client names none. */
    static Immutability.Mode mode(WebRequest request) {
        String text = request.header("x-ms-immutability-policy-mode").orElse("unlocked");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "unlocked" -> Immutability.Mode.UNLOCKED;
            case "locked" -> Immutability.Mode.LOCKED;
            default -> throw StorageError.invalidHeader("x-ms-immutability-policy-mode", text);
        };
    }
}
