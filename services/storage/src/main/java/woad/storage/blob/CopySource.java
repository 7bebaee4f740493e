package woad.storage.blob;

import static woad.storage.StorageError.BLOB_ARCHIVED;
import static woad.storage.StorageError.COPY_SOURCE_FORBIDDEN;
import static woad.storage.StorageError.COPY_SOURCE_NOT_FOUND;
import static woad.storage.StorageError.COPY_SOURCE_PUBLIC_ACCESS_NOT_PERMITTED;
import static woad.storage.StorageError.COPY_SOURCE_UNAUTHORIZED;
import static woad.storage.StorageError.SOURCE_CONDITION_NOT_MET;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.web.Caller;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.access.StorageAuthoriser;
import woad.storage.access.StorageScope;
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;
import woad.storage.account.AccountSettings.CopyScope;
import woad.storage.wire.Conditions;

/**
 * The blob of this cloud from which a request copies ({@code x-ms-copy-source}). Its reader is who the URL's signature or
 * {@code x-ms-copy-source-authorization} proves; within one account otherwise the caller of the request; otherwise anybody.
 */
final class CopySource {
    private final AccountHosts hosts;
    private final String domain;
    private final BlobService.PartCallers callers;
    private final StorageAuthoriser authoriser;
    private final Blobs blobs;
    private final BlobReader reader;
    private final PieceStore pieces;

    /** @param domain {@code blob.core.D}: what follows the account in the names of hosts */
    CopySource(AccountHosts hosts, String domain, BlobService.PartCallers callers, StorageAuthoriser authoriser, Blobs blobs, BlobReader reader, PieceStore pieces) {
        this.hosts = hosts;
        this.domain = domain;
        this.callers = callers;
        this.authoriser = authoriser;
        this.blobs = blobs;
        this.reader = reader;
        this.pieces = pieces;
    }

    /** @param url without its query but for the state: what the copy says of its source */
    record Found(Account account, BlobReference reference, Blob blob, String url) {}

    /** The source, which the request may read and which meets its conditions. */
    Found find(Account destination, WebRequest request) {
        String text = request.header("x-ms-copy-source").orElseThrow(() -> StorageError.missingHeader("x-ms-copy-source"));
        WebRequest source = source(request, uri(text));
        Account account = hosts.accounts().find(source.host().substring(0, source.host().indexOf('.'))).orElseThrow(COPY_SOURCE_NOT_FOUND::refusal);
        requireScope(destination, account);
        BlobReference reference = BlobRequests.reference(source);
        authorise(request, source, destination, account, reference);
        Blob blob;
        try {
            blob = blobs.get(account, reference, Demand.NONE);
        } catch (CloudException e) {
            throw e.error().status() == 404 ? told(COPY_SOURCE_NOT_FOUND, e) : e;
        }
        if (!Conditions.ofSource(request).holds(blob.etag(), blob.lastModified())) {
            throw SOURCE_CONDITION_NOT_MET.refusal();
        }
        int query = text.indexOf('?');
        String state = reference.isPresent() ? "" : (reference.state() instanceof BlobReference.Snapshot ? "?snapshot=" : "?versionid=") + BlobReference.format(reference.state().at());
        return new Found(account, reference, blob, (query < 0 ? text : text.substring(0, query)) + state);
    }

    /** The bytes that the request wants of the source ({@code x-ms-source-range}), taken into the account it writes to. */
    Piece take(Account destination, WebRequest request, long limit) throws IOException {
        Found found = find(destination, request);
        Optional<ByteRange> range = ByteRange.of(request, "x-ms-source-range");
        long length = found.blob().content().length();
        long first = range.map(ByteRange::first).orElse(0L);
        long count = range.isPresent() ? range.get().lengthOf(length) : length;
        if (count > limit) {
            throw StorageError.REQUEST_BODY_TOO_LARGE.refusal();
        }
        return take(destination, found, first, count, BlobRequests.expected(request, "x-ms-source-content-md5", "x-ms-source-content-crc64"), false);
    }

    /** @param whole whether the MD5 is wanted */
    Piece take(Account destination, Found found, long first, long count, Checksums.Expected expected, boolean whole) throws IOException {
        if (found.blob().tiering().isArchived()) {
            throw BLOB_ARCHIVED.refusal();
        }
        try (InputStream bytes = reader.open(found.account(), found.blob(), first, count)) {
            return pieces.take(destination, bytes, count, expected, whole, expected.md5() == null);
        }
    }

    private URI uri(String text) {
        try {
            URI uri = new URI(text);
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getHost().toLowerCase(Locale.ROOT).endsWith("." + domain)
                    && (uri.getPort() < 0 || uri.getPort() == 443) && path.length() > 1) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new CloudException(StorageError.INVALID_HEADER_VALUE, StorageError.INVALID_HEADER_VALUE.message(), e);
        }
        throw COPY_SOURCE_NOT_FOUND.refusalSaying("The source of a copy is the URL of a blob of this cloud.");
    }

    /** The request that would read the source. */
    private static WebRequest source(WebRequest request, URI uri) {
        String path = uri.getRawPath();
        int slash = path.indexOf('/', 1);
        Map<String, String> values = slash < 0 ? Map.of("blob", decode(path.substring(1)))
                : Map.of("container", decode(path.substring(1, slash)), "blob", decode(path.substring(slash + 1)));
        Map<String, String> headers = new HashMap<>();
        request.header("x-ms-copy-source-authorization").ifPresent(value -> headers.put("authorization", value));
        request.header("x-ms-version").ifPresent(value -> headers.put("x-ms-version", value));
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new WebRequest(Method.GET, uri.getHost().toLowerCase(Locale.ROOT), decode(path), path, query, values, query(query), headers, new byte[0],
                InputStream.nullInputStream(), null, request.clientAddress(), request.clientCertificate(), request.requestId(), request.correlationId());
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT), decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CloudException(StorageError.INVALID_HEADER_VALUE, StorageError.INVALID_HEADER_VALUE.message(), e);
        }
    }

    private static void requireScope(Account destination, Account source) {
        CopyScope scope = destination.settings().allowedCopyScope();
        if (scope == CopyScope.SAME_TENANT && !source.tenant().equals(destination.tenant())
                || scope == CopyScope.PRIVATE_LINK && !source.id().equals(destination.id())) {
            throw COPY_SOURCE_FORBIDDEN.refusalSaying("The account does not let copies come from there.");
        }
    }

    private void authorise(WebRequest request, WebRequest source, Account destination, Account account, BlobReference reference) {
        boolean proves = source.headers().containsKey("authorization") || source.query().containsKey("sig");
        try {
            Caller caller = !proves && account.id().equals(destination.id()) ? request.caller()
                    : callers.authenticate(source, request.header("x-ms-version").orElse(null));
            authoriser.authorise(caller, StorageAction.READ_COPY_SOURCE, StorageScope.blob(account, reference.container(), reference.name()));
        } catch (CloudException e) {
            throw told(switch (e.error().status()) {
                case 401 -> COPY_SOURCE_UNAUTHORIZED;
                case 404 -> COPY_SOURCE_NOT_FOUND;
                case 409 -> COPY_SOURCE_PUBLIC_ACCESS_NOT_PERMITTED;
                default -> COPY_SOURCE_FORBIDDEN;
            }, e);
        }
    }

    private static CloudException told(StorageError error, CloudException cause) {
        return new CloudException(error, error.message(), cause);
    }
}
