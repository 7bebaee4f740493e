package woad.storage.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import woad.platform.core.CloudException;
import woad.storage.StorageError;
import woad.storage.access.AccessLookups.StoredAccessPolicy;

/**
 * A stored access policy: what signatures that name it allow, and until when. Source: "Define a stored access policy",
 * Set Queue ACL, Set Table ACL, Set Container ACL.
 *
 * @param start      null where the signature says it
 * @param expiry     null where the signature says it
 * @param permission letters; null where the signature says it
 */
public record SignedIdentifier(String id, Instant start, Instant expiry, String permission) {
    private static final String ROOT = "SignedIdentifiers";
    private static final int MOST = 5;
    private static final int LONGEST_ID = 64;
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** A day, a minute, a second or parts of it, with or without an offset. */
    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart().appendLiteral('T').append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart().appendOffsetId().toFormatter(Locale.ROOT);

    /**
     * Reads a client's document; an empty one means none.
     *
     * @param permissions the letters that the service knows
     * @throws woad.platform.core.CloudException {@code InvalidXmlDocument}, {@code InvalidXmlNodeValue}, {@code MissingRequiredXmlNode}
     */
    public static List<SignedIdentifier> read(byte[] document, String permissions) {
        if (document.length == 0) {
            return List.of();
        }
        XmlElement root = XmlElement.parse(document, ROOT);
        if (root.children().size() > MOST || root.children().stream().anyMatch(child -> !child.name().equals("SignedIdentifier"))) {
            throw StorageError.INVALID_XML_DOCUMENT.refusal();
        }
        List<SignedIdentifier> read = root.children().stream().map(child -> read(child, permissions)).toList();
        Set<String> ids = new HashSet<>();
        if (!read.stream().allMatch(one -> ids.add(one.id()))) {
            throw StorageError.INVALID_XML_NODE_VALUE.refusal();
        }
        return read;
    }

    private static SignedIdentifier read(XmlElement element, String permissions) {
        String id = element.value("Id").orElseThrow(StorageError.MISSING_REQUIRED_XML_NODE::refusal);
        XmlElement policy = element.child("AccessPolicy").orElse(new XmlElement("AccessPolicy", "", List.of()));
        String permission = policy.value("Permission").orElse("");
        if (id.isEmpty() || id.length() > LONGEST_ID || !permission.chars().allMatch(c -> permissions.indexOf(c) >= 0)) {
            throw StorageError.INVALID_XML_NODE_VALUE.refusal();
        }
        return new SignedIdentifier(id, time(policy, "Start"), time(policy, "Expiry"), permission.isEmpty() ? null : permission);
    }

    private static Instant time(XmlElement policy, String name) {
        String text = policy.value(name).orElse("");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return switch (READ.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
                case OffsetDateTime at -> at.toInstant();
                case LocalDateTime at -> at.toInstant(ZoneOffset.UTC);
                case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
                case TemporalAccessor other -> throw new IllegalStateException("not asked for: " + other);
            };
        } catch (DateTimeException e) {
            throw new CloudException(StorageError.INVALID_XML_NODE_VALUE, StorageError.INVALID_XML_NODE_VALUE.message(), e);
        }
    }

    /** What signatures that refer to an id are held to, if it is among these. */
    public static Optional<StoredAccessPolicy> find(List<SignedIdentifier> identifiers, String id) {
        return identifiers.stream().filter(one -> one.id().equals(id)).findFirst().map(one -> new StoredAccessPolicy(one.start(), one.expiry(), one.permission()));
    }

    /** The document that shows them. */
    public static XmlWriter write(List<SignedIdentifier> identifiers) {
        XmlWriter xml = new XmlWriter(ROOT);
        for (SignedIdentifier one : identifiers) {
            xml.start("SignedIdentifier").element("Id", one.id()).start("AccessPolicy")
                    .element("Start", one.start() == null ? null : WRITTEN.format(one.start()))
                    .element("Expiry", one.expiry() == null ? null : WRITTEN.format(one.expiry()))
                    .element("Permission", one.permission()).end().end();
        }
        return xml;
    }
}
