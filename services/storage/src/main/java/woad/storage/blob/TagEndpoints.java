package woad.storage.blob;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.QueryNumbers;
import woad.storage.wire.XmlElement;
import woad.storage.wire.XmlWriter;

/** Tags of blobs on the wire. Source: Get Blob Tags, Set Blob Tags, Find Blobs by Tags, Find Blobs by Tags in Container. */
final class TagEndpoints {
    private static final int DOCUMENT_LIMIT = 64 << 10;

    private final BlobWire wire;
    private final Blobs blobs;
    private final BlobStates states;
    private final TagSearch search;

    TagEndpoints(BlobWire wire, Blobs blobs, BlobStates states, TagSearch search) {
        this.wire = wire;
        this.blobs = blobs;
        this.states = states;
        this.search = search;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.blob("BlobTags_Get", Method.GET, StorageAction.GET_BLOB_TAGS, this::get).whenQuery("comp", "tags"),
                wire.blob("BlobTags_Set", Method.PUT, StorageAction.SET_BLOB_TAGS, this::set).whenQuery("comp", "tags").streaming(DOCUMENT_LIMIT),
                wire.service("Blobs_FindByTags", Method.GET, StorageAction.FIND_BLOBS_BY_TAGS, (account, request) -> find(account, request, null)).whenQuery("comp", "blobs"),
                wire.container("Blobs_FindByTagsInContainer", Method.GET, StorageAction.FIND_BLOBS_IN_CONTAINER,
                        (account, request) -> find(account, request, BlobRequests.container(request))).whenQuery("comp", "blobs"));
    }

    private WebResponse get(Account account, WebRequest request) {
        Blob blob = blobs.get(account, BlobRequests.reference(request), BlobRequests.demand(request));
        XmlWriter xml = new XmlWriter("Tags");
        Tags.write(xml, blob.tags());
        return xml.answer();
    }

    private WebResponse set(Account account, WebRequest request) throws java.io.IOException {
        byte[] body = request.stream().readNBytes(DOCUMENT_LIMIT);
        Checksums sums = new Checksums(true, true);
        sums.update(body, 0, body.length);
        sums.finish().require(BlobRequests.expected(request));
        states.setTags(account, BlobRequests.reference(request), BlobRequests.demand(request), Tags.parse(XmlElement.parse(body, "Tags")));
        return WebResponse.empty(204);
    }

    private WebResponse find(Account account, WebRequest request, String container) {
        String where = request.queryValue("where").orElseThrow(() -> StorageError.missingQuery("where"));
        List<TagExpression.Comparison> comparisons = Optional.of(where).filter(Names::isText).flatMap(TagExpression::where).orElseThrow(() -> StorageError.invalidQuery("where", where, "It is not a search for tags."));
        TagSearch.Marker from = request.queryValue("marker").filter(text -> !text.isEmpty()).map(TagSearch.Marker::parse).orElse(null);
        int most = QueryNumbers.pageSize(request);
        List<TagSearch.Hit> hits = search.find(account, container, comparisons, from, most + 1);
        XmlWriter xml = new XmlWriter("EnumerationResults", Map.of("ServiceEndpoint", "https://" + request.host() + "/"));
        xml.element("Where", where).start("Blobs");
        for (TagSearch.Hit hit : hits.subList(0, Math.min(most, hits.size()))) {
            SortedMap<String, String> asked = new TreeMap<>(hit.tags());
            asked.keySet().retainAll(comparisons.stream().map(TagExpression.Comparison::key).toList());
            BlobListXml.name(xml.start("Blob"), hit.name()).element("ContainerName", hit.container()).start("Tags");
            Tags.write(xml, asked);
            xml.end().end();
        }
        return xml.end().element("NextMarker", hits.size() > most ? TagSearch.Marker.after(hits.get(most - 1)).text() : "").answer();
    }
}
