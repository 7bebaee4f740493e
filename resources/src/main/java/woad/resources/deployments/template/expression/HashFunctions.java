package woad.resources.deployments.template.expression;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/** Functions whose result depends on their arguments alone, and looks random. */
final class HashFunctions {
    /** The name space of version 5 GUIDs that Resource Manager's {@code guid()} is observed to use. */
    private static final UUID NAME_SPACE = UUID.fromString("11fb06fb-712d-4ddd-98c7-e71bbd588830");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 13;

    static final List<Function> ALL = List.of(
            Function.of("uniqueString", 1, Function.MANY, call -> Nodes.text(uniqueString(call.texts()))),
            Function.of("guid", 1, Function.MANY, call -> Nodes.text(guid(call.texts()).toString())));

    private HashFunctions() {}

    /**
     * Thirteen characters of {@code a-z2-7}: the first 65 bits of the SHA-256 of the arguments, each preceded by its length in UTF-8
     * bytes (32 bits, big endian), in base 32. The public contract promises only that equal arguments give equal results; Azure's own
     * hash is not published, so results differ from Azure's.
     */
    static String uniqueString(List<String> values) {
        MessageDigest digest = digest("SHA-256");
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
            digest.update(bytes);
        }
        byte[] hash = digest.digest();
        StringBuilder result = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            int bit = i * 5;
            int window = (hash[bit / 8] & 0xff) << 8 | hash[bit / 8 + 1] & 0xff;
            result.append(ALPHABET.charAt(window >> 11 - bit % 8 & 31));
        }
        return result.toString();
    }

    /** A version 5 GUID (RFC 9562) of the arguments joined by hyphens. */
    static UUID guid(List<String> values) {
        MessageDigest digest = digest("SHA-1");
        digest.update(ByteBuffer.allocate(16).putLong(NAME_SPACE.getMostSignificantBits()).putLong(NAME_SPACE.getLeastSignificantBits()).array());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(String.join("-", values).getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong() & ~0xf000L | 0x5000L;
        long low = hash.getLong() & ~(3L << 62) | 1L << 63;
        return new UUID(high, low);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
