package woad.engines.localbytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import woad.platform.bytes.Extent;
import woad.platform.bytes.ExtentId;

/**
 * Real files under one directory, with a record of the order in which they were changed and synced. A change is recorded once it
 * was made. A sync is recorded when it begins and when it has ended, and holds nothing up meanwhile, so that others' changes and
 * syncs come in between as they do.
 */
final class RecordedFiles implements StoreFiles {
    private final StoreFiles real = new DiskFiles();
    private final Path disk;
    private final Predicate<Path> forgotten;
    private final List<Event> events = new ArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** What happened. Files are known by numbers, since names change. */
    sealed interface Event {
        record Directory(Path path) implements Event {}

        record Create(Path path, int file) implements Event {}

        record Write(int file, long position, byte[] bytes) implements Event {}

        record Rename(Path from, Path to) implements Event {}

        record Delete(Path path) implements Event {}

        record FileForceBegan(int file, int sync) implements Event {}

        record DirectoryForceBegan(Path path, int sync) implements Event {}

        record ForceEnded(int sync) implements Event {}

        /** The store has said that an extent is stored. */
        record Acknowledged(Extent extent, byte[] content) implements Event {}

        /** The store is about to be told to delete an extent. */
        record Deleting(ExtentId id) implements Event {}
    }

    /**
     * @param disk what is recorded: all that is below it
     * @param forgotten which files and directories are not synced although the store demands it
     */
    RecordedFiles(Path disk, Predicate<Path> forgotten) {
        this.disk = disk;
        this.forgotten = forgotten;
    }

    synchronized void record(Event event) {
        events.add(event);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Deque<Path> made = new ArrayDeque<>();
        for (Path path = directory; !Files.exists(path); path = path.getParent()) {
            made.push(path);
        }
        real.createDirectory(directory);
        made.forEach(path -> record(new Event.Directory(path)));
    }

    @Override
    public Writing create(Path file) throws IOException {
        Writing writing = real.create(file);
        int number = numbers.getAndIncrement();
        record(new Event.Create(file, number));
        return new Writing() {
            private long position;

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                writing.write(bytes);
                record(new Event.Write(number, position, copy));
                position += copy.length;
            }

            @Override
            public void force() throws IOException {
                if (!forgotten.test(file)) {
                    int sync = numbers.getAndIncrement();
                    record(new Event.FileForceBegan(number, sync));
                    writing.force();
                    record(new Event.ForceEnded(sync));
                }
            }

            @Override
            public void close() throws IOException {
                writing.close();
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
        record(new Event.Rename(from, to));
    }

    @Override
    public void stamp(Path file, Instant written) throws IOException {
        real.stamp(file, written);
    }

    @Override
    public void delete(Path file) throws IOException {
        boolean there = Files.exists(file);
        real.delete(file);
        if (there) {
            record(new Event.Delete(file));
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (directory.startsWith(disk) && !forgotten.test(directory)) {
            int sync = numbers.getAndIncrement();
            record(new Event.DirectoryForceBegan(directory, sync));
            real.forceDirectory(directory);
            record(new Event.ForceEnded(sync));
        }
    }

    @Override
    public long usableBytes(Path directory) {
        return real.usableBytes(directory);
    }
}
