package woad.launcher.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void readsItsOwnLineAndNoOther() {
        Tally tally = new Tally(12, 1, 3);
        assertThat(Tally.parse(tally.toString())).contains(tally);
        assertThat(Tally.parse(" 4 passed, 0 failed ")).contains(new Tally(4, 0, 0));
        assertThat(Tally.parse("all 4 passed, 0 failed")).isEmpty();
        assertThat(Tally.parse("4 passed")).isEmpty();
    }
}
