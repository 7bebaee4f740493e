package woad.platform.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void secretsAreNeverTakenForOptions() {
        Ids ids = new Ids(new SecureRandom());
        assertThat(IntStream.range(0, 10_000).mapToObj(i -> ids.secret(32))).noneMatch(secret -> secret.startsWith("-")).allMatch(secret -> secret.length() == 43).doesNotHaveDuplicates();
    }
}
