package woad.storage.blob;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.QueryNumbers;

/** Lists of blobs on the wire. Source: List Blobs. */
final class ListEndpoints {
    private final BlobWire wire;
    private final BlobListing listing;
    private final Moments moments;

    ListEndpoints(BlobWire wire, BlobListing listing, Moments moments) {
        this.wire = wire;
        this.listing = listing;
        this.moments = moments;
    }

    List<Endpoint> endpoints() {
        return List.of(wire.container("Blobs_List", Method.GET, StorageAction.LIST_BLOBS, this::list).whenQuery("comp", "list"));
    }

    private WebResponse list(Account account, WebRequest request) {
        String prefix = text(request, "prefix", "");
        String delimiter = text(request, "delimiter", null);
        ListQuery.Marker marker = request.queryValue("marker").filter(text -> !text.isEmpty()).map(ListQuery.Marker::parse).orElse(ListQuery.Marker.START);
        ListQuery query = new ListQuery(prefix, delimiter, marker, QueryNumbers.pageSize(request), includes(request));
        if (delimiter != null && query.has(ListQuery.Include.SNAPSHOTS)) {
            throw StorageError.invalidQuery("include", "snapshots", "Snapshots are not listed where names are cut at a delimiter.");
        }
        BlobListing.Page page = listing.list(account, BlobRequests.container(request), query);
        return BlobListXml.write(account, request, query, page, moments.now());
    }

    private static String text(WebRequest request, String name, String otherwise) {
        String text = request.queryValue(name).filter(value -> !value.isEmpty()).orElse(otherwise);
        if (text != null && !Names.isText(text)) {
            throw StorageError.invalidQuery(name, text, "It has characters that no name has.");
        }
        return text;
    }

    private static Set<ListQuery.Include> includes(WebRequest request) {
        Set<ListQuery.Include> includes = EnumSet.noneOf(ListQuery.Include.class);
        for (String word : request.queryValue("include").orElse("").split(",")) {
            if (!word.isBlank()) {
                includes.add(include(word.strip()));
            }
        }
        return includes;
    }

    private static ListQuery.Include include(String word) {
        for (ListQuery.Include include : ListQuery.Include.values()) {
            if (include.name().equals(word.toUpperCase(Locale.ROOT))) {
                return include;
            }
        }
        throw StorageError.invalidQuery("include", word, "It is none of the things that can be included.");
    }
}
