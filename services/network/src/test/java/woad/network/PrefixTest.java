package woad.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.0/24,10.0.0.0/24", "0.0.0.0/0,0.0.0.0/0", "FD00:0:0:0::/64,fd00::/64", "10.1.2.3/32,10.1.2.3/32", "::/0,::/0"})
    void readsCanonically(String text, String canonical) {
        assertThat(Prefix.of(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "10.0.0.0", "10.0.0/24", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/024", "10.0.0.256/24", "010.0.0.0/24", "*/8",
        "10.*.0.0/16", "10.0.0.0/255.0.0.0", "fd00::/129", "fd00::%eth0/64", "a/8", "10.0.0.0/24 ", "0x0a000000/8", "10.0.0.0-1/24", "1/8", "::1::/64"})
    void refusesEverythingElse(String text) {
        assertThat(Prefix.read(text)).isInstanceOf(Prefix.Reading.Malformed.class);
    }

    @Test
    void tellsWhatWasMeant() {
        assertThat(Prefix.read("10.0.0.5/24")).isEqualTo(new Prefix.Reading.Askew(Prefix.of("10.0.0.0/24")));
    }

    @Test
    void knowsWhatASubnetReserves() {
        Prefix subnet = Prefix.of("10.0.0.0/29");
        assertThat(Prefix.text(subnet.firstUsable())).isEqualTo("10.0.0.4");
        assertThat(Prefix.text(subnet.lastUsable())).isEqualTo("10.0.0.6");
        assertThat(subnet.reserves(Prefix.address("10.0.0.3").orElseThrow())).isTrue();
        assertThat(subnet.reserves(Prefix.address("10.0.0.7").orElseThrow())).isTrue();
        assertThat(Prefix.text(Prefix.of("fd00::/64").firstUsable())).isEqualTo("fd00::4");
    }

    @Test
    void coversTheRest() {
        assertThat(Prefix.of("0.0.0.0/0").without(List.of(Prefix.of("0.0.0.0/2"), Prefix.of("64.0.0.0/2"), Prefix.of("192.0.0.0/3"))))
                .extracting(Prefix::toString).containsExactly("128.0.0.0/2", "224.0.0.0/3");
        assertThat(Prefix.of("0.0.0.0/0").without(List.of(Prefix.of("10.0.0.0/8")))).hasSize(8)
                .noneMatch(part -> part.overlaps(Prefix.of("10.0.0.0/8")));
        assertThat(Prefix.of("10.0.0.0/24").without(List.of(Prefix.of("10.0.0.0/16")))).isEmpty();
    }
}
