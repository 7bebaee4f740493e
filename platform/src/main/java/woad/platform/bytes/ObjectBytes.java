package woad.platform.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import woad.platform.core.CloudException;

/**
 * Keeps immutable runs of bytes ("extents"), each sealed under a key that the caller gives, and durable once stored. It knows
 * no names, owners or versions: its callers keep the ids in rows of their own, and checksums of the plain bytes by wrapping the
 * streams. All methods may be called by any number of threads at once, each holding at most a few buffers of 64 KiB however
 * long the extent is.
 *
 * <p>An extent is stored first and named by a row afterwards. A crash in between leaves one that no row names; the caller finds
 * those with {@link #list} and deletes them. Likewise extents are deleted after the rows that name them.
 */
public interface ObjectBytes extends AutoCloseable {

    /** What {@code limit} may be at most. */
    long LONGEST_EXTENT = 1L << 40;

    /**
     * Keeps everything that the source has until its end. When this returns, no crash and no power failure can lose it; where
     * it throws, nothing is left, or only what {@link #list} finds.
     *
     * @param limit the most bytes that are taken, up to {@link #LONGEST_EXTENT}
     * @throws IOException the source's own, as it is
     * @throws CloudException {@code LIMIT_EXCEEDED} where the source has more, {@code INSUFFICIENT_STORAGE} where the store is
     *         full, {@code STORE_FAILED} where its device fails
     */
    Extent store(EncryptionKey key, InputStream source, long limit) throws IOException;

    /**
     * The bytes of a part of an extent. Only what is read is fetched, so that a short range of a long extent is cheap; nothing
     * is given out before it was checked. An extent that is deleted while it is read can be read to the end.
     *
     * @return a stream of exactly {@code length} bytes, to be closed; its methods throw {@code EXTENT_DAMAGED} as soon as they meet
     *         damage, and {@code STORE_FAILED}; the bytes before that are genuine
     * @throws IndexOutOfBoundsException where the range is not inside the extent
     * @throws CloudException {@code EXTENT_MISSING}, {@code EXTENT_DAMAGED}, {@code KEY_MISMATCH}, {@code STORE_FAILED}
     */
    InputStream open(EncryptionKey key, Extent extent, long offset, long length);

    /**
     * Writes a part of an extent to a stream, as {@link #open}.
     *
     * @throws IOException the stream's own, as it is
     */
    default void read(EncryptionKey key, Extent extent, long offset, long length, OutputStream to) throws IOException {
        try (InputStream bytes = open(key, extent, offset, length)) {
            bytes.transferTo(to);
        }
    }

    /**
     * Forgets extents; one that is not there is no error. Their space comes back by itself. A crash may bring back what was just
     * deleted; {@link #list} finds it.
     *
     * @throws CloudException {@code STORE_FAILED}; some may be deleted then, and all may be deleted again
     */
    void delete(Collection<ExtentId> extents);

    /**
     * The extents that were complete before a moment, in pages, in an order of the store's own; for finding those that no row
     * names, among those complete for longer than any caller takes to name them. An extent that is there during the whole walk is
     * on one page; one that comes or goes meanwhile may be.
     *
     * @param after the last one of the page before; empty for the first page
     * @param limit the most on a page, from 1; a page with fewer is not the last one unless it is empty
     * @throws CloudException {@code STORE_FAILED}
     */
    List<StoredExtent> list(Instant storedBefore, Optional<ExtentId> after, int limit);

    /**
     * Reads extents through, without their keys, and finds those whose bytes are no longer what was written, in the order of
     * {@link #list}. Repairs nothing.
     *
     * @param after the last one of the slice before ({@link ScrubReport#last}); empty for the first slice
     * @param limit the most extents of this slice, from 1
     * @param pace told of every few bytes read; holds the scrub back so that it disturbs nobody
     * @throws InterruptedException the pace's
     * @throws CloudException {@code STORE_FAILED} where the store cannot be listed; an extent that cannot be read counts as damaged
     */
    ScrubReport scrub(Optional<ExtentId> after, int limit, Pace pace) throws InterruptedException;

    /** Ends what runs in the background. What is stored stays. */
    @Override
    void close();
}
