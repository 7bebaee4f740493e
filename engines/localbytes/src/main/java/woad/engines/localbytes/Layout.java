package woad.engines.localbytes;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import woad.platform.bytes.ExtentId;
import woad.platform.core.Ids;

/**
 * Where things are in a store's directory: extents by the first byte of their id in {@code extents/00} to {@code extents/ff}, those
 * that are still being written in {@code incoming}.
 */
final class Layout {
    static final int DIRECTORIES = 256;
    /** How many extents in a row go to the same directory, so that those stored at the same time share its syncs. */
    private static final int RUN = 64;
    private static final long FIRST_BYTE = 0xffL << 56;

    private final Path root;
    private final List<Path> directories;
    private final Ids ids;
    private final AtomicInteger given;

    Layout(Path root, Ids ids) {
        this.root = root;
        this.ids = ids;
        this.given = new AtomicInteger(ids.below(DIRECTORIES * RUN));
        this.directories = IntStream.range(0, DIRECTORIES).mapToObj(number -> extents().resolve("%02x".formatted(number))).toList();
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path incoming() {
        return root.resolve("incoming");
    }

    Path extents() {
        return root.resolve("extents");
    }

    /** By number. */
    List<Path> directories() {
        return directories;
    }

    ExtentId newId() {
        UUID random = ids.guid();
        long directory = given.getAndIncrement() / RUN & 0xffL;
        return new ExtentId(new UUID(random.getMostSignificantBits() & ~FIRST_BYTE | directory << 56, random.getLeastSignificantBits()));
    }

    /** The number of the directory that an extent is in. */
    int directory(ExtentId id) {
        return (int) (id.value().getMostSignificantBits() >>> 56);
    }

    Path file(ExtentId id) {
        return directories.get(directory(id)).resolve(id.toString());
    }

    Path incoming(ExtentId id) {
        return incoming().resolve(id.toString());
    }
}
