package woad.storage.table;

import java.util.Base64;
import java.util.regex.Pattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;

/** The key at which the next page of a query starts, as two headers of the answer and two parameters of the next request. Source: "Query timeout and pagination". */
final class Continuation {
    private static final String PARTITION = "NextPartitionKey";
    private static final String ROW = "NextRowKey";
    private static final String VERSION = "1!";
    private static final Pattern FORM = Pattern.compile("1!(?:[A-Za-z0-9_-]{4})*+(?:[A-Za-z0-9_-]{2,3})?");

    private Continuation() {}

    static WebResponse write(WebResponse answer, EntityKey next) {
        return answer.header("x-ms-continuation-" + PARTITION, encode(next.partition())).header("x-ms-continuation-" + ROW, encode(next.row()));
    }

    /** Where a request goes on; null where it starts at the beginning. @throws woad.platform.core.CloudException {@code InvalidInput} */
    static EntityKey of(WebRequest request) {
        String partition = request.queryValue(PARTITION).orElse("");
        return partition.isEmpty() ? null : new EntityKey(decode(partition), decode(request.queryValue(ROW).filter(row -> !row.isEmpty()).orElse(VERSION)));
    }

    private static String encode(String key) {
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(EntityKey.stored(key));
    }

    private static String decode(String text) {
        if (!FORM.matcher(text).matches()) {
            throw StorageError.INVALID_INPUT.refusal();
        }
        return EntityKey.read(Base64.getUrlDecoder().decode(text.substring(VERSION.length())));
    }
}
