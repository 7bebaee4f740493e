package woad.engines.localbytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import woad.platform.bytes.ByteStoreError;
import woad.platform.bytes.EncryptionKey;
import woad.platform.bytes.Extent;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.ObjectBytes;
import woad.platform.bytes.Pace;
import woad.platform.bytes.ScrubReport;
import woad.platform.bytes.StoredExtent;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;

/**
 * Objects' bytes in the files of one machine, a file for each extent. One process at a time has the store open: what is being
 * written belongs to it, and what another left unfinished is removed when the store is opened.
 */
public final class LocalBytes implements ObjectBytes {
    private final StoreFiles files;
    private final Layout layout;
    private final Space space;
    private final InstantSource clock;
    private final Ids ids;
    private final FileChannel lock;
    private final Listing listing;
    private final List<ExtentDirectory> directories;
    private final Buffers pool = new Buffers();

    private LocalBytes(StoreFiles files, Layout layout, Space space, InstantSource clock, Ids ids, FileChannel lock) {
        this.files = files;
        this.layout = layout;
        this.space = space;
        this.clock = clock;
        this.ids = ids;
        this.lock = lock;
        this.listing = new Listing(layout);
        this.directories = layout.directories().stream().map(path -> new ExtentDirectory(files, path)).toList();
    }

    /**
     * Opens the store in a directory, which is made where it is not there.
     *
     * @param reserveBytes with less than this left on the file system nothing more is stored, so that others on it can go on
     * @throws IOException where the directory cannot be used, or another process has the store open
     */
    public static LocalBytes open(Path root, Ids ids, InstantSource clock, long reserveBytes) throws IOException {
        return open(root, ids, clock, reserveBytes, new DiskFiles());
    }

    static LocalBytes open(Path root, Ids ids, InstantSource clock, long reserveBytes, StoreFiles files) throws IOException {
        Path absolute = root.toAbsolutePath();
        Layout layout = new Layout(absolute, ids);
        Space space = new Space(files, absolute, reserveBytes);
        files.createDirectory(absolute);
        FileChannel lock = lock(layout);
        try {
            files.createDirectory(layout.incoming());
            files.createDirectory(layout.extents());
            files.forceDirectory(absolute);
            // Whatever directory was made on the way to the store, it was made in one that is writable.
            for (Path above = absolute.getParent(); above != null && Files.isWritable(above); above = above.getParent()) {
                files.forceDirectory(above);
            }
            try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(layout.incoming())) {
                for (Path file : unfinished) {
                    files.delete(file);
                }
            }
            return new LocalBytes(files, layout, space, clock, ids, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The lock ends with the process, however that ends. */
    private static FileChannel lock(Layout layout) throws IOException {
        FileChannel channel = FileChannel.open(layout.lock(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw new IOException("this process has the store open already: " + layout.lock(), e);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException("another process has the store open: " + layout.lock());
        }
        return channel;
    }

    @Override
    public Extent store(EncryptionKey key, InputStream source, long limit) throws IOException {
        if (limit < 0 || limit > LONGEST_EXTENT) {
            throw new IllegalArgumentException("a limit is from 0 to " + LONGEST_EXTENT + ", not " + limit);
        }
        Buffers.Lease buffers = pool.take();
        try {
            return store(key, source, limit, buffers);
        } finally {
            pool.give(buffers);
        }
    }

    private Extent store(EncryptionKey key, InputStream source, long limit, Buffers.Lease buffers) throws IOException {
        byte[] plain = buffers.plain();
        int filled = source.readNBytes(plain, 0, plain.length);
        long length = filled;
        requireWithin(length, limit);
        ExtentHeader header = new ExtentHeader(layout.newId(), key.id(), ids.bytes(ExtentHeader.RANDOM));
        ExtentWriter writer = new ExtentWriter(files, space, layout, directories.get(layout.directory(header.id())), buffers, header, key, filled < plain.length);
        try {
            // The byte behind a chunk tells that another chunk follows.
            while (filled == plain.length) {
                writer.append(ExtentFormat.CHUNK, false);
                plain[0] = plain[ExtentFormat.CHUNK];
                int more = source.readNBytes(plain, 1, plain.length - 1);
                length += more;
                requireWithin(length, limit);
                filled = 1 + more;
            }
            writer.append(filled, true);
            writer.commit(clock.instant());
        } catch (IOException | RuntimeException | Error e) {
            writer.abandon(e);
            throw e;
        }
        return new Extent(header.id(), length);
    }

    private static void requireWithin(long length, long limit) {
        if (length > limit) {
            throw new CloudException(ByteStoreError.LIMIT_EXCEEDED, "There are more than the " + limit + " bytes that are allowed here.");
        }
    }

    @Override
    public InputStream open(EncryptionKey key, Extent extent, long offset, long length) {
        return ExtentInput.open(layout.file(extent.id()), pool, key, extent, offset, length);
    }

    @Override
    public void delete(Collection<ExtentId> extents) {
        try {
            for (ExtentId id : extents) {
                files.delete(layout.file(id));
            }
        } catch (IOException e) {
            throw Space.failed(e);
        }
    }

    @Override
    public List<StoredExtent> list(Instant storedBefore, Optional<ExtentId> after, int limit) {
        return listing.page(storedBefore, after, limit);
    }

    @Override
    public ScrubReport scrub(Optional<ExtentId> after, int limit, Pace pace) throws InterruptedException {
        List<ExtentId> slice = listing.page(Instant.MAX, after, limit).stream().map(StoredExtent::id).toList();
        return new ExtentScrub(layout, pace).check(slice);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw Space.failed(e);
        }
    }
}
