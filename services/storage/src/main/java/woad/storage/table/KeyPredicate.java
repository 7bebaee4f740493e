package woad.storage.table;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.storage.StorageError;

/** The keys in a path: {@code PartitionKey='a',RowKey='b'} in either order, quotes inside of a key doubled (OData v3, "Key predicates"). */
final class KeyPredicate {
    private static final Pattern FORM = Pattern.compile("\\s*(PartitionKey|RowKey)\\s*=\\s*'((?:[^']|'')*+)'\\s*,\\s*(PartitionKey|RowKey)\\s*=\\s*'((?:[^']|'')*+)'\\s*");

    private KeyPredicate() {}

    /** @throws woad.platform.core.CloudException {@code InvalidInput} where it is none */
    static EntityKey parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || matcher.group(1).equals(matcher.group(3))) {
            throw StorageError.INVALID_INPUT.refusalSaying("Bad Request - Error in query syntax.");
        }
        String first = matcher.group(2).replace("''", "'");
        String second = matcher.group(4).replace("''", "'");
        return matcher.group(1).equals(PropertyJson.PARTITION_KEY) ? new EntityKey(first, second) : new EntityKey(second, first);
    }

    /** As it stands in a URL. */
    static String write(EntityKey key) {
        return PropertyJson.PARTITION_KEY + "='" + quoted(key.partition()) + "'," + PropertyJson.ROW_KEY + "='" + quoted(key.row()) + "'";
    }

    private static String quoted(String key) {
        return URLEncoder.encode(key.replace("'", "''"), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
