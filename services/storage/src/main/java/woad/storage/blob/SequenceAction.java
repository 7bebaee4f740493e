package woad.storage.blob;

import static woad.storage.StorageError.SEQUENCE_NUMBER_INCREMENT_TOO_LARGE;

import java.util.Locale;
import java.util.Optional;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;

/**
 * How the sequence number of a page blob is to change. Source: Set Blob Properties, {@code x-ms-sequence-number-action}.
 *
 * @param number of the client; not used by {@code INCREMENT}
 */
record SequenceAction(Kind kind, long number) {
    /** What is done. */
    enum Kind { MAX, UPDATE, INCREMENT }

    /** What a request wants; empty where it wants none. */
    static Optional<SequenceAction> of(WebRequest request) {
        Optional<Long> number = BlobRequests.number(request, "x-ms-blob-sequence-number");
        return request.header("x-ms-sequence-number-action").map(text -> {
            Kind kind = switch (text.toLowerCase(Locale.ROOT)) {
                case "max" -> Kind.MAX;
                case "update" -> Kind.UPDATE;
                case "increment" -> Kind.INCREMENT;
                default -> throw StorageError.invalidHeader("x-ms-sequence-number-action", text);
            };
            if ((kind == Kind.INCREMENT) == number.isPresent() || number.orElse(0L) < 0) {
                throw StorageError.invalidHeader("x-ms-blob-sequence-number", number.map(Object::toString).orElse(""));
            }
            return new SequenceAction(kind, number.orElse(0L));
        });
    }

    long applyTo(long present) {
        return switch (kind) {
            case MAX -> Math.max(present, number);
            case UPDATE -> number;
            case INCREMENT -> {
                if (present == Long.MAX_VALUE) {
                    throw SEQUENCE_NUMBER_INCREMENT_TOO_LARGE.refusal();
                }
                yield present + 1;
            }
        };
    }
}
