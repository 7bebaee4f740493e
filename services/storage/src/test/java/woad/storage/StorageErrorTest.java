package woad.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StorageErrorTest {
    @Test
    void aCodeWithAStatusMeansOneThing() {
        List<StorageError> ambiguous = Arrays.stream(StorageError.values())
                .filter(error -> !Set.of("OutOfRangeInput", "ServerBusy", "BlockCountExceedsLimit").contains(error.code())).toList();
        assertThat(new HashSet<>(ambiguous.stream().map(error -> error.code() + error.status()).toList())).hasSize(ambiguous.size());
    }

    @Test
    void statusesAreRefusals() {
        assertThat(StorageError.values()).allSatisfy(error -> {
            assertThat(error.status() == 304 || error.status() >= 400 && error.status() <= 599).isTrue();
            assertThat(error.code()).matches("[A-Z][A-Za-z0-9]+");
            assertThat(error.message()).isNotBlank();
        });
    }
}
