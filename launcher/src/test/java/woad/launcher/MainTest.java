package woad.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.command.WoadCommand;
import woad.platform.core.Json;

/** The command line as a person meets it. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir
    private Path directory;

    private int run(String... arguments) {
        return WoadCommand.line(new PrintWriter(out, true), new PrintWriter(err, true)).execute(arguments);
    }

    @Test
    void everyCommandExplainsItself() {
        CommandLine line = WoadCommand.line(new PrintWriter(out, true), new PrintWriter(err, true));
        for (var command : line.getSubcommands().entrySet()) {
            out.getBuffer().setLength(0);
            assertThat(run(command.getKey(), "--help")).as(command.getKey()).isZero();
            assertThat(out.toString()).contains("Usage: woad " + command.getKey()).contains("--help");
            assertThat(command.getValue().getCommandSpec().usageMessage().description()).as(command.getKey()).isNotEmpty();
        }
        assertThat(run("--help")).isZero();
    }

    @Test
    void aCommandIsFoundByItsNameAlone() {
        PrintWriter nobody = new PrintWriter(out);
        for (String command : WoadCommand.line(nobody, nobody).getSubcommands().keySet()) {
            assertThat(WoadCommand.line(nobody, nobody, command, "--help").getSubcommands()).containsOnlyKeys(command);
        }
        assertThat(WoadCommand.line(nobody, nobody, "--help").getSubcommands()).hasSizeGreaterThan(10);
    }

    @Test
    void entryPointsOfChildrenAreHidden() {
        run("--help");
        assertThat(out.toString()).contains("up ", "down ", "doctor ").doesNotContain("Runs the control plane", "Runs the proxy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fly", "up --nonsense", "env --as king", "logs --lines many", "status --data"})
    void wrongUsageIsToldAndEndsWithTwo(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: woad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "down", "env", "logs"})
    void withoutACloudTheNextStepIsTold(String command) {
        assertThat(run(command, "--data", directory.resolve("none").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no cloud in").contains("next: start one with: ./woad up --data");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aDirectoryOfSomethingElseIsRefused() throws Exception {
        Files.writeString(directory.resolve("thesis.txt"), "precious");
        assertThat(run("up", "--yes", "--data", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not empty and holds no cloud");
        assertThat(Files.list(directory)).containsExactly(directory.resolve("thesis.txt"));
    }

    @Test
    void doctorSaysHowToMendWhatItFinds() {
        assertThat(run("doctor", "--json", "--data", directory.resolve("none").toString())).isIn(0, 1);
        var findings = Json.parse(out.toString());
        assertThat(findings).hasSizeGreaterThan(8);
        for (var finding : findings) {
            assertThat(finding.path("verdict").asText()).isIn("PASS", "WARN", "FAIL");
            assertThat(finding.path("mend").asText().isEmpty()).as(finding.toString()).isEqualTo(finding.path("verdict").asText().equals("PASS"));
        }
    }

    @Test
    void instancesFollowFromTheirDirectories() {
        DataDirectory one = new DataDirectory(directory.resolve("one"));
        assertThat(one.instance()).matches("[0-9a-f]{8}").isEqualTo(new DataDirectory(directory.resolve("x/../one")).instance())
                .isNotEqualTo(new DataDirectory(directory.resolve("two")).instance());
    }
}
