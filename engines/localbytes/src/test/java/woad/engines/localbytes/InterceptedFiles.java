package woad.engines.localbytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;

/** Real files, where each change and sync may be left out or fail. */
final class InterceptedFiles implements StoreFiles {
    private final StoreFiles real = new DiskFiles();
    private final Interceptor interceptor;

    /** What is done to files. */
    enum Operation { CREATE_DIRECTORY, CREATE, WRITE, FORCE, RENAME, STAMP, DELETE, FORCE_DIRECTORY }

    /** Asked before each operation. */
    @FunctionalInterface
    interface Interceptor {
        /** Whether it is to be done, rather than left out. @throws IOException where it is to fail */
        boolean permits(Operation operation) throws IOException;
    }

    /** Something done to real files. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    InterceptedFiles(Interceptor interceptor) {
        this.interceptor = interceptor;
    }

    /** Files that are never synced, for stores that are only looked at. */
    static InterceptedFiles unsynced() {
        return new InterceptedFiles(operation -> operation != Operation.FORCE && operation != Operation.FORCE_DIRECTORY);
    }

    private void run(Operation operation, Action action) throws IOException {
        if (interceptor.permits(operation)) {
            action.run();
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        run(Operation.CREATE_DIRECTORY, () -> real.createDirectory(directory));
    }

    @Override
    public Writing create(Path file) throws IOException {
        if (!interceptor.permits(Operation.CREATE)) {
            throw new IllegalArgumentException("a file cannot be written without being made");
        }
        Writing writing = real.create(file);
        return new Writing() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                run(Operation.WRITE, () -> writing.write(bytes));
            }

            @Override
            public void force() throws IOException {
                run(Operation.FORCE, writing::force);
            }

            @Override
            public void close() throws IOException {
                writing.close();
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        run(Operation.RENAME, () -> real.rename(from, to));
    }

    @Override
    public void stamp(Path file, Instant written) throws IOException {
        run(Operation.STAMP, () -> real.stamp(file, written));
    }

    @Override
    public void delete(Path file) throws IOException {
        run(Operation.DELETE, () -> real.delete(file));
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        run(Operation.FORCE_DIRECTORY, () -> real.forceDirectory(directory));
    }

    @Override
    public long usableBytes(Path directory) {
        return real.usableBytes(directory);
    }
}
