package woad.engines.localbytes;

import java.io.IOException;
import java.nio.file.Path;

/** One of the directories that extents are in, made when the first one comes. */
final class ExtentDirectory {
    private final StoreFiles files;
    private final Path path;
    private final GroupForce names;
    private volatile boolean made;

    ExtentDirectory(StoreFiles files, Path path) {
        this.files = files;
        this.path = path;
        this.names = new GroupForce(() -> files.forceDirectory(path));
    }

    /**
     * Returns once the directory is there, and its own name durable: one that was found may be from a process that was killed
     * before it had made sure of that.
     */
    void make() throws IOException {
        if (made) {
            return;
        }
        synchronized (this) {
            if (!made) {
                files.createDirectory(path);
                files.forceDirectory(path.getParent());
                made = true;
            }
        }
    }

    /** Returns once the names in the directory survive a power failure. */
    void force() throws IOException {
        names.force();
    }
}
