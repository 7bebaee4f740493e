package woad.storage.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.provider.Body;

/**
 * Properties of an account's services as the resource manager's clients write and read them; what a request leaves out stays as it
 * is. Source: Blob Services, Queue Services and Table Services REST reference.
 */
final class ServiceBodies {
    private static final List<String> METHODS = List.of("DELETE", "GET", "HEAD", "MERGE", "POST", "OPTIONS", "PUT", "PATCH", "CONNECT", "TRACE");
    private static final int MOST_DAYS = 365;
    private static final int MOST_NAMES = 64;

    private ServiceBodies() {}

    /** Reads and checks a request's {@code properties}. */
    static BlobServiceProperties readBlob(ObjectNode body, BlobServiceProperties present, Account account) {
        Body properties = properties(body);
        properties.notOffered("automaticSnapshotPolicyEnabled");
        for (String feature : List.of("changeFeed", "restorePolicy")) {
            properties.object(feature).ifPresent(one -> {
                one.notOffered("enabled");
                one.ignore("retentionInDays", "days", "lastEnabledTime", "minRestoreTime").end();
            });
        }
        boolean versioning = properties.flag("isVersioningEnabled", present.versioning());
        if (versioning && account.hierarchicalNamespace()) {
            throw new CloudException(AccountError.NOT_FOR_ACCOUNT, "Versioning is not supported for an account with a hierarchical namespace.", "isVersioningEnabled", List.of());
        }
        BlobServiceProperties read = new BlobServiceProperties(cors(properties, present.cors()), properties.text("defaultServiceVersion").orElse(present.defaultServiceVersion()),
                properties.object("deleteRetentionPolicy").map(one -> retention(one, true)).orElse(present.deleteRetention()),
                properties.object("containerDeleteRetentionPolicy").map(one -> retention(one, false)).orElse(present.containerDeleteRetention()), versioning,
                properties.object("lastAccessTimeTrackingPolicy").map(ServiceBodies::tracking).orElse(present.lastAccessTimeTracking()),
                present.logging(), present.hourMetrics(), present.minuteMetrics(), properties.object("staticWebsite").map(ServiceBodies::website).orElse(present.staticWebsite()));
        properties.end();
        if (read.defaultServiceVersion() != null && !read.defaultServiceVersion().matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw properties.wrong("defaultServiceVersion", "must be a date such as 2021-12-02");
        }
        return read;
    }

    /** Reads and checks a request's {@code properties}. */
    static SimpleServiceProperties readSimple(ObjectNode body, SimpleServiceProperties present) {
        Body properties = properties(body);
        SimpleServiceProperties read = new SimpleServiceProperties(cors(properties, present.cors()), present.logging(), present.hourMetrics(), present.minuteMetrics());
        properties.end();
        return read;
    }

    private static Body properties(ObjectNode body) {
        Body request = Body.of(body, "request", AccountError.INVALID_SERVICE_PROPERTIES);
        request.ignore("id", "name", "type", "sku");
        Body properties = request.object("properties").orElseGet(() -> Body.of(Json.object(), "properties", AccountError.INVALID_SERVICE_PROPERTIES));
        request.end();
        return properties;
    }

    private static List<CorsRule> cors(Body properties, List<CorsRule> present) {
        return properties.object("cors").map(cors -> {
            List<CorsRule> rules = new ArrayList<>();
            for (Body rule : cors.objects("corsRules")) {
                rules.add(rule(rule));
            }
            cors.end();
            if (rules.size() > CorsRule.MOST) {
                throw cors.wrong("corsRules", "has more than " + CorsRule.MOST + " rules");
            }
            return rules;
        }).orElse(present);
    }

    private static CorsRule rule(Body rule) {
        List<String> methods = rule.texts("allowedMethods").stream().map(method -> method.toUpperCase(Locale.ROOT)).toList();
        if (methods.isEmpty() || !METHODS.containsAll(methods)) {
            throw rule.wrong("allowedMethods", "must be made of " + String.join(", ", METHODS));
        }
        int age = rule.number("maxAgeInSeconds").orElse(0);
        if (age < 0) {
            throw rule.wrong("maxAgeInSeconds", "must not be negative");
        }
        CorsRule read = new CorsRule(names(rule, "allowedOrigins"), methods, age, names(rule, "exposedHeaders"), names(rule, "allowedHeaders"));
        rule.end();
        if (read.allowedOrigins().isEmpty()) {
            throw rule.wrong("allowedOrigins", "is missing");
        }
        return read;
    }

    private static List<String> names(Body rule, String name) {
        List<String> names = rule.texts(name);
        if (names.size() > MOST_NAMES || names.stream().anyMatch(text -> text.isBlank() || text.length() > 256)) {
            throw rule.wrong(name, "has at most " + MOST_NAMES + " elements of 1 to 256 characters");
        }
        return names;
    }

    private static Retention retention(Body policy, boolean purgeable) {
        boolean enabled = policy.flag("enabled", false);
        Integer days = policy.number("days").orElse(null);
        boolean purge = purgeable && policy.flag("allowPermanentDelete", false);
        policy.end();
        if (!enabled) {
            return Retention.OFF;
        }
        if (days == null || days < 1 || days > MOST_DAYS) {
            throw policy.wrong("days", "must be from 1 to " + MOST_DAYS);
        }
        return new Retention(true, days, purge);
    }

    private static boolean tracking(Body policy) {
        boolean enabled = policy.flag("enable", false);
        policy.choice("name", List.of("AccessTimeTracking"));
        policy.ignore("trackingGranularityInDays", "blobType").end();
        return enabled;
    }

    private static StaticWebsite website(Body website) {
        StaticWebsite read = new StaticWebsite(website.flag("enabled", false), website.text("indexDocument").orElse(null), website.text("errorDocument404Path").orElse(null),
                website.text("defaultIndexDocumentPath").orElse(null));
        website.end();
        if (read.indexDocument() != null && read.defaultIndexDocumentPath() != null) {
            throw website.wrong("defaultIndexDocumentPath", "cannot be given together with indexDocument");
        }
        return read;
    }

    /** As {@code properties} of {@code blobServices/default}. */
    static ObjectNode write(BlobServiceProperties blob) {
        ObjectNode written = write(blob.cors());
        if (blob.defaultServiceVersion() != null) {
            written.put("defaultServiceVersion", blob.defaultServiceVersion());
        }
        retention(written.putObject("deleteRetentionPolicy").put("allowPermanentDelete", blob.deleteRetention().allowPermanentDelete()), blob.deleteRetention());
        retention(written.putObject("containerDeleteRetentionPolicy"), blob.containerDeleteRetention());
        written.put("isVersioningEnabled", blob.versioning());
        written.putObject("changeFeed").put("enabled", false);
        written.putObject("restorePolicy").put("enabled", false);
        ObjectNode tracking = written.putObject("lastAccessTimeTrackingPolicy").put("enable", blob.lastAccessTimeTracking());
        if (blob.lastAccessTimeTracking()) {
            tracking.put("name", "AccessTimeTracking").put("trackingGranularityInDays", 1).putArray("blobType").add("blockBlob");
        }
        written.set("staticWebsite", Json.MAPPER.valueToTree(blob.staticWebsite()));
        return written;
    }

    /** As {@code properties} of {@code queueServices/default} and {@code tableServices/default}. */
    static ObjectNode write(SimpleServiceProperties service) {
        return write(service.cors());
    }

    private static ObjectNode write(List<CorsRule> cors) {
        ObjectNode written = Json.object();
        ArrayNode rules = written.putObject("cors").putArray("corsRules");
        cors.forEach(rule -> rules.add(Json.MAPPER.<ObjectNode>valueToTree(rule)));
        return written;
    }

    private static void retention(ObjectNode into, Retention retention) {
        into.put("enabled", retention.enabled());
        if (retention.enabled()) {
            into.put("days", retention.days());
        }
    }
}
