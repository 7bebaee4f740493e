package woad.storage.table;

import java.nio.charset.StandardCharsets;
import woad.storage.StorageError;

/**
 * What tells an entity from the others of its table. Keys are ordered by their UTF-16 code units, and stored as those (big-endian), so
 * that the database orders them in the same way and a key of any characters fits into its index.
 */
public record EntityKey(String partition, String row) {
    /** Most UTF-16 code units of a key: 1 KiB. */
    private static final int LONGEST = 512;

    /** The key of an entity to be stored. @throws woad.platform.core.CloudException {@code KeyValueTooLarge}, {@code OutOfRangeInput} */
    static EntityKey checked(String partition, String row) {
        check(partition);
        check(row);
        return new EntityKey(partition, row);
    }

    private static void check(String key) {
        if (key.length() > LONGEST) {
            throw StorageError.KEY_VALUE_TOO_LARGE.refusal();
        }
        if (key.chars().anyMatch(c -> c < 0x20 || c >= 0x7f && c <= 0x9f || "/\\#?".indexOf(c) >= 0)) {
            throw StorageError.OUT_OF_RANGE_INPUT.refusal();
        }
    }

    /** A key, or a bound of keys, as it is stored. */
    static byte[] stored(String key) {
        byte[] bytes = new byte[2 * key.length()];
        for (int i = 0; i < key.length(); i++) {
            bytes[2 * i] = (byte) (key.charAt(i) >> 8);
            bytes[2 * i + 1] = (byte) key.charAt(i);
        }
        return bytes;
    }

    static String read(byte[] stored) {
        return new String(stored, StandardCharsets.UTF_16BE);
    }
}
