package woad.storage.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import woad.storage.StorageError;
import woad.storage.account.CorsRule;
import woad.storage.account.Logging;
import woad.storage.account.Metrics;
import woad.storage.account.Retention;
import woad.storage.account.SimpleServiceProperties;

/**
 * The elements of {@code StorageServiceProperties} that all services have. Source: Set Queue Service Properties, Set Table Service
 * Properties, Set Blob Service Properties. Reading refuses with {@code InvalidXmlDocument}, {@code MissingRequiredXmlNode} or
 * {@code InvalidXmlNodeValue}; an element that is left out leaves its part as it is.
 */
public final class ServicePropertiesXml {
    /** The document's root. */
    public static final String ROOT = "StorageServiceProperties";
    private static final Set<String> SIMPLE = Set.of("Logging", "HourMetrics", "MinuteMetrics", "Cors");
    private static final Set<String> CORS_METHODS = Set.of("DELETE", "GET", "HEAD", "MERGE", "POST", "OPTIONS", "PUT", "PATCH");
    private static final int CORS_ENTRIES = 64;
    private static final int CORS_ENTRY_LENGTH = 256;
    private static final int LONGEST_RETENTION = 365;

    private ServicePropertiesXml() {}

    /** What a queue or table service's properties become by a client's document. */
    public static SimpleServiceProperties read(byte[] document, SimpleServiceProperties present) {
        XmlElement root = XmlElement.parse(document, ROOT);
        if (root.children().stream().anyMatch(child -> !SIMPLE.contains(child.name()))) {
            throw StorageError.UNSUPPORTED_XML_NODE.refusal();
        }
        return new SimpleServiceProperties(cors(root, present.cors()), logging(root, present.logging()),
                metrics(root, "HourMetrics", present.hourMetrics()), metrics(root, "MinuteMetrics", present.minuteMetrics()));
    }

    /** A queue or table service's properties. */
    public static XmlWriter write(SimpleServiceProperties properties) {
        XmlWriter xml = new XmlWriter(ROOT);
        write(xml, properties.logging());
        write(xml, "HourMetrics", properties.hourMetrics());
        write(xml, "MinuteMetrics", properties.minuteMetrics());
        write(xml, properties.cors());
        return xml;
    }

    /** Element {@code Logging}, or what is present. */
    public static Logging logging(XmlElement root, Logging present) {
        return root.child("Logging").map(e -> new Logging(required(e, "Version"), bool(e, "Delete"), bool(e, "Read"), bool(e, "Write"), retention(e))).orElse(present);
    }

    /** Element {@code HourMetrics} or {@code MinuteMetrics}, or what is present. */
    public static Metrics metrics(XmlElement root, String name, Metrics present) {
        return root.child(name).map(e -> {
            boolean enabled = bool(e, "Enabled");
            return new Metrics(required(e, "Version"), enabled, enabled && bool(e, "IncludeAPIs"), retention(e));
        }).orElse(present);
    }

    /** Element {@code Cors}, or what is present. */
    public static List<CorsRule> cors(XmlElement root, List<CorsRule> present) {
        return root.child("Cors").map(e -> {
            if (e.children().size() > CorsRule.MOST || e.children().stream().anyMatch(rule -> !rule.name().equals("CorsRule"))) {
                throw StorageError.INVALID_XML_DOCUMENT.refusal();
            }
            return e.children().stream().map(ServicePropertiesXml::corsRule).toList();
        }).orElse(present);
    }

    private static CorsRule corsRule(XmlElement rule) {
        List<String> origins = list(rule, "AllowedOrigins");
        List<String> methods = list(rule, "AllowedMethods");
        if (origins.isEmpty() || methods.isEmpty() || !CORS_METHODS.containsAll(methods)) {
            throw StorageError.INVALID_XML_NODE_VALUE.refusal();
        }
        return new CorsRule(origins, methods, number(rule, "MaxAgeInSeconds", 0, Integer.MAX_VALUE), list(rule, "ExposedHeaders"), list(rule, "AllowedHeaders"));
    }

    private static List<String> list(XmlElement in, String name) {
        List<String> entries = Arrays.stream(required(in, name).split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
        if (entries.size() > CORS_ENTRIES || entries.stream().anyMatch(s -> s.length() > CORS_ENTRY_LENGTH || s.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f))) {
            throw StorageError.INVALID_XML_NODE_VALUE.refusal();
        }
        return entries;
    }

    private static Retention retention(XmlElement in) {
        XmlElement policy = in.child("RetentionPolicy").orElseThrow(StorageError.MISSING_REQUIRED_XML_NODE::refusal);
        return bool(policy, "Enabled") ? Retention.of(number(policy, "Days", 1, LONGEST_RETENTION)) : Retention.OFF;
    }

    /** A text that must be there. */
    public static String required(XmlElement in, String name) {
        return in.value(name).orElseThrow(StorageError.MISSING_REQUIRED_XML_NODE::refusal);
    }

    /** {@code true} or {@code false}, which must be there. */
    public static boolean bool(XmlElement in, String name) {
        return switch (required(in, name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw StorageError.INVALID_XML_NODE_VALUE.refusal();
        };
    }

    /** A whole number, which must be there and within bounds. */
    public static int number(XmlElement in, String name, int least, int most) {
        String text = required(in, name);
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw StorageError.INVALID_XML_NODE_VALUE.refusal();
        }
        return Integer.parseInt(text);
    }

    /** Element {@code Logging}. */
    public static void write(XmlWriter xml, Logging logging) {
        xml.start("Logging").element("Version", logging.version()).element("Delete", logging.delete()).element("Read", logging.read()).element("Write", logging.write());
        write(xml, logging.retention());
        xml.end();
    }

    /** Element {@code HourMetrics} or {@code MinuteMetrics}. */
    public static void write(XmlWriter xml, String name, Metrics metrics) {
        xml.start(name).element("Version", metrics.version()).element("Enabled", metrics.enabled());
        xml.element("IncludeAPIs", metrics.enabled() ? metrics.includeApis() : null);
        write(xml, metrics.retention());
        xml.end();
    }

    private static void write(XmlWriter xml, Retention retention) {
        xml.start("RetentionPolicy").element("Enabled", retention.enabled()).element("Days", retention.days()).end();
    }

    /** Element {@code Cors}. */
    public static void write(XmlWriter xml, List<CorsRule> cors) {
        xml.start("Cors");
        for (CorsRule rule : cors) {
            xml.start("CorsRule").element("AllowedMethods", String.join(",", rule.allowedMethods())).element("AllowedOrigins", String.join(",", rule.allowedOrigins()))
                    .element("AllowedHeaders", String.join(",", rule.allowedHeaders())).element("ExposedHeaders", String.join(",", rule.exposedHeaders()))
                    .element("MaxAgeInSeconds", rule.maxAgeInSeconds()).end();
        }
        xml.end();
    }
}
