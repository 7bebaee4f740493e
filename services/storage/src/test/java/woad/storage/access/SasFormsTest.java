package woad.storage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, addresses and entity ranges in signatures. */
class SasFormsTest {
    @ParameterizedTest
    @CsvSource({"2026-11-26,2026-11-26T00:00:00Z", "2026-11-26T10:20Z,2026-11-26T10:20:00Z", "2026-11-26T10:20+02:00,2026-11-26T08:20:00Z",
            "2026-11-26T10:20:30Z,2026-11-26T10:20:30Z", "2026-11-26T10:20:30.1234567Z,2026-11-26T10:20:30.123456700Z", "2026-11-26T10:20:30-01:30,2026-11-26T11:50:30Z",
            "2026-11-26T10:20:30,2026-11-26T10:20:30Z"})
    void times(String text, Instant time) {
        assertThat(SasTime.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "2026", "2026-13-01", "2026-02-30", "26-11-2026", "2026-11-26T", "2026-11-26T25:00Z", "2026-11-26T10:20:30.12345678Z", "2026-11-26 10:20",
            "+12026-11-26", "2026-11-26Z", "now", "2026-11-26T10:20:30Z ", "٢٠٢٦-11-26"})
    void whatIsNoTime(String text) {
        assertThat(SasTime.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"168.1.5.60,168.1.5.60,true", "168.1.5.60,168.1.5.61,false", "168.1.5.60-168.1.5.70,168.1.5.70,true", "168.1.5.60-168.1.5.70,168.1.5.71,false",
            "168.1.5.60-168.1.5.70,::ffff:168.1.5.65,true", "2001:db8::1-2001:db8::ff,2001:db8::80,true", "2001:db8::1,2001:db8:0:0:0:0:0:1,true", "168.1.5.60,2001:db8::1,false",
            "168.1.5.70-168.1.5.60,168.1.5.65,false", "168.1.5.60,,false", "168.1.5.60,unknown,false"})
    void addresses(String range, String client, boolean within) {
        assertThat(AddressRange.parse(range).orElseThrow().contains(client == null ? "" : client)).isEqualTo(within);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1.2.3.4-", "-1.2.3.4", "1.2.3.4-5.6.7.8-9.10.11.12", "1.2.3", "1.2.3.4/8", "*", "1.2.*.*", "1.2.3.4-::1", "host.example", "1.2.3.4,5.6.7.8", "999.1.1.1", "0x7f.1"})
    void whatIsNoRange(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void rangesOfEntities() {
        EntityRange range = new EntityRange("b", "2", "d", "4");
        assertThat(range.contains("b", "2")).isTrue();
        assertThat(range.contains("b", "1")).isFalse();
        assertThat(range.contains("c", "0")).isTrue();
        assertThat(range.contains("d", "4")).isTrue();
        assertThat(range.contains("d", "5")).isFalse();
        assertThat(range.contains("a", "9")).isFalse();
        assertThat(range.contains("e", "0")).isFalse();
        assertThat(EntityRange.ALL.contains("", "")).isTrue();
        assertThat(new EntityRange("b", null, "b", null).contains("b", "any")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,''", "1,a", "2,a/b", "3,a/b/c"})
    void partsOfPaths(int depth, String directory) {
        assertThat(new Target("c", "a/b/c", null).directory(depth)).contains(directory);
        assertThat(new Target("c", "a/b/c", null).directory(4)).isEmpty();
        assertThat(new Target("c", null, null).directory(1)).isEmpty();
    }
}
