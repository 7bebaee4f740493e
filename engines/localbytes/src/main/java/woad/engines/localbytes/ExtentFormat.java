package woad.engines.localbytes;

/**
 * How an extent lies in its file: a header of {@link ExtentHeader#BYTES}, then chunks. A chunk is up to {@link #CHUNK} plain bytes
 * sealed with AES-256-GCM (16 bytes more), and a CRC-32C, by which bit rot is found without the key. All chunks but the last
 * are full; the last one has at least one byte, unless the extent has none. So the length of the file gives that of the extent.
 */
final class ExtentFormat {
    /** A full chunk in its file: 64 KiB. The JDK's AES-GCM is slow on larger pieces. */
    static final int STORED_CHUNK = 64 << 10;
    static final int TAG = 16;
    static final int CHECKSUM = 4;
    /** The plain bytes of a full chunk. */
    static final int CHUNK = STORED_CHUNK - TAG - CHECKSUM;

    private ExtentFormat() {}

    /** How many chunks hold so many plain bytes. */
    static long chunks(long length) {
        return length == 0 ? 1 : (length + CHUNK - 1) / CHUNK;
    }

    /** The length of the file of an extent of so many plain bytes. */
    static long fileLength(long length) {
        return ExtentHeader.BYTES + length + chunks(length) * (TAG + CHECKSUM);
    }

    /** The plain bytes in a file of this length; negative where no extent has a file of it. */
    static long length(long fileLength) {
        long stored = fileLength - ExtentHeader.BYTES;
        long length = stored - (stored + STORED_CHUNK - 1) / STORED_CHUNK * (TAG + CHECKSUM);
        return stored > 0 && length >= 0 && fileLength(length) == fileLength ? length : -1;
    }

    /** Where a chunk begins in its file. */
    static long position(long chunk) {
        return ExtentHeader.BYTES + chunk * STORED_CHUNK;
    }
}
