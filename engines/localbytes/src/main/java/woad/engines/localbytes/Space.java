package woad.engines.localbytes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import woad.platform.bytes.ByteStoreError;
import woad.platform.core.CloudException;

/** The room on the store's file system, of which a reserve is left to others on it, above all to the database. */
final class Space {
    /** With less than this, a failed write is put down to the lack of room, whatever language the system's message is in. */
    private static final long NEXT_TO_NOTHING = 1 << 20;

    private final StoreFiles files;
    private final Path root;
    private final long reserveBytes;

    Space(StoreFiles files, Path root, long reserveBytes) {
        if (reserveBytes < 0) {
            throw new IllegalArgumentException("no negative reserve: " + reserveBytes);
        }
        this.files = files;
        this.root = root;
        this.reserveBytes = reserveBytes;
    }

    /** @throws CloudException {@code INSUFFICIENT_STORAGE} where only the reserve is left */
    void require() {
        if (files.usableBytes(root) < reserveBytes) {
            throw full(null);
        }
    }

    /** What a failed write means; to be asked before anything is removed. */
    CloudException failure(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        boolean full = message.contains("no space left") || message.contains("quota exceeded") || files.usableBytes(root) < NEXT_TO_NOTHING;
        return full ? full(e) : failed(e);
    }

    /** The store's device, or its operating system, did not do what it was told. */
    static CloudException failed(IOException e) {
        return new CloudException(ByteStoreError.STORE_FAILED, "The store of objects' bytes failed.", e);
    }

    private static CloudException full(IOException cause) {
        return new CloudException(ByteStoreError.INSUFFICIENT_STORAGE, "The store of objects' bytes is full.", cause);
    }
}
