package woad.engines.localbytes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import woad.platform.bytes.EncryptionKey;
import woad.platform.core.CloudException;

/**
 * Writes one extent's file. Its methods throw {@link CloudException} only, so that they are told from the source's failures;
 * after any failure, {@link #abandon} removes what was written. For one thread.
 *
 * <p>A long extent is written aside and gets its place when it is complete. One of a single chunk is written in its place at once,
 * which saves a step; cut short by a power failure, it is left there, but was never acknowledged, and nothing names it.
 */
final class ExtentWriter {
    /** After how many bytes a long extent is made durable so far, lest others' syncs have to wait for all of it. */
    private static final long FORCE_EVERY = 16 << 20;

    private final StoreFiles files;
    private final Space space;
    private final ExtentDirectory directory;
    private final Buffers.Lease buffers;
    private final ExtentHeader header;
    private final ChunkCipher cipher;
    private final ChunkChecksum checksum;
    private final Path target;
    private final StoreFiles.Writing writing;
    private Path place;
    private long chunks;
    private long unforced;

    ExtentWriter(StoreFiles files, Space space, Layout layout, ExtentDirectory directory, Buffers.Lease buffers, ExtentHeader header,
            EncryptionKey key, boolean single) {
        this.files = files;
        this.space = space;
        this.directory = directory;
        this.buffers = buffers;
        this.header = header;
        this.cipher = new ChunkCipher(header, key);
        this.checksum = new ChunkChecksum(header.id());
        this.target = layout.file(header.id());
        this.place = single ? target : layout.incoming(header.id());
        space.require();
        try {
            directory.make();
            this.writing = files.create(place);
        } catch (IOException e) {
            throw space.failure(e);
        }
    }

    /** Adds the first {@code length} bytes of the plain buffer, a full chunk unless it is the last one. */
    void append(int length, boolean last) {
        int sealed = cipher.seal(buffers.plain(), length, chunks, last, buffers.sealed());
        buffers.file().clear();
        if (chunks == 0) {
            buffers.file().put(header.bytes());
        }
        buffers.file().put(buffers.sealed(), 0, sealed).putInt(checksum.of(buffers.sealed(), sealed, chunks, last)).flip();
        unforced += buffers.file().remaining();
        chunks++;
        try {
            writing.write(buffers.file());
            if (unforced >= FORCE_EVERY) {
                writing.force();
                unforced = 0;
                space.require();
            }
        } catch (IOException e) {
            throw space.failure(e);
        }
    }

    /** Returns once the extent is durable. */
    void commit(Instant now) {
        try {
            files.stamp(place, now);
            if (!place.equals(target)) {
                files.rename(place, target);
                place = target;
            }
            writing.force();
            writing.close();
            directory.force();
        } catch (IOException e) {
            throw space.failure(e);
        }
    }

    /** Removes what was written; where that fails too, it is noted with the cause, and the file is removed later as one that nothing names. */
    void abandon(Throwable cause) {
        try {
            writing.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        try {
            files.delete(place);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
