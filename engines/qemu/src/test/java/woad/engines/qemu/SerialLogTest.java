package woad.engines.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialLogTest {

    @Test
    void aLongLogKeepsItsEnd(@TempDir Path directory) throws IOException {
        Path log = Files.writeString(directory.resolve("serial.log"), "begin" + ".".repeat(3 << 20) + "end");
        SerialLog.trim(log);
        assertThat(Files.size(log)).isEqualTo(1 << 20);
        assertThat(Files.readString(log)).endsWith("..end").doesNotContain("begin");
    }

    @Test
    void aShortLogAndAMissingOneStayAsTheyAre(@TempDir Path directory) throws IOException {
        Path log = Files.writeString(directory.resolve("serial.log"), "all of it");
        SerialLog.trim(log);
        SerialLog.trim(directory.resolve("none"));
        assertThat(log).hasContent("all of it");
        assertThat(directory.resolve("none")).doesNotExist();
    }
}
