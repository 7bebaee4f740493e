package woad.engines.localbytes;

import static org.assertj.core.api.Assertions.assertThat;
import static woad.engines.localbytes.TestStore.content;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.bytes.EncryptionKey;
import woad.platform.bytes.Extent;
import woad.platform.bytes.ExtentId;
import woad.platform.core.Ids;

class ExtentFormatTest {
    @TempDir
    private Path directory;

    @Test
    void theLengthOfTheFileGivesThatOfTheExtent() {
        long file = 0;
        for (long length = 0; length <= 3 * ExtentFormat.CHUNK + 5; length++) {
            long next = ExtentFormat.fileLength(length);
            for (long impossible = file + 1; impossible < next; impossible++) {
                assertThat(ExtentFormat.length(impossible)).isNegative();
            }
            if (ExtentFormat.length(next) != length) {
                assertThat(ExtentFormat.length(next)).isEqualTo(length);
            }
            file = next;
        }
        long terabyte = 1L << 40;
        assertThat(ExtentFormat.length(ExtentFormat.fileLength(terabyte))).isEqualTo(terabyte);
    }

    /**
     * What is stored today must open in years. The digest was computed by another program (Python, with its package
     * {@code cryptography}) from the description of the format alone.
     */
    @Test
    void aFileIsWrittenAsDescribed() throws Exception {
        SecureRandom constant = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0x41);
            }
        };
        byte[] key = new byte[32];
        byte[] content = new byte[150_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
            key[i % 32] = (byte) (i % 32);
        }
        try (LocalBytes bytes = LocalBytes.open(directory, new Ids(constant), TestStore.CLOCK, 0)) {
            Extent extent = bytes.store(new EncryptionKey(key), new ByteArrayInputStream(content), content.length);
            assertThat(extent.id()).isEqualTo(ExtentId.parse("41414141-4141-4141-8141-414141414141"));
            byte[] file = Files.readAllBytes(Damage.file(directory, extent.id()));
            assertThat(file).hasSize(150_140);
            assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)))
                    .isEqualTo("f61f32d0e21e1b807783f3daf8b07b95a2563ec223fd276cd7aa68ab0bf8754f");
        }
    }

    @Test
    void nothingOfTheContentIsInTheFile() throws Exception {
        try (TestStore store = TestStore.open(directory)) {
            byte[] content = content(100_000);
            byte[] file = Files.readAllBytes(Damage.file(directory, store.store(content).id()));
            String stored = HexFormat.of().formatHex(file);
            for (int i = 0; i + 8 <= content.length; i += 8) {
                assertThat(stored.contains(HexFormat.of().formatHex(content, i, i + 8))).isFalse();
            }
        }
    }

    @Test
    void sameBytesAreSealedDifferentlyEachTime() throws Exception {
        try (TestStore store = TestStore.open(directory)) {
            byte[] first = Files.readAllBytes(Damage.file(directory, store.store(content(1000)).id()));
            byte[] second = Files.readAllBytes(Damage.file(directory, store.store(content(1000)).id()));
            int same = 0;
            for (int i = ExtentHeader.BYTES; i < first.length; i++) {
                same += first[i] == second[i] ? 1 : 0;
            }
            assertThat(same).isLessThan(50);
        }
    }
}
