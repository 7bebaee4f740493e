package woad.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** Lists in pages: {@code {"value":[…],"nextLink":…}}, with {@code $top} and {@code $skiptoken}. */
final class Pages {
    private static final int PAGE = 500;
    private final CloudProfile profile;

    Pages(CloudProfile profile) {
        this.profile = profile;
    }

    /**
     * @param rows   reads at most so many rows after a key
     * @param key    of a row, by which they are ordered
     * @param render what is shown of each; null leaves it out
     */
    <T> WebResponse answer(WebRequest request, BiFunction<String, Integer, List<T>> rows, Function<T, String> key, Function<T, ObjectNode> render) {
        int size = size(request);
        List<T> page = rows.apply(after(request), size + 1);
        ObjectNode body = Json.object();
        ArrayNode values = body.putArray("value");
        page.stream().limit(size).map(render).filter(java.util.Objects::nonNull).forEach(values::add);
        if (page.size() > size) {
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(key.apply(page.get(size - 1)).getBytes(StandardCharsets.UTF_8));
            String query = request.query().entrySet().stream().filter(e -> !e.getKey().equals("$skiptoken")).map(Pages::encode).collect(Collectors.joining("&"));
            body.put("nextLink", profile.managementUrl() + request.path() + "?" + query + "&%24skiptoken=" + token);
        }
        return WebResponse.ok(body);
    }

    private static String encode(Map.Entry<String, String> parameter) {
        return URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8) + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8);
    }

    private static int size(WebRequest request) {
        String top = request.queryValue("$top").or(() -> request.queryValue("$maxpagesize")).orElse(Integer.toString(PAGE));
        if (!top.matches("\\d{1,6}") || Integer.parseInt(top) == 0) {
            throw new CloudException(ResourceManagerError.INVALID_PARAMETER, "The page size ($top or $maxpagesize) must be a number from 1.", "$top", List.of());
        }
        return Math.min(Integer.parseInt(top), PAGE);
    }

    private static String after(WebRequest request) {
        try {
            return new String(Base64.getUrlDecoder().decode(request.queryValue("$skiptoken").orElse("")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CloudException(ResourceManagerError.INVALID_PARAMETER, "The query parameter $skiptoken is not one that this service gave.", e);
        }
    }
}
