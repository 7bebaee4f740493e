package woad.storage.blob;

import static woad.storage.wire.ServicePropertiesXml.bool;
import static woad.storage.wire.ServicePropertiesXml.number;

import java.util.Set;
import java.util.regex.Pattern;
import woad.storage.StorageError;
import woad.storage.account.BlobServiceProperties;
import woad.storage.account.Retention;
import woad.storage.account.StaticWebsite;
import woad.storage.wire.ServicePropertiesXml;
import woad.storage.wire.XmlElement;
import woad.storage.wire.XmlWriter;

/** The blob service's properties in XML. Source: Set Blob Service Properties; an element that is left out leaves its part as it is. */
final class BlobServicePropertiesXml {
    private static final Set<String> PARTS = Set.of("Logging", "HourMetrics", "MinuteMetrics", "Cors", "DefaultServiceVersion", "DeleteRetentionPolicy", "StaticWebsite");
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int LONGEST_RETENTION = 365;
    private static final int LONGEST_PATH = 255;

    private BlobServicePropertiesXml() {}

    /** What the properties become by a client's document. */
    static BlobServiceProperties read(byte[] document, BlobServiceProperties present) {
        XmlElement root = XmlElement.parse(document, ServicePropertiesXml.ROOT);
        if (root.children().stream().anyMatch(child -> !PARTS.contains(child.name()))) {
            throw StorageError.UNSUPPORTED_XML_NODE.refusal();
        }
        return new BlobServiceProperties(ServicePropertiesXml.cors(root, present.cors()), version(root, present), deleteRetention(root, present),
                present.containerDeleteRetention(), present.versioning(), present.lastAccessTimeTracking(), ServicePropertiesXml.logging(root, present.logging()),
                ServicePropertiesXml.metrics(root, "HourMetrics", present.hourMetrics()), ServicePropertiesXml.metrics(root, "MinuteMetrics", present.minuteMetrics()),
                website(root, present));
    }

    private static String version(XmlElement root, BlobServiceProperties present) {
        return root.value("DefaultServiceVersion").map(text -> {
            if (!VERSION.matcher(text).matches()) {
                throw StorageError.INVALID_XML_NODE_VALUE.refusal();
            }
            return text;
        }).orElse(present.defaultServiceVersion());
    }

    private static Retention deleteRetention(XmlElement root, BlobServiceProperties present) {
        return root.child("DeleteRetentionPolicy").map(policy -> {
            boolean permanent = policy.child("AllowPermanentDelete").isPresent() && bool(policy, "AllowPermanentDelete");
            return bool(policy, "Enabled") ? new Retention(true, number(policy, "Days", 1, LONGEST_RETENTION), permanent) : Retention.OFF;
        }).orElse(present.deleteRetention());
    }

    private static StaticWebsite website(XmlElement root, BlobServiceProperties present) {
        return root.child("StaticWebsite").map(site -> bool(site, "Enabled")
                ? new StaticWebsite(true, path(site, "IndexDocument"), path(site, "ErrorDocument404Path"), path(site, "DefaultIndexDocumentPath")) : StaticWebsite.OFF)
                .orElse(present.staticWebsite());
    }

    private static String path(XmlElement site, String name) {
        String text = site.value(name).orElse("");
        if (text.length() > LONGEST_PATH) {
            throw StorageError.INVALID_XML_NODE_VALUE.refusal();
        }
        return text.isEmpty() ? null : text;
    }

    static XmlWriter write(BlobServiceProperties properties) {
        XmlWriter xml = new XmlWriter(ServicePropertiesXml.ROOT);
        ServicePropertiesXml.write(xml, properties.logging());
        ServicePropertiesXml.write(xml, "HourMetrics", properties.hourMetrics());
        ServicePropertiesXml.write(xml, "MinuteMetrics", properties.minuteMetrics());
        ServicePropertiesXml.write(xml, properties.cors());
        xml.element("DefaultServiceVersion", properties.defaultServiceVersion());
        Retention retention = properties.deleteRetention();
        xml.start("DeleteRetentionPolicy").element("Enabled", retention.enabled()).element("Days", retention.days())
                .element("AllowPermanentDelete", retention.enabled() ? retention.allowPermanentDelete() : null).end();
        StaticWebsite site = properties.staticWebsite();
        return xml.start("StaticWebsite").element("Enabled", site.enabled()).element("IndexDocument", site.indexDocument())
                .element("ErrorDocument404Path", site.errorDocument404Path()).element("DefaultIndexDocumentPath", site.defaultIndexDocumentPath()).end();
    }
}
