package woad.engines.localbytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static woad.engines.localbytes.TestStore.assertThatError;
import static woad.engines.localbytes.TestStore.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import woad.engines.localbytes.InterceptedFiles.Operation;
import woad.platform.bytes.ByteStoreError;
import woad.platform.bytes.Extent;
import woad.platform.bytes.ExtentId;
import woad.platform.core.CloudException;

/** Devices that fail or are full, and stores that two would use. */
class FailureTest {
    private static final int SEVERAL_CHUNKS = 200_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(value = Operation.class, names = {"CREATE", "WRITE", "FORCE", "RENAME", "STAMP", "FORCE_DIRECTORY", "CREATE_DIRECTORY"})
    void whateverFailsNothingIsAcknowledgedAndNothingLeft(Operation failing) throws IOException {
        AtomicReference<String> failure = new AtomicReference<>();
        StoreFiles files = new InterceptedFiles(operation -> {
            if (operation == failing && failure.get() != null) {
                throw new IOException(failure.get());
            }
            return true;
        });
        try (TestStore store = TestStore.open(directory, files, 0)) {
            failure.set("Input/output error");
            assertThatError(ByteStoreError.STORE_FAILED, () -> store.store(content(SEVERAL_CHUNKS)));
            failure.set("No space left on device");
            assertThatError(ByteStoreError.INSUFFICIENT_STORAGE, () -> store.store(content(SEVERAL_CHUNKS)));
            failure.set("Disk quota exceeded");
            assertThatError(ByteStoreError.INSUFFICIENT_STORAGE, () -> store.store(content(SEVERAL_CHUNKS)));
            assertThat(store.listed()).isEmpty();
            store.assertNothingUnfinished();
            failure.set(null);
            assertThat(store.read(store.store(content(SEVERAL_CHUNKS)))).isEqualTo(content(SEVERAL_CHUNKS));
        }
    }

    @Test
    void whatCannotBeRemovedEitherGoesWhenTheStoreIsOpenedAgain() throws IOException {
        StoreFiles files = new InterceptedFiles(operation -> {
            if (operation == Operation.RENAME || operation == Operation.DELETE) {
                throw new IOException("Input/output error");
            }
            return true;
        });
        try (TestStore store = TestStore.open(directory, files, 0)) {
            assertThatThrownBy(() -> store.store(content(SEVERAL_CHUNKS)))
                    .isInstanceOfSatisfying(CloudException.class, thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
            assertThatError(ByteStoreError.STORE_FAILED, () -> store.bytes().delete(List.of(new ExtentId(new UUID(0, 0)))));
            try (Stream<Path> unfinished = Files.list(directory.resolve("incoming"))) {
                assertThat(unfinished).hasSize(1);
            }
        }
        try (TestStore store = TestStore.open(directory)) {
            store.assertNothingUnfinished();
            assertThat(store.listed()).isEmpty();
        }
    }

    @Test
    void theReserveIsLeftToOthers() throws IOException {
        try (TestStore store = TestStore.open(directory, new DiskFiles(), Long.MAX_VALUE)) {
            assertThatError(ByteStoreError.INSUFFICIENT_STORAGE, () -> store.store(content(1)));
            assertThat(store.listed()).isEmpty();
        }
        assertThatThrownBy(() -> TestStore.open(directory, new DiskFiles(), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFullDiskRefusesAndLosesNothing() throws Exception {
        mounted("size=4m", root -> {
            try (TestStore store = TestStore.open(root)) {
                List<Extent> stored = new ArrayList<>();
                assertThatError(ByteStoreError.INSUFFICIENT_STORAGE, () -> store.store(content(10 << 20)));
                store.assertNothingUnfinished();
                assertThatError(ByteStoreError.INSUFFICIENT_STORAGE, () -> {
                    while (true) {
                        stored.add(store.store(content(SEVERAL_CHUNKS)));
                    }
                });
                assertThat(stored).hasSizeGreaterThan(15);
                assertThatError(ByteStoreError.INSUFFICIENT_STORAGE, () -> {
                    while (true) {
                        stored.add(store.store(content(5000)));
                    }
                });
                store.assertNothingUnfinished();
                assertThat(store.listed()).containsExactlyInAnyOrderElementsOf(stored.stream().map(Extent::id).toList());
                for (Extent extent : stored) {
                    assertThat(store.read(extent)).isEqualTo(content((int) extent.length()));
                }
                store.bytes().delete(List.of(stored.getFirst().id()));
                assertThat(store.read(store.store(content(SEVERAL_CHUNKS)))).isEqualTo(content(SEVERAL_CHUNKS));
            }
        });
    }

    @Test
    void aDiskThatTakesNoMoreFilesIsFullToo() throws Exception {
        mounted("size=16m,nr_inodes=12", root -> {
            try (TestStore store = TestStore.open(root)) {
                List<Extent> stored = new ArrayList<>();
                assertThatError(ByteStoreError.INSUFFICIENT_STORAGE, () -> {
                    while (true) {
                        stored.add(store.store(content(10)));
                    }
                });
                assertThat(store.listed()).containsExactlyInAnyOrderElementsOf(stored.stream().map(Extent::id).toList()).isNotEmpty();
            }
        });
    }

    @Test
    void anInterruptedUploadLeavesNothingAndDisturbsNobody() throws IOException {
        try (TestStore store = TestStore.open(directory)) {
            Thread.currentThread().interrupt();
            assertThatError(ByteStoreError.STORE_FAILED, () -> store.store(content(100)));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(store.listed()).isEmpty();
            assertThat(store.read(store.store(content(100)))).isEqualTo(content(100));
        }
    }

    @Test
    void anInterruptDoesNotKeepDirectoriesFromBeingSynced() throws IOException {
        Thread.currentThread().interrupt();
        new DiskFiles().forceDirectory(directory);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void oneStoreHasOneUser() throws Exception {
        try (TestStore store = TestStore.open(directory)) {
            assertThatThrownBy(() -> TestStore.open(directory)).isInstanceOf(IOException.class).hasMessageContaining("open already");
            assertThat(store.read(store.store(content(100)))).isEqualTo(content(100));
        }
        TestStore.open(directory).close();
    }

    @Test
    void onlyTheOwnerMayReadAnything() throws IOException {
        Path root = directory.resolve("bytes");
        try (TestStore store = TestStore.open(root)) {
            store.store(content(SEVERAL_CHUNKS));
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
                }
            }
        }
    }

    @Test
    void filesOfOthersAreLeftAlone() throws IOException {
        try (TestStore store = TestStore.open(directory)) {
            Extent extent = store.store(content(100));
            Path folder = Damage.file(directory, extent.id()).getParent();
            Files.createFile(folder.resolve("README"));
            String elsewhere = folder.getFileName().toString().equals("ff") ? "00" : "ff";
            Files.createFile(folder.resolve(elsewhere + "a1b2c3-0000-4000-8000-000000000000"));
            Files.createFile(folder.resolve((folder.getFileName() + "a1b2c3-0000-4000-8000-000000000000").toUpperCase(Locale.ROOT)));
            assertThat(store.listed()).containsExactly(extent.id());
        }
    }

    /** What is done on a file system of its own. */
    @FunctionalInterface
    private interface OnDisk {
        void run(Path root) throws Exception;
    }

    /** On a small file system in memory, which root alone can mount. */
    private void mounted(String options, OnDisk work) throws Exception {
        Path point = Files.createDirectory(directory.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "none", point.toString()), "a small file system can be mounted by root only");
        try {
            work.run(point.resolve("bytes"));
        } finally {
            assertThat(run("umount", point.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }
}
