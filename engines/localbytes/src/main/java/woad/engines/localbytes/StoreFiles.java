package woad.engines.localbytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The few things that {@link LocalBytes} does to change files, so that a test can record their order and see what a power
 * failure leaves. What they change is durable only once {@link Writing#force} (for a file's content) and
 * {@link #forceDirectory} (for the names in a directory) have returned.
 */
interface StoreFiles {

    /** Makes a directory that only its owner may use; one that is there stays. */
    void createDirectory(Path directory) throws IOException;

    /** Makes a file that only its owner may use. @throws java.nio.file.FileAlreadyExistsException where the name is taken */
    Writing create(Path file) throws IOException;

    /** Gives a file another name, in another directory of the same file system, in one step. */
    void rename(Path from, Path to) throws IOException;

    /** Sets when a file was written. */
    void stamp(Path file, Instant written) throws IOException;

    /** Removes a file; nothing where there is none. */
    void delete(Path file) throws IOException;

    /** Returns once the names in a directory survive a power failure. */
    void forceDirectory(Path directory) throws IOException;

    /** How many bytes may still be written to the file system that the directory is on; 0 where that cannot be told. */
    long usableBytes(Path directory);

    /** A file being written from its beginning to its end. */
    interface Writing extends Closeable {
        /** Appends all that the buffer has. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns once all that was written survives a power failure, as long as the file's name does. */
        void force() throws IOException;
    }
}
