package woad.identity.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.Names;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.web.WebRequest;

/**
 * The query options of a request: {@code $select}, {@code $filter}, {@code $top}, {@code $skiptoken}, {@code $count}. Others are
 * refused, never ignored.
 *
 * @param select properties to show; empty for the type's own choice
 * @param after  the last id of the page before; empty for the first page
 */
record QueryOptions(List<String> select, Optional<Filter> filter, int top, Optional<UUID> after, boolean count) {
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 999;

    /** Those that a collection takes. */
    static QueryOptions ofCollection(GraphType type, WebRequest request) {
        allow(request, Set.of("$select", "$filter", "$top", "$skiptoken", "$count"));
        Optional<Filter> filter = request.queryValue("$filter").filter(text -> !text.isBlank()).map(text -> FilterParser.parse(type, text));
        int top = request.queryValue("$top").map(QueryOptions::top).orElse(PAGE);
        Optional<UUID> after = request.queryValue("$skiptoken").map(token -> {
            if (!Guid.matches(token)) {
                throw new CloudException(DirectoryError.EXPIRED_PAGE_TOKEN, "The specified page token value is malformed or has expired. Start again from the first page.");
            }
            return Guid.parse(token);
        });
        boolean count = request.queryValue("$count").map(text -> flag("$count", text)).orElse(false);
        return new QueryOptions(select(type, request), filter, top, after, count);
    }

    /** Those that a single object takes. */
    static QueryOptions ofObject(GraphType type, WebRequest request) {
        allow(request, Set.of("$select"));
        return new QueryOptions(select(type, request), Optional.empty(), 1, Optional.empty(), false);
    }

    /** @throws CloudException {@code BadRequest} where there is an option that the operation does not take */
    static void allow(WebRequest request, Set<String> allowed) {
        for (String name : request.query().keySet()) {
            if (!allowed.contains(name)) {
                throw new CloudException(DirectoryError.INVALID_REQUEST, "The query option '" + Names.printable(name) + "' is not supported here"
                        + (allowed.isEmpty() ? "." : ": " + String.join(", ", new java.util.TreeSet<>(allowed)) + " are."));
            }
        }
    }

    private static List<String> select(GraphType type, WebRequest request) {
        List<String> names = new ArrayList<>();
        for (String name : request.queryValue("$select").filter(text -> !text.isBlank()).map(text -> text.split(",")).orElse(new String[0])) {
            String plain = name.strip();
            if (!plain.equals("id") && type.property(plain).filter(p -> p.write() != GraphProperty.Write.SECRET).isEmpty()) {
                throw new CloudException(DirectoryError.INVALID_REQUEST, "Parsing OData Select and Expand failed: Could not find a property named '"
                        + Names.printable(plain) + "' on type 'microsoft.graph." + type.kind().graphName() + "', or this cloud does not keep it.");
            }
            names.add(plain);
        }
        return names;
    }

    private static int top(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid page size specified: '" + Names.printable(text) + "'. Must be between 1 and " + LARGEST_PAGE + " inclusive.");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new CloudException(DirectoryError.INVALID_REQUEST, "Invalid value '" + Names.printable(text) + "' for " + name + " query option found. "
                    + "The valid values are 'true' or 'false'.");
        };
    }
}
