package woad.platform.bytes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

    @Test
    void theCheckValueOfTheCatalogue() {
        assertThat(crc("123456789".getBytes(US_ASCII))).isEqualTo(0xAE8B14860A799888L);
    }

    /** The test cases of the NVM Command Set Specification: 4,096 bytes of four patterns. */
    @Test
    void theValuesOfTheNvmeSpecification() {
        byte[] bytes = new byte[4096];
        assertThat(crc(bytes)).isEqualTo(0x6482D367EB22B64EL);
        Arrays.fill(bytes, (byte) 0xff);
        assertThat(crc(bytes)).isEqualTo(0xC0DDBA7302ECA3ACL);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(crc(bytes)).isEqualTo(0x3E729F5F6750449CL);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (0xff - i);
        }
        assertThat(crc(bytes)).isEqualTo(0x9A2DF64B8E9E517EL);
    }

    @Test
    void nothingHasZeroAndResetStartsAnew() {
        Crc64 crc = new Crc64();
        assertThat(crc.getValue()).isZero();
        crc.update(1);
        crc.reset();
        assertThat(crc.getValue()).isZero();
    }

    @Test
    void anySplitGivesTheSame() {
        byte[] bytes = new byte[1000];
        new Random(64).nextBytes(bytes);
        long whole = crc(bytes);
        Crc64 single = new Crc64();
        for (byte b : bytes) {
            single.update(b);
        }
        assertThat(single.getValue()).isEqualTo(whole);
        for (int split = 0; split <= bytes.length; split++) {
            Crc64 crc = new Crc64();
            crc.update(bytes, 0, split);
            long first = crc.getValue();
            crc.update(bytes, split, bytes.length - split);
            assertThat(crc.getValue()).isEqualTo(whole);
            long second = crc(Arrays.copyOfRange(bytes, split, bytes.length));
            assertThat(Crc64.combine(first, second, bytes.length - split)).isEqualTo(whole);
        }
    }

    @Test
    void longRunsAreCombinedAtOnce() {
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 7);
        long one = crc(megabyte);
        Crc64 eight = new Crc64();
        long combined = 0;
        for (int i = 0; i < 8; i++) {
            eight.update(megabyte, 0, megabyte.length);
            combined = Crc64.combine(combined, one, megabyte.length);
        }
        assertThat(combined).isEqualTo(eight.getValue());
        assertThat(Crc64.combine(one, 0, 0)).isEqualTo(one);
    }

    @Test
    void rangesOutsideAreRefused() {
        assertThatThrownBy(() -> new Crc64().update(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Crc64.combine(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long crc(byte[] bytes) {
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length);
        return crc.getValue();
    }
}
