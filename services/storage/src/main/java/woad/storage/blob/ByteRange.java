package woad.storage.blob;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;

/**
 * A range of bytes that a request names. Source: "Specifying the range header for Blob service operations".
 *
 * @param last inclusive; null where it goes to the end
 */
record ByteRange(long first, Long last) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");

    /** {@code x-ms-range}, or {@code Range}. @throws woad.platform.core.CloudException {@code InvalidHeaderValue} */
    static Optional<ByteRange> of(WebRequest request) {
        String header = request.header("x-ms-range").isPresent() ? "x-ms-range" : "range";
        return of(request, header);
    }

    /** As {@link #of(WebRequest)}, of a certain header. */
    static Optional<ByteRange> of(WebRequest request, String header) {
        return request.header(header).map(text -> {
            Matcher matcher = FORM.matcher(text.strip());
            if (!matcher.matches()) {
                throw StorageError.invalidHeader(header, text);
            }
            Long last = matcher.group(2) == null ? null : Long.parseLong(matcher.group(2));
            long first = Long.parseLong(matcher.group(1));
            if (last != null && last < first) {
                throw StorageError.invalidHeader(header, text);
            }
            return new ByteRange(first, last);
        });
    }

    /** How many bytes it has of so many. @throws woad.platform.core.CloudException {@code InvalidRange} where it begins behind them */
    long lengthOf(long length) {
        if (first >= length) {
            throw StorageError.INVALID_RANGE.refusal();
        }
        return (last == null ? length : Math.min(last + 1, length)) - first;
    }
}
