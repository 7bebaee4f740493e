package woad.engines.linuxnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @Test
    void clearsTheBitsOfHosts() {
        assertThat(Cidr.parse("10.1.2.3/16")).hasToString("10.1.0.0/16").isEqualTo(Cidr.parse("10.1.0.0/16"));
        assertThat(Cidr.parse("fd00:1:2:3::4/48")).hasToString("fd00:1:2:0:0:0:0:0/48");
        assertThat(Cidr.parse("0.0.0.0/0").contains(Cidr.address("255.255.255.255"))).isTrue();
    }

    @Test
    void namesItsGatewayAndMask() {
        assertThat(Cidr.parse("10.1.2.0/24").first().getHostAddress()).isEqualTo("10.1.2.1");
        assertThat(Cidr.parse("10.1.2.64/26").mask()).isEqualTo("255.255.255.192");
        assertThat(Cidr.parse("fd00:1::/64").first()).isEqualTo(Cidr.address("fd00:1::1"));
        assertThat(Cidr.parse("127.64.0.0/16").plus(261).getHostAddress()).isEqualTo("127.64.1.5");
        assertThat(Cidr.parse("127.64.0.0/16").offset(Cidr.address("127.64.1.5"))).isEqualTo(261);
    }

    @Test
    void containsOnlyItsOwnFamily() {
        assertThat(Cidr.parse("::/0").contains(Cidr.address("10.0.0.1"))).isFalse();
        assertThat(Cidr.parse("10.0.0.0/8").contains(Cidr.address("11.0.0.1"))).isFalse();
    }

    @Test
    void mergesPrefixesInsideOthers() {
        List<Cidr> prefixes = List.of(Cidr.parse("10.1.2.0/24"), Cidr.parse("10.1.0.0/16"), Cidr.parse("10.2.0.4"), Cidr.parse("10.1.0.0/16"));
        assertThat(Cidr.merged(prefixes)).extracting(Cidr::toString).containsExactly("10.1.0.0/16", "10.2.0.4/32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/x", "localhost", "fe80::1%eth0", "fd00::/129", "10.0.0.256", "10.0.0.1 }"})
    void refusesWhatIsNoPrefix(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text));
    }
}
