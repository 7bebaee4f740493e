package woad.storage.wire;

import static woad.storage.StorageError.CONDITION_NOT_MET;
import static woad.storage.StorageError.MULTIPLE_CONDITION_HEADERS_NOT_SUPPORTED;
import static woad.storage.StorageError.NOT_MODIFIED;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;

/**
 * Conditional headers of a request; each null where it is absent. Source: "Specifying conditional headers for Blob service operations".
 *
 * @param ifMatch           the state must be one of these tags; {@code *} for any that exists
 * @param ifNoneMatch       the state must be none of these tags; {@code *} for "must not exist"
 * @param ifModifiedSince   the state must be newer
 * @param ifUnmodifiedSince the state must not be newer
 */
public record Conditions(String ifMatch, String ifNoneMatch, Instant ifModifiedSince, Instant ifUnmodifiedSince) {
    /** None. */
    public static final Conditions NONE = new Conditions(null, null, null, null);

    /** Those of the request's own target. */
    public static Conditions of(WebRequest request) {
        return of(request, "");
    }

    /** Those of the source of a copy: {@code x-ms-source-if-match} and so on. */
    public static Conditions ofSource(WebRequest request) {
        return of(request, "x-ms-source-");
    }

    private static Conditions of(WebRequest request, String prefix) {
        return new Conditions(request.header(prefix + "if-match").orElse(null), request.header(prefix + "if-none-match").orElse(null),
                date(request, prefix + "if-modified-since"), date(request, prefix + "if-unmodified-since"));
    }

    private static Instant date(WebRequest request, String header) {
        return request.header(header).map(text -> HttpDates.parse(text).orElseThrow(() -> StorageError.invalidHeader(header, text))).orElse(null);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Whether the target must not exist: {@code If-None-Match: *}. */
    public boolean mustNotExist() {
        return ifNoneMatch != null && ifNoneMatch.strip().equals("*");
    }

    /** Whether the target must exist. */
    public boolean mustExist() {
        return ifMatch != null;
    }

    /** Refuses a read of a state that does not meet them: 304 where the client has it already, otherwise 412. */
    public void checkRead(ETag etag, Instant lastModified) {
        if (ifMatch != null && !matchesAny(ifMatch, etag) || ifMatch == null && ifUnmodifiedSince != null && newer(lastModified, ifUnmodifiedSince)) {
            throw CONDITION_NOT_MET.refusal();
        }
        if (ifNoneMatch != null ? matchesAny(ifNoneMatch, etag) : ifModifiedSince != null && !newer(lastModified, ifModifiedSince)) {
            throw NOT_MODIFIED.refusal();
        }
    }

    /** Refuses a change of a state that does not meet them. */
    public void checkWrite(ETag etag, Instant lastModified) {
        if (!holds(etag, lastModified)) {
            throw CONDITION_NOT_MET.refusal();
        }
    }

    /** Whether a state meets all of them. */
    public boolean holds(ETag etag, Instant lastModified) {
        return (ifMatch == null || matchesAny(ifMatch, etag)) && (ifNoneMatch == null || !matchesAny(ifNoneMatch, etag))
                && (ifModifiedSince == null || newer(lastModified, ifModifiedSince)) && (ifUnmodifiedSince == null || !newer(lastModified, ifUnmodifiedSince));
    }

    /** Refuses conditions that an operation does not take. @param tags whether it takes those on tags */
    public Conditions onlyTimes(boolean tags) {
        if (!tags && (ifMatch != null || ifNoneMatch != null)) {
            throw MULTIPLE_CONDITION_HEADERS_NOT_SUPPORTED.refusal();
        }
        return this;
    }

    private static boolean matchesAny(String tags, ETag etag) {
        return Arrays.stream(tags.split(",")).anyMatch(etag::matches);
    }

    private static boolean newer(Instant state, Instant than) {
        return state.truncatedTo(ChronoUnit.SECONDS).isAfter(than);
    }
}
