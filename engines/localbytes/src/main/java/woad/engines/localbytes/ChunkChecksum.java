package woad.engines.localbytes;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import woad.platform.bytes.ExtentId;

/**
 * The CRC-32C of a sealed chunk, in which its place counts too: the extent, its index and whether it is the last one. So what a
 * device wrote to the wrong place, or did not write, is found without the key. It guards against accidents, not against people.
 */
final class ChunkChecksum {
    private static final long LAST = Long.MIN_VALUE;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer place = ByteBuffer.allocate(3 * Long.BYTES);

    ChunkChecksum(ExtentId id) {
        place.putLong(id.value().getMostSignificantBits()).putLong(id.value().getLeastSignificantBits());
    }

    int of(byte[] sealed, int length, long index, boolean last) {
        place.putLong(2 * Long.BYTES, last ? index | LAST : index);
        crc.reset();
        crc.update(place.array());
        crc.update(sealed, 0, length);
        return (int) crc.getValue();
    }
}
