package woad.engines.localbytes;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import javax.crypto.SecretKey;
import woad.platform.bytes.EncryptionKey;
import woad.platform.bytes.ExtentId;

/**
 * The beginning of an extent's file, all numbers big-endian:
 *
 * <pre>
 *  0  8  "WOADEXT" and the version, 1
 *  8  4  the plain bytes of a full chunk
 * 12 16  the extent's id
 * 28 16  the id of the key it is sealed under
 * 44 32  random bytes
 * 76  4  CRC-32C of all this
 * </pre>
 *
 * The key of the chunks is derived from the caller's key with the whole header as context. So it is another one for each extent,
 * and a header that was changed, or exchanged for another extent's, opens nothing.
 */
record ExtentHeader(ExtentId id, EncryptionKey.Id key, byte[] random) {
    static final int BYTES = 80;
    static final int RANDOM = 32;
    private static final long MAGIC = 0x574F414445585401L;
    private static final int CHECKED = BYTES - Integer.BYTES;
    private static final String PURPOSE = "woad.extent";

    /** What is wrong with a header; the message is for an operator. */
    static final class NotGenuine extends Exception {
        NotGenuine(String message) {
            super(message);
        }
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(MAGIC).putInt(ExtentFormat.CHUNK);
        put(bytes, id.value());
        put(bytes, key.value());
        bytes.put(random);
        return bytes.putInt(checksum(bytes.array())).array();
    }

    /** Reads the header of a file that should hold an extent. @throws NotGenuine where it is not that extent's, or was changed */
    static ExtentHeader parse(byte[] header, ExtentId expected) throws NotGenuine {
        ByteBuffer bytes = ByteBuffer.wrap(header);
        if (bytes.getInt(CHECKED) != checksum(header)) {
            throw new NotGenuine("its header does not match its checksum");
        }
        if (bytes.getLong() != MAGIC || bytes.getInt() != ExtentFormat.CHUNK) {
            throw new NotGenuine("its header is of no known version");
        }
        ExtentId id = new ExtentId(uuid(bytes));
        if (!id.equals(expected)) {
            throw new NotGenuine("its file holds the extent " + id);
        }
        EncryptionKey.Id key = new EncryptionKey.Id(uuid(bytes));
        byte[] random = new byte[RANDOM];
        bytes.get(random);
        return new ExtentHeader(id, key, random);
    }

    /** The key of the chunks. */
    SecretKey chunkKey(EncryptionKey callers) {
        return callers.derive(PURPOSE, bytes());
    }

    private static int checksum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CHECKED);
        return (int) crc.getValue();
    }

    private static void put(ByteBuffer bytes, UUID value) {
        bytes.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
