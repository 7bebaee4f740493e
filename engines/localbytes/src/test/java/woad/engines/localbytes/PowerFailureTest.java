package woad.engines.localbytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import woad.engines.localbytes.PowerFailure.Loss;
import woad.engines.localbytes.RecordedFiles.Event;
import woad.platform.bytes.EncryptionKey;
import woad.platform.bytes.Extent;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.ObjectBytes;
import woad.platform.bytes.StoredExtent;
import woad.platform.core.CloudException;
import woad.platform.core.FileTrees;
import woad.platform.core.Ids;

/**
 * That an acknowledged extent survives a power failure at any moment: clients work, and the order of changes and syncs is
 * recorded. Then, for every moment of the record, a disk is made up that the failure may have left, and looked at.
 */
class PowerFailureTest {
    private static final EncryptionKey KEY = new EncryptionKey(new byte[32]);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    private static final Ids IDS = new Ids(new SecureRandom());
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int CLIENTS = 4;
    private static final int[] LENGTHS = {0, 1, 700, 65_516, 65_517, 150_000};

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedSurvivesAtEveryMoment() throws Exception {
        List<Event> events = record(path -> false);
        Random random = new Random(1);
        for (int moment = 0; moment <= events.size(); moment++) {
            List<Event> before = events.subList(0, moment);
            for (Loss loss : Loss.values()) {
                check(new PowerFailure(disk(), before, loss, random), before, events, "power failed after event %d of %d, lost: %s".formatted(moment, events.size(), loss));
            }
        }
    }

    /** Which sync is left out; without any of them something must be missing, or the test above proves nothing. */
    enum Forgotten {
        FILES, NAMES_OF_EXTENTS, DIRECTORIES_OF_EXTENTS, TOP, PARENT;

        boolean covers(Path disk, Path path) {
            Path top = root(disk);
            return switch (this) {
                case FILES -> path.getFileName().toString().length() == 36;
                case NAMES_OF_EXTENTS -> path.getParent().equals(top.resolve("extents")) && path.getFileName().toString().length() == 2;
                case DIRECTORIES_OF_EXTENTS -> path.equals(top.resolve("extents"));
                case TOP -> path.equals(top);
                case PARENT -> path.equals(top.getParent());
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Forgotten.class)
    void aSyncThatIsLeftOutIsNoticed(Forgotten forgotten) throws Exception {
        List<Event> events = record(path -> forgotten.covers(disk(), path));
        assertThatThrownBy(() -> check(new PowerFailure(disk(), events, Loss.EVERYTHING, new Random(1)), events, events, "left out: " + forgotten))
                .isInstanceOf(AssertionError.class).hasMessageContaining("is lost");
    }

    private Path disk() {
        return directory.resolve("disk");
    }

    /** The store, some directories down, which are made with it. */
    private static Path root(Path disk) {
        return disk.resolve("data").resolve("bytes");
    }

    private List<Event> record(Predicate<Path> forgotten) throws Exception {
        Files.createDirectory(disk());
        RecordedFiles files = new RecordedFiles(disk(), forgotten);
        try (LocalBytes bytes = LocalBytes.open(root(disk()), IDS, CLOCK, 0, files);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(client);
                clients.add(threads.submit(() -> work(bytes, files, random)));
            }
            for (Future<Void> client : clients) {
                client.get();
            }
        }
        return files.events();
    }

    private static Void work(LocalBytes bytes, RecordedFiles files, Random random) throws IOException {
        List<Extent> mine = new ArrayList<>();
        for (int length : LENGTHS) {
            byte[] content = new byte[length];
            random.nextBytes(content);
            Extent extent = bytes.store(KEY, new ByteArrayInputStream(content), length);
            files.record(new Event.Acknowledged(extent, content));
            mine.add(extent);
            if (mine.size() % 3 == 0) {
                ExtentId gone = mine.get(random.nextInt(mine.size())).id();
                files.record(new Event.Deleting(gone));
                bytes.delete(List.of(gone));
            }
        }
        IOException broken = new IOException("the client went away");
        InputStream breaking = new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }
        };
        assertThatThrownBy(() -> bytes.store(KEY, new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), breaking), 1 << 20)).isSameAs(broken);
        return null;
    }

    /** Opens the store as the failure left it, and looks for everything that must be there. */
    private void check(PowerFailure failure, List<Event> before, List<Event> all, String when) throws IOException {
        // Hundreds of times: in memory, where the computer has it as files.
        Path restored = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "woad-power-failure") : Files.createTempDirectory(directory, "restored");
        failure.restoreTo(restored);
        Set<ExtentId> deleted = new HashSet<>();
        Map<Extent, byte[]> acknowledged = new HashMap<>();
        note(before, acknowledged, deleted);
        Map<Extent, byte[]> known = new HashMap<>();
        note(all, known, new HashSet<>());
        try (LocalBytes bytes = LocalBytes.open(root(restored), IDS, CLOCK, 0, InterceptedFiles.unsynced())) {
            acknowledged.forEach((extent, content) -> {
                if (!deleted.contains(extent.id())) {
                    assertThat(read(bytes, extent)).as("%s: %s is lost", when, extent).hasValue(content);
                }
            });
            // What was not acknowledged is whole, or refused.
            known.forEach((extent, content) -> read(bytes, extent).ifPresent(read -> assertThat(read).as(when).isEqualTo(content)));
            try (Stream<Path> unfinished = Files.list(root(restored).resolve("incoming"))) {
                assertThat(unfinished).as(when).isEmpty();
            }
            sweep(bytes, acknowledged, deleted, when);
            byte[] fresh = {1, 2, 3};
            assertThat(read(bytes, bytes.store(KEY, new ByteArrayInputStream(fresh), 3))).as(when).hasValue(fresh);
        } finally {
            FileTrees.delete(restored);
        }
    }

    private static void note(List<Event> events, Map<Extent, byte[]> acknowledged, Set<ExtentId> deleted) {
        for (Event event : events) {
            if (event instanceof Event.Acknowledged stored) {
                acknowledged.put(stored.extent(), stored.content());
            } else if (event instanceof Event.Deleting deleting) {
                deleted.add(deleting.id());
            }
        }
    }

    /** Removes what nothing names, whatever state it is in. */
    private static void sweep(ObjectBytes bytes, Map<Extent, byte[]> acknowledged, Set<ExtentId> deleted, String when) {
        Set<ExtentId> named = new HashSet<>();
        acknowledged.keySet().forEach(extent -> named.add(extent.id()));
        named.removeAll(deleted);
        List<ExtentId> listed = bytes.list(Instant.MAX, Optional.empty(), 10_000).stream().map(StoredExtent::id).toList();
        assertThat(listed).as(when).containsAll(named);
        bytes.delete(listed.stream().filter(id -> !named.contains(id)).toList());
        assertThat(bytes.list(Instant.MAX, Optional.empty(), 10_000)).as(when).hasSameSizeAs(named);
    }

    private static Optional<byte[]> read(ObjectBytes bytes, Extent extent) {
        try (InputStream stream = bytes.open(KEY, extent, 0, extent.length())) {
            return Optional.of(stream.readAllBytes());
        } catch (CloudException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
