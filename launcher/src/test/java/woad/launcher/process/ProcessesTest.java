package woad.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.core.Json;

/** Processes are told apart from those that were before them. */
class ProcessesTest {
    @TempDir
    private Path directory;

    @Test
    void aProcessLivesUntilItEnds() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity identity = ProcessIdentity.of(sleep.pid()).orElseThrow();
        assertThat(identity.alive()).isTrue();
        assertThat(identity.owner()).contains(Account.currentUser());
        sleep.destroyForcibly();
        assertThat(sleep.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(identity.alive()).isFalse();
    }

    @Test
    void anIdUsedAgainIsAnotherProcess() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        assertThat(new ProcessIdentity(self.id(), self.start() - 1, self.boot()).alive()).isFalse();
        assertThat(new ProcessIdentity(self.id(), self.start(), "another boot").alive()).isFalse();
    }

    @Test
    void aProcessFileNamesItsProcessOnly() throws Exception {
        ProcessFile file = new ProcessFile(directory);
        assertThat(file.running(Account.currentUser())).isEmpty();
        try (var claim = file.claim()) {
            assertThat(claim.isValid()).isTrue();
            assertThat(file.running(Account.currentUser())).map(ProcessIdentity::id).contains(ProcessHandle.current().pid());
            assertThat(file.running(Account.currentUser() + 1)).as("a process of another user is not believed").isEmpty();
        }
        Files.write(directory.resolve("process.json"), Json.bytes(new ProcessIdentity(1, 0, "x")));
        assertThat(file.running(0)).isEmpty();
    }
}
