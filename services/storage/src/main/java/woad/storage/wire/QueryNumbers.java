package woad.storage.wire;

import java.util.regex.Pattern;
import woad.platform.web.WebRequest;
import woad.storage.StorageError;

/** Whole numbers in the query of a request. */
public final class QueryNumbers {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    /** Most entries of one page of a list. */
    public static final int PAGE = 5000;

    private QueryNumbers() {}

    /**
     * A number within bounds, both inclusive.
     *
     * @throws woad.platform.core.CloudException {@code InvalidQueryParameterValue} or {@code OutOfRangeQueryParameterValue}
     */
    public static int read(WebRequest request, String name, int otherwise, int least, int most) {
        String text = request.queryValue(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        long number = number(name, text);
        if (number < least || number > most) {
            throw StorageError.outOfRangeQuery(name, text, least, most);
        }
        return (int) number;
    }

    /** {@code maxresults}: more than a page holds means a full page, as in Azure. */
    public static int pageSize(WebRequest request) {
        String text = request.queryValue("maxresults").orElse("");
        if (text.isEmpty()) {
            return PAGE;
        }
        long number = number("maxresults", text);
        if (number < 1) {
            throw StorageError.outOfRangeQuery("maxresults", text, 1, PAGE);
        }
        return (int) Math.min(number, PAGE);
    }

    private static long number(String name, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw StorageError.invalidQuery(name, text, "It is not a whole number.");
        }
        return Long.parseLong(text);
    }
}
