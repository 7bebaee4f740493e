package woad.platform.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.CloudException;

/** What every {@link ObjectBytes} does. */
public abstract class ObjectBytesContract {
    private static final EncryptionKey KEY = key(1);
    private static final long ANY = ObjectBytes.LONGEST_EXTENT;

    /** The store under test, empty at the beginning of each test. */
    protected abstract ObjectBytes bytes();

    /** Ends the store under test and begins it again over the same data, as another process would. */
    protected abstract void restart() throws Exception;

    /** Changes one bit of what the store holds of an extent's bytes, at least one, behind its back. */
    protected abstract void damage(ExtentId id) throws IOException;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 65_515, 65_516, 65_517, 65_535, 65_536, 65_537, 131_031, 131_032, 131_033, 131_072, 1_000_003})
    void whatIsStoredIsReadBack(int length) throws Exception {
        byte[] content = content(length);
        Extent extent = store(content);
        assertThat(extent.length()).isEqualTo(length);
        assertThat(read(extent, 0, length)).isEqualTo(content);
        restart();
        assertThat(read(extent, 0, length)).isEqualTo(content);
    }

    @Test
    void aSourceMayGiveItsBytesOneByOne() throws IOException {
        byte[] content = content(70_000);
        InputStream dripping = new InputStream() {
            private int at;

            @Override
            public int read() {
                return at == content.length ? -1 : content[at++] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                int next = read();
                if (next < 0) {
                    return -1;
                }
                to[offset] = (byte) next;
                return 1;
            }
        };
        assertThat(readAll(bytes().store(KEY, dripping, ANY))).isEqualTo(content);
    }

    @Test
    void anyRangeIsReadByItself() throws IOException {
        byte[] content = content(300_000);
        Extent extent = store(content);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int offset = random.nextInt(content.length + 1);
            int length = random.nextInt(content.length - offset + 1);
            assertThat(read(extent, offset, length)).isEqualTo(Arrays.copyOfRange(content, offset, offset + length));
        }
        assertThat(read(extent, content.length - 1, 1)).containsExactly(content[content.length - 1]);
        assertThat(read(extent, content.length, 0)).isEmpty();
    }

    @Test
    void aStreamGivesTheRangeInAnyPieces() throws IOException {
        byte[] content = content(200_000);
        Extent extent = store(content);
        try (InputStream stream = bytes().open(KEY, extent, 100, 150_000)) {
            ByteArrayOutputStream pieces = new ByteArrayOutputStream();
            pieces.write(stream.read());
            assertThat(stream.skip(1)).isEqualTo(1);
            pieces.write(stream.readNBytes(99_000));
            pieces.write(stream.readAllBytes());
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.read(new byte[10])).isEqualTo(-1);
            byte[] expected = new byte[149_999];
            expected[0] = content[100];
            System.arraycopy(content, 102, expected, 1, expected.length - 1);
            assertThat(pieces.toByteArray()).isEqualTo(expected);
        }
    }

    @Test
    void rangesOutsideTheExtentAreRefused() throws IOException {
        Extent extent = store(content(100));
        long[][] ranges = {{-1, 1}, {0, 101}, {100, 1}, {101, 0}, {0, -1}, {Long.MAX_VALUE, 1}, {1, Long.MAX_VALUE}};
        for (long[] range : ranges) {
            assertThatThrownBy(() -> bytes().open(KEY, extent, range[0], range[1])).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 65_516, 65_536, 200_000})
    void theLimitIsKept(int limit) throws IOException {
        assertThat(readAll(bytes().store(KEY, new ByteArrayInputStream(content(limit)), limit))).hasSize(limit);
        int stored = everything().size();
        assertThatError(ByteStoreError.LIMIT_EXCEEDED, () -> bytes().store(KEY, new ByteArrayInputStream(content(limit + 1)), limit));
        assertThatError(ByteStoreError.LIMIT_EXCEEDED, () -> bytes().store(KEY, new ByteArrayInputStream(content(limit + 300_000)), limit));
        assertThat(everything()).hasSize(stored);
    }

    @Test
    void impossibleLimitsAreRefused() {
        assertThatThrownBy(() -> bytes().store(KEY, InputStream.nullInputStream(), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bytes().store(KEY, InputStream.nullInputStream(), ANY + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 500_000})
    void aSourceThatFailsLeavesNothing(int before) {
        IOException broken = new IOException("the client went away");
        assertThatThrownBy(() -> bytes().store(KEY, failingAfter(before, broken), ANY)).isSameAs(broken);
        IllegalStateException bug = new IllegalStateException("a checksum failed");
        assertThatThrownBy(() -> bytes().store(KEY, failingAfter(before, bug), ANY)).isSameAs(bug);
        assertThat(everything()).isEmpty();
    }

    @Test
    void aTargetThatFailsIsToldAsItIs() throws IOException {
        Extent extent = store(content(100_000));
        IOException broken = new IOException("the client went away");
        OutputStream target = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw broken;
            }
        };
        assertThatThrownBy(() -> bytes().read(KEY, extent, 0, 100_000, target)).isSameAs(broken);
    }

    @Test
    void whatIsDeletedIsGone() throws Exception {
        Extent extent = store(content(100));
        Extent other = store(content(200));
        ExtentId never = new ExtentId(new UUID(1, 2));
        bytes().delete(List.of(extent.id(), never));
        bytes().delete(List.of(extent.id()));
        bytes().delete(List.of());
        assertThatError(ByteStoreError.EXTENT_MISSING, () -> bytes().open(KEY, extent, 0, 100));
        assertThatError(ByteStoreError.EXTENT_MISSING, () -> bytes().open(KEY, new Extent(never, 0), 0, 0));
        assertThat(everything()).extracting(StoredExtent::id).containsExactly(other.id());
        restart();
        assertThat(readAll(other)).isEqualTo(content(200));
    }

    @Test
    void whoReadsWhenAnExtentIsDeletedReadsToItsEnd() throws IOException {
        byte[] content = content(500_000);
        Extent extent = store(content);
        try (InputStream stream = bytes().open(KEY, extent, 0, content.length)) {
            byte[] begin = stream.readNBytes(1000);
            bytes().delete(List.of(extent.id()));
            assertThat(begin).isEqualTo(Arrays.copyOf(content, 1000));
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1000, content.length));
        }
    }

    @Test
    void anotherKeyOpensNothing() throws IOException {
        Extent extent = store(content(100));
        assertThatError(ByteStoreError.KEY_MISMATCH, () -> bytes().open(key(2), extent, 0, 100));
    }

    @Test
    void anExtentOfAnotherLengthIsNotTheSame() throws IOException {
        Extent extent = store(content(100));
        for (long length : new long[] {0, 99, 101, 80, 200_000}) {
            assertThatError(ByteStoreError.EXTENT_DAMAGED, () -> readAll(new Extent(extent.id(), length)));
        }
    }

    @Test
    void whatWasChangedIsNeverGivenOut() throws Exception {
        for (int length : new int[] {1, 100, 65_516, 200_000}) {
            byte[] content = content(length);
            Extent extent = store(content);
            Extent sound = store(content);
            damage(extent.id());
            assertThatError(ByteStoreError.EXTENT_DAMAGED, () -> readAll(extent));
            ScrubReport report = bytes().scrub(Optional.empty(), 100, Pace.UNBOUNDED);
            assertThat(report.damaged()).extracting(ScrubReport.Damage::id).containsExactly(extent.id());
            assertThat(readAll(sound)).isEqualTo(content);
            bytes().delete(List.of(extent.id()));
        }
    }

    @Test
    void pagesListEverythingOnce() throws IOException {
        List<ExtentId> stored = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            stored.add(store(content(i)).id());
        }
        List<ExtentId> listed = new ArrayList<>();
        List<StoredExtent> page = bytes().list(Instant.MAX, Optional.empty(), 4);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(4);
            page.forEach(extent -> listed.add(extent.id()));
            page = bytes().list(Instant.MAX, Optional.of(page.getLast().id()), 4);
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(stored);
        assertThatThrownBy(() -> bytes().list(Instant.MAX, Optional.empty(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theListGoesByWhenAnExtentWasComplete() throws IOException {
        Extent extent = store(content(1000));
        StoredExtent listed = everything().getFirst();
        assertThat(listed.id()).isEqualTo(extent.id());
        assertThat(listed.storedBytes()).isGreaterThanOrEqualTo(1000);
        assertThat(bytes().list(listed.stored(), Optional.empty(), 10)).isEmpty();
        assertThat(bytes().list(listed.stored().plusMillis(1), Optional.empty(), 10)).containsExactly(listed);
    }

    @Test
    void aScrubReadsEverythingSliceBySlice() throws Exception {
        for (int i = 0; i < 7; i++) {
            store(content(30_000 * i));
        }
        List<Long> paced = new ArrayList<>();
        ScrubReport first = bytes().scrub(Optional.empty(), 5, paced::add);
        assertThat(first.extents()).isEqualTo(5);
        assertThat(paced.stream().mapToLong(Long::longValue).sum()).isEqualTo(first.bytes());
        ScrubReport second = bytes().scrub(first.last(), 5, Pace.UNBOUNDED);
        assertThat(second.extents()).isEqualTo(2);
        assertThat(first.bytes() + second.bytes()).isGreaterThanOrEqualTo(30_000 * 21);
        assertThat(bytes().scrub(second.last(), 5, Pace.UNBOUNDED).last()).isEmpty();
        assertThat(first.damaged()).isEmpty();
        assertThat(second.damaged()).isEmpty();
    }

    @Test
    void manyStoreReadAndDeleteAtOnce() throws Exception {
        List<Callable<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 16; client++) {
            int seed = client;
            clients.add(() -> {
                for (int i = 0; i < 20; i++) {
                    byte[] content = content((seed + 1) * 997 * (i + 1));
                    Extent extent = store(content);
                    assertThat(readAll(extent)).isEqualTo(content);
                    if (i % 2 == 0) {
                        bytes().delete(List.of(extent.id()));
                    }
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(clients)) {
                done.get();
            }
        }
        assertThat(everything()).hasSize(160);
        ScrubReport report = bytes().scrub(Optional.empty(), 1000, Pace.UNBOUNDED);
        assertThat(report.extents()).isEqualTo(160);
        assertThat(report.damaged()).isEmpty();
    }

    @Test
    void slowUploadsThatBreakOffKeepNobodyBackAndLeaveNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(100);
        CountDownLatch goOn = new CountDownLatch(1);
        IOException broken = new IOException("the client went away");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Extent>> uploads = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                InputStream stuck = new InputStream() {
                    @Override
                    public int read() throws IOException {
                        begun.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        throw broken;
                    }
                };
                InputStream source = new SequenceInputStream(new ByteArrayInputStream(content(200_000)), stuck);
                uploads.add(threads.submit(() -> bytes().store(KEY, source, 1L << 30)));
            }
            begun.await();
            assertThat(readAll(store(content(1000)))).isEqualTo(content(1000));
            goOn.countDown();
            for (Future<Extent> upload : uploads) {
                assertThatThrownBy(upload::get).hasRootCause(broken);
            }
        }
        assertThat(everything()).hasSize(1);
    }

    private Extent store(byte[] content) throws IOException {
        return bytes().store(KEY, new ByteArrayInputStream(content), ANY);
    }

    private byte[] readAll(Extent extent) throws IOException {
        return read(extent, 0, extent.length());
    }

    private byte[] read(Extent extent, long offset, long length) throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        bytes().read(KEY, extent, offset, length, to);
        return to.toByteArray();
    }

    private List<StoredExtent> everything() {
        return bytes().list(Instant.MAX, Optional.empty(), 10_000);
    }

    private static InputStream failingAfter(int before, Exception failure) {
        return new SequenceInputStream(new ByteArrayInputStream(content(before)), new InputStream() {
            @Override
            public int read() throws IOException {
                switch (failure) {
                    case IOException broken -> throw broken;
                    case RuntimeException bug -> throw bug;
                    default -> throw new AssertionError(failure);
                }
            }
        });
    }

    private static void assertThatError(ByteStoreError error, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CloudException.class, thrown -> assertThat(thrown.error()).isEqualTo(error));
    }

    private static EncryptionKey key(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return new EncryptionKey(key);
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }
}
