package woad.storage.wire;

import static woad.storage.StorageError.CORS_PREFLIGHT_FAILURE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.account.CorsRule;

/** Cross-origin requests of browsers. Source: "Cross-Origin Resource Sharing (CORS) support for Azure Storage"; the first rule that fits decides. */
public final class Cors {
    private static final String ANY = "*";

    private Cors() {}

    /** The answer to a preflight request. @throws woad.platform.core.CloudException {@code CorsPreflightFailure} where no rule fits */
    public static WebResponse preflight(List<CorsRule> rules, WebRequest request) {
        String origin = request.header("origin").orElseThrow(() -> StorageError.missingHeader("Origin"));
        String method = request.header("access-control-request-method").orElseThrow(() -> StorageError.missingHeader("Access-Control-Request-Method"));
        List<String> headers = list(request.header("access-control-request-headers").orElse(""));
        CorsRule rule = find(rules, origin, method).filter(r -> headers.stream().allMatch(h -> matches(r.allowedHeaders(), h))).orElseThrow(CORS_PREFLIGHT_FAILURE::refusal);
        WebResponse answer = allowed(WebResponse.empty(200), rule, origin).header("Access-Control-Allow-Methods", method)
                .header("Access-Control-Max-Age", Integer.toString(rule.maxAgeInSeconds()));
        return headers.isEmpty() ? answer : answer.header("Access-Control-Allow-Headers", String.join(",", headers));
    }

    /** The answer to an actual request, with what its origin may see of it. */
    static WebResponse finish(List<CorsRule> rules, WebRequest request, String method, WebResponse answer) {
        Optional<String> origin = request.header("origin");
        if (origin.isEmpty() || rules.isEmpty() || answer.headers().stream().anyMatch(h -> h.name().equals("Access-Control-Allow-Origin"))) {
            return answer;
        }
        return find(rules, origin.get(), method).map(rule -> {
            WebResponse more = allowed(answer, rule, origin.get());
            return rule.exposedHeaders().isEmpty() ? more : more.header("Access-Control-Expose-Headers", String.join(",", rule.exposedHeaders()));
        }).orElse(answer.header("Vary", "Origin"));
    }

    private static WebResponse allowed(WebResponse answer, CorsRule rule, String origin) {
        return rule.allowedOrigins().contains(ANY) ? answer.header("Access-Control-Allow-Origin", ANY)
                : answer.header("Access-Control-Allow-Origin", origin).header("Access-Control-Allow-Credentials", "true").header("Vary", "Origin");
    }

    private static Optional<CorsRule> find(List<CorsRule> rules, String origin, String method) {
        return rules.stream().filter(r -> r.allowedMethods().stream().anyMatch(method::equalsIgnoreCase)
                && (r.allowedOrigins().contains(ANY) || r.allowedOrigins().stream().anyMatch(o -> originMatches(o, origin)))).findFirst();
    }

    /** {@code https://*.contoso.com} stands for any name below. */
    private static boolean originMatches(String allowed, String origin) {
        int star = allowed.indexOf("*.");
        return star < 0 ? allowed.equals(origin)
                : origin.startsWith(allowed.substring(0, star)) && origin.endsWith(allowed.substring(star + 1)) && origin.length() > allowed.length() - 1;
    }

    private static boolean matches(List<String> allowed, String header) {
        return allowed.stream().anyMatch(a -> a.endsWith(ANY) ? header.regionMatches(true, 0, a, 0, a.length() - 1) : a.equalsIgnoreCase(header));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    }
}
