package woad.engines.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A disk file's header, version 3 (QEMU, docs/interop/qcow2.txt), which stays true also while a machine has the file open.
 *
 * @param sizeBytes   the disk's size as a guest sees it
 * @param backingFile what it stands on, or null
 */
record Qcow2(long sizeBytes, Path backingFile) {

    private static final int MAGIC = 0x514649fb;
    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    /** What one entry of the first-level table maps: a second-level table of 8,192 clusters. */
    private static final long MAPPED_BY_ENTRY = 8192L * CLUSTER;
    private static final int HEADER_BYTES = 104;
    private static final int LUKS = 2;
    private static final int BACKING_FORMAT = 0xe2792aca;
    private static final int ENCRYPTION_HEADER = 0x0537be77;
    private static final int REFERENCE_TABLE_AT = CLUSTER;
    private static final int REFERENCE_BLOCK_AT = 2 * CLUSTER;
    private static final int LUKS_AT = 3 * CLUSTER;
    private static final int LUKS_CLUSTERS = (LuksHeader.BYTES + CLUSTER - 1) / CLUSTER;
    private static final int TABLE_AT = LUKS_AT + LUKS_CLUSTERS * CLUSTER;

    static Qcow2 read(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.readInt() != MAGIC) {
                throw new IOException(path.getFileName() + " is not a qcow2 file");
            }
            file.skipBytes(4);
            long backingAt = file.readLong();
            byte[] backing = new byte[Math.min(file.readInt(), 1023)];
            file.skipBytes(4);
            long size = file.readLong();
            if (backingAt == 0) {
                return new Qcow2(size, null);
            }
            file.seek(backingAt);
            file.readFully(backing);
            return new Qcow2(size, Path.of(new String(backing, StandardCharsets.UTF_8)));
        }
    }

    /** Writes a new file: an empty encrypted disk, or an encrypted layer over the backing file. */
    void createEncrypted(Path path, byte[] luksHeader) throws IOException {
        int tableEntries = Math.toIntExact((sizeBytes + MAPPED_BY_ENTRY - 1) / MAPPED_BY_ENTRY);
        int tableClusters = Math.max(1, (tableEntries * 8 + CLUSTER - 1) / CLUSTER);
        int clusters = TABLE_AT / CLUSTER + tableClusters;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(file, header(tableEntries), 0);
            write(file, ByteBuffer.allocate(8).putLong(REFERENCE_BLOCK_AT).flip(), REFERENCE_TABLE_AT);
            ByteBuffer references = ByteBuffer.allocate(clusters * 2);
            while (references.hasRemaining()) {
                references.putShort((short) 1);
            }
            write(file, references.flip(), REFERENCE_BLOCK_AT);
            write(file, ByteBuffer.wrap(luksHeader), LUKS_AT);
            write(file, ByteBuffer.allocate(1), (long) clusters * CLUSTER - 1);
        }
    }

    private ByteBuffer header(int tableEntries) {
        byte[] backing = backingFile == null ? new byte[0] : backingFile.toString().getBytes(StandardCharsets.UTF_8);
        if (backing.length > 1023) {
            throw new IllegalArgumentException("the image's path is longer than 1023 bytes");
        }
        ByteBuffer extensions = ByteBuffer.allocate(64);
        if (backingFile != null) {
            extensions.putInt(BACKING_FORMAT).putInt(5).put("qcow2\0\0\0".getBytes(StandardCharsets.US_ASCII));
        }
        extensions.putInt(ENCRYPTION_HEADER).putInt(16).putLong(LUKS_AT).putLong(LuksHeader.BYTES);
        extensions.putInt(0).putInt(0).flip();
        int backingAt = HEADER_BYTES + extensions.limit();

        ByteBuffer header = ByteBuffer.allocate(backingAt + backing.length);
        header.putInt(MAGIC).putInt(3).putLong(backing.length == 0 ? 0 : backingAt).putInt(backing.length);
        header.putInt(CLUSTER_BITS).putLong(sizeBytes).putInt(LUKS).putInt(tableEntries).putLong(TABLE_AT);
        header.putLong(REFERENCE_TABLE_AT).putInt(1);
        header.putInt(0).putLong(0); // no snapshots
        header.putLong(0).putLong(0).putLong(0); // no features
        header.putInt(4).putInt(HEADER_BYTES); // 16-bit reference counts
        return header.put(extensions).put(backing).flip();
    }

    private static void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }
}
