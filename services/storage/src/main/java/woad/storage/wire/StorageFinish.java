package woad.storage.wire;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import woad.platform.web.Finish;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.account.CorsRule;

/**
 * What every answer of the storage services carries: the version of the protocol, the client's own request id, and what a browser
 * must know. Whether a cache may keep a blob is its owner's to say.
 *
 * @param rules the rules for browsers of the account that a request names by its host
 */
public record StorageFinish(Function<WebRequest, List<CorsRule>> rules) implements Finish {
    /** The newest version whose forms are spoken here. */
    public static final String NEWEST = "2026-04-06";
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int CLIENT_REQUEST_ID = 1024;

    @Override
    public WebResponse finish(WebRequest request, WebResponse answer) {
        WebResponse more = answer.header("x-ms-version", version(request));
        String id = request.header("x-ms-client-request-id").orElse("");
        if (!id.isEmpty() && id.length() <= CLIENT_REQUEST_ID && id.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            more = more.header("x-ms-client-request-id", id);
        }
        return request.header("origin").isEmpty() ? more : Cors.finish(rules.apply(request), request, request.method().name(), more);
    }

    /** The version that a request is answered in: the one it names, else the newest. */
    public static String version(WebRequest request) {
        return request.header("x-ms-version").filter(v -> VERSION.matcher(v).matches()).orElse(NEWEST);
    }
}
