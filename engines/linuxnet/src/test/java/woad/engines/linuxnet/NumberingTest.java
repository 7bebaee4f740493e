package woad.engines.linuxnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NumberingTest {

    private static ObservedLink link(String name, int number) {
        return new ObservedLink(name, "tun", "", true, 1500, false, false, OptionalInt.of(number), "");
    }

    @Test
    void keepsNumbersAndGivesUnusedOnes() {
        Map<String, Integer> numbers = Numbering.assign(List.of("a", "b", "c"), Map.of("b", link("b", 9), "gone", link("gone", 11)));
        assertThat(numbers).containsEntry("b", 9).containsEntry("a", 12).containsEntry("c", 13);
    }

    @Test
    void startsAgainWhenTheHighestIsTaken() {
        assertThat(Numbering.assign(List.of("a", "b"), Map.of("b", link("b", 65_534)))).containsEntry("a", 1);
    }

    @Test
    void neverGivesOneNumberTwice() {
        Map<String, Integer> numbers = Numbering.assign(List.of("a", "b"), Map.of("a", link("a", 5), "b", link("b", 5)));
        assertThat(numbers.values()).doesNotHaveDuplicates();
    }
}
