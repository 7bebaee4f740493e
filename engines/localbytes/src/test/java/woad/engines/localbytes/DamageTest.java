package woad.engines.localbytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static woad.engines.localbytes.TestStore.assertThatError;
import static woad.engines.localbytes.TestStore.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.bytes.ByteStoreError;
import woad.platform.bytes.Extent;
import woad.platform.bytes.Pace;
import woad.platform.bytes.ScrubReport;

/** Files that are not as they were written, by accident or on purpose. */
class DamageTest {
    @TempDir
    private Path root;
    private TestStore store;

    @BeforeEach
    void open() throws IOException {
        store = TestStore.open(root);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aChangeOfAnyByteIsFoundWithAndWithoutTheKey() throws Exception {
        Extent extent = store.store(content(50));
        Path file = file(extent);
        byte[] sound = Files.readAllBytes(file);
        for (int position = 0; position < sound.length; position++) {
            Damage.flip(file, position);
            assertThat(scrub()).as("byte %d", position).hasSize(1);
            if (position < sound.length - ExtentFormat.CHECKSUM) {
                assertRefused(extent);
            } else {
                assertThat(store.read(extent)).isEqualTo(content(50));
            }
            Files.write(file, sound);
        }
        assertThat(scrub()).isEmpty();
    }

    /** A header whose checksum was made to fit again still opens nothing: the key of the chunks depends on all of it. */
    @Test
    void aForgedHeaderOpensNothing() throws Exception {
        Extent extent = store.store(content(50));
        Extent other = store.store(content(50));
        byte[] bytes = Files.readAllBytes(file(extent));
        ExtentHeader genuine = ExtentHeader.parse(Arrays.copyOf(bytes, ExtentHeader.BYTES), extent.id());
        byte[] random = genuine.random().clone();
        random[0] ^= 1;
        replaceHeader(file(extent), new ExtentHeader(genuine.id(), genuine.key(), random));
        assertRefused(extent);
        // The other's file under this one's name, with the header made to say so.
        Files.copy(file(extent), file(other), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(other);
        replaceHeader(file(other), new ExtentHeader(other.id(), genuine.key(), genuine.random()));
        assertRefused(other);
    }

    @Test
    void aFileThatWasCutShortIsNotTakenForAShorterExtent() throws Exception {
        Extent extent = store.store(content(150_000));
        byte[] bytes = Files.readAllBytes(file(extent));
        for (int chunks = 1; chunks <= 2; chunks++) {
            Files.write(file(extent), Arrays.copyOf(bytes, (int) ExtentFormat.position(chunks)));
            assertRefused(extent);
            assertRefusedAtTheEnd(new Extent(extent.id(), (long) chunks * ExtentFormat.CHUNK));
            assertThat(scrub()).hasSize(1);
        }
        for (int length : new int[] {0, 1, ExtentHeader.BYTES, ExtentHeader.BYTES + 19, bytes.length - 1}) {
            Files.write(file(extent), Arrays.copyOf(bytes, length));
            assertRefused(extent);
            assertThat(scrub()).hasSize(1);
        }
        Files.write(file(extent), Arrays.copyOf(bytes, bytes.length + 1));
        assertRefused(extent);
        assertThat(scrub()).hasSize(1);
    }

    @Test
    void exchangedChunksAreFound() throws Exception {
        Extent extent = store.store(content(4 * ExtentFormat.CHUNK));
        byte[] bytes = Files.readAllBytes(file(extent));
        byte[] exchanged = bytes.clone();
        System.arraycopy(bytes, (int) ExtentFormat.position(1), exchanged, (int) ExtentFormat.position(2), ExtentFormat.STORED_CHUNK);
        System.arraycopy(bytes, (int) ExtentFormat.position(2), exchanged, (int) ExtentFormat.position(1), ExtentFormat.STORED_CHUNK);
        Files.write(file(extent), exchanged);
        assertRefused(extent);
        assertThat(scrub()).hasSize(1);
        // The chunks before are sound, and given out.
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        assertThatError(ByteStoreError.EXTENT_DAMAGED, () -> store.bytes().read(TestStore.KEY, extent, 0, extent.length(), before));
        assertThat(before.toByteArray()).isEqualTo(Arrays.copyOf(content(4 * ExtentFormat.CHUNK), ExtentFormat.CHUNK));
        Files.write(file(extent), bytes);
        Extent other = store.store(content(4 * ExtentFormat.CHUNK));
        byte[] mixed = Files.readAllBytes(file(other));
        System.arraycopy(bytes, (int) ExtentFormat.position(1), mixed, (int) ExtentFormat.position(1), ExtentFormat.STORED_CHUNK);
        Files.write(file(other), mixed);
        assertRefused(other);
        assertThat(scrub()).containsExactly("its chunk 1 does not match its checksum");
    }

    @Test
    void rangesThatTouchNoDamageAreGivenOut() throws Exception {
        byte[] content = content(300_000);
        Extent extent = store.store(content);
        Damage.flip(file(extent), (int) ExtentFormat.position(2) + 5);
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        store.bytes().read(TestStore.KEY, extent, 3L * ExtentFormat.CHUNK, 1000, to);
        assertThat(to.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 3 * ExtentFormat.CHUNK, 3 * ExtentFormat.CHUNK + 1000));
        assertThatError(ByteStoreError.EXTENT_DAMAGED, () -> store.bytes().read(TestStore.KEY, extent, 3L * ExtentFormat.CHUNK - 1, 1000, to));
    }

    @Test
    void anInterruptEndsAScrubAndIsNotTakenForDamage() throws Exception {
        store.store(content(50));
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::scrub).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(scrub()).isEmpty();
    }

    private Path file(Extent extent) {
        return Damage.file(root, extent.id());
    }

    private static void replaceHeader(Path file, ExtentHeader header) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy(header.bytes(), 0, bytes, 0, ExtentHeader.BYTES);
        Files.write(file, bytes);
    }

    private void assertRefused(Extent extent) {
        assertThatError(ByteStoreError.EXTENT_DAMAGED, () -> store.read(extent));
    }

    private void assertRefusedAtTheEnd(Extent extent) {
        assertThatError(ByteStoreError.EXTENT_DAMAGED, () -> store.bytes().read(TestStore.KEY, extent, extent.length() - 1, 1, new ByteArrayOutputStream()));
    }

    private List<String> scrub() throws InterruptedException {
        return store.bytes().scrub(Optional.empty(), 100, Pace.UNBOUNDED).damaged().stream().map(ScrubReport.Damage::finding).toList();
    }
}
