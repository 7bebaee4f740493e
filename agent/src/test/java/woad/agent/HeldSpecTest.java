package woad.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.fleet.TestSpecs;
import woad.fleet.spec.Desired;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostSecrets;
import woad.fleet.spec.HostSpec;

class HeldSpecTest {
    private static final HostId HOST = new HostId("fc-1");

    @TempDir
    private Path directory;

    @Test
    void nothingOlderIsTaken() throws Exception {
        HeldSpec held = open();
        assertThat(held.generation()).isEqualTo(-1);
        assertThat(held.take(desired(HOST, 5))).isTrue();
        assertThat(held.take(desired(HOST, 4))).isFalse();
        assertThat(held.take(desired(new HostId("fc-2"), 9))).isFalse();
        assertThat(held.generation()).isEqualTo(5);
        HeldSpec afterRestart = open();
        assertThat(afterRestart.take(desired(HOST, 4))).isFalse();
        assertThat(afterRestart.held()).contains(desired(HOST, 5));
        assertThat(afterRestart.take(desired(HOST, 5))).as("its keys may have been asked for").isTrue();
        assertThat(afterRestart.take(desired(HOST, 6))).isTrue();
    }

    @Test
    void missingKeysAreAskedForOnce() throws Exception {
        open().take(desired(HOST, 5));
        HeldSpec restarted = new HeldSpec(HOST, directory.resolve("state"), directory.resolve("other"));
        assertThat(restarted.generation()).isEqualTo(-1);
        restarted.take(new Desired(desired(HOST, 5).spec(), new HostSecrets(Map.of())));
        assertThat(restarted.generation()).isEqualTo(5);
    }

    @Test
    void anotherHostsStateIsRefused() throws Exception {
        open().take(desired(HOST, 5));
        assertThatThrownBy(() -> new HeldSpec(new HostId("fc-2"), directory.resolve("state"), directory.resolve("secrets"))).isInstanceOf(IOException.class);
    }

    private HeldSpec open() throws IOException {
        return new HeldSpec(HOST, directory.resolve("state"), directory.resolve("secrets"));
    }

    private static Desired desired(HostId host, long generation) {
        HostSpec spec = new HostSpec(host, generation, List.of(), List.of(TestSpecs.disk("d", 1)), List.of(), List.of(), List.of());
        return new Desired(spec, new HostSecrets(Map.of("d", "a2V5")));
    }
}
