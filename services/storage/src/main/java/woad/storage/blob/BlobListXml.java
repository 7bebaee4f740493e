package woad.storage.blob;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.account.Account;
import woad.storage.account.AccountKind;
import woad.storage.wire.HttpDates;
import woad.storage.wire.XmlWriter;

/** A page of blobs in XML. Source: List Blobs. */
final class BlobListXml {
    private BlobListXml() {}

    static WebResponse write(Account account, WebRequest request, ListQuery query, BlobListing.Page page, Instant now) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("ServiceEndpoint", "https://" + request.host() + "/");
        attributes.put("ContainerName", BlobRequests.container(request));
        XmlWriter xml = new XmlWriter("EnumerationResults", attributes);
        xml.element("Prefix", request.queryValue("prefix").orElse(null)).element("Marker", request.queryValue("marker").orElse(null))
                .element("MaxResults", request.queryValue("maxresults").orElse(null)).element("Delimiter", query.delimiter()).start("Blobs");
        for (BlobListing.Entry entry : page.entries()) {
            switch (entry) {
                case BlobListing.Entry.State state -> blob(xml, account, query, state.blob(), now);
                case BlobListing.Entry.Prefix prefix -> name(xml.start("BlobPrefix"), prefix.name()).end();
                case BlobListing.Entry.Uncommitted uncommitted -> name(xml.start("Blob"), uncommitted.name()).start("Properties").element("Content-Length", 0)
                        .element("BlobType", BlobType.BLOCK.text()).end().end();
            }
        }
        return xml.end().element("NextMarker", page.next() == null ? "" : page.next().text()).answer();
    }

    /** XML cannot hold all characters that names can. */
    static XmlWriter name(XmlWriter xml, String name) {
        boolean fits = name.codePoints().allMatch(c -> c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
        return fits ? xml.element("Name", name) : xml.element("Name", Map.of("Encoded", "true"), URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private static void blob(XmlWriter xml, Account account, ListQuery query, Blob blob, Instant now) {
        name(xml.start("Blob"), blob.name());
        Kept kept = blob.kept();
        if (blob.isDeleted()) {
            xml.element("Deleted", true);
        }
        xml.element("Snapshot", kept.snapshot() == null ? null : BlobReference.format(kept.snapshot()));
        xml.element("VersionId", kept.version() == null ? null : BlobReference.format(kept.version()));
        xml.element("IsCurrentVersion", kept.version() != null && blob.current() ? true : null);
        xml.start("Properties");
        properties(xml, account, query, blob, now);
        xml.end();
        if (query.has(ListQuery.Include.METADATA)) {
            xml.start("Metadata");
            blob.metadata().forEach(xml::element);
            xml.end();
        }
        if (query.has(ListQuery.Include.TAGS) && !blob.tags().isEmpty()) {
            xml.start("Tags");
            Tags.write(xml, blob.tags());
            xml.end();
        }
        xml.element("OrMetadata", "").end();
    }

    private static void properties(XmlWriter xml, Account account, ListQuery query, Blob blob, Instant now) {
        HttpProperties http = blob.http();
        xml.element("Creation-Time", HttpDates.format(blob.createdAt())).element("Last-Modified", HttpDates.format(blob.lastModified())).element("Etag", blob.etag().bare())
                .element("Content-Length", blob.content().length()).element("Content-Type", http.type())
                .element("Content-Encoding", orEmpty(http.encoding())).element("Content-Language", orEmpty(http.language())).element("Content-CRC64", "")
                .element("Content-MD5", http.md5() == null ? "" : BlobRequests.md5(http.md5())).element("Cache-Control", orEmpty(http.cacheControl()))
                .element("Content-Disposition", orEmpty(http.disposition())).element("x-ms-blob-sequence-number", blob.sequenceNumber()).element("BlobType", blob.type().text());
        tier(xml, account, blob);
        if (!blob.isSnapshot() && !blob.isDeleted() && (blob.current() || blob.kept().version() == null)) {
            xml.element("LeaseStatus", Answers.status(blob.lease(), now)).element("LeaseState", Answers.state(blob.lease(), now))
                    .element("LeaseDuration", Answers.duration(blob.lease(), now));
        }
        xml.element("ServerEncrypted", true).element("Sealed", Boolean.TRUE.equals(blob.appendSealed()) ? true : null)
                .element("TagCount", blob.tags().isEmpty() ? null : blob.tags().size());
        if (query.has(ListQuery.Include.COPY) && blob.copy() != null) {
            Copying copy = blob.copy();
            xml.element("CopyId", copy.id()).element("CopyStatus", copy.status()).element("CopySource", copy.source())
                    .element("CopyProgress", copy.copied() + "/" + copy.total())
                    .element("CopyCompletionTime", copy.completedAt() == null ? null : HttpDates.format(copy.completedAt()));
        }
        if (blob.isDeleted()) {
            xml.element("DeletedTime", HttpDates.format(blob.kept().deletedAt())).element("RemainingRetentionDays", Answers.remainingDays(blob.kept().purgeAt(), now));
        }
        if (query.has(ListQuery.Include.IMMUTABILITYPOLICY) && blob.immutability().until() != null) {
            xml.element("ImmutabilityPolicyUntilDate", HttpDates.format(blob.immutability().until()))
                    .element("ImmutabilityPolicyMode", blob.immutability().mode().name().toLowerCase(Locale.ROOT));
        }
        xml.element("LegalHold", query.has(ListQuery.Include.LEGALHOLD) && blob.immutability().legalHold() ? true : null);
    }

    private static void tier(XmlWriter xml, Account account, Blob blob) {
        if (blob.type() != BlobType.BLOCK || account.kind() == AccountKind.STORAGE) {
            return;
        }
        Tiering tiering = blob.tiering();
        xml.element("AccessTier", tiering.tier() == null ? Answers.accountTier(account) : tiering.tier().text())
                .element("AccessTierInferred", tiering.tier() == null ? true : null)
                .element("AccessTierChangeTime", tiering.changedAt() == null ? null : HttpDates.format(tiering.changedAt()))
                .element("ArchiveStatus", tiering.rehydrateTo() == null ? null : Answers.archiveStatus(tiering))
                .element("RehydratePriority", tiering.priority());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
