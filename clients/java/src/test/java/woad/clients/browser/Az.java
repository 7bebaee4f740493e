package woad.clients.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static woad.clients.CloudUnderTest.variable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The unmodified az, with a configuration directory, so a login, of its own. Whatever it says comes as one text. */
final class Az {
    private static final List<String> SETTINGS = List.of("config", "clouds.config");

    private final Path configuration;

    /** An az that nobody has signed in with. @param directory an empty one that it may fill */
    Az(Path directory) throws IOException {
        configuration = directory;
        for (String name : SETTINGS) {
            Files.copy(Path.of(variable("AZURE_CONFIG_DIR"), name), directory.resolve(name));
        }
    }

    /** Starts a command that waits for something, such as a login. */
    Running start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(variable("WOAD_AZ")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AZURE_CONFIG_DIR", configuration.toString());
        builder.environment().put("PYTHONWARNINGS", "ignore");
        builder.environment().put("PYTHONUNBUFFERED", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        return new Running(process, process.inputReader());
    }

    /** What a command prints that must succeed. */
    String run(String... arguments) throws Exception {
        try (Running running = start(arguments)) {
            return running.succeeded();
        }
    }

    /** A command that has been started; closing it ends it. */
    record Running(Process process, BufferedReader output) implements AutoCloseable {

        /** Its next line, once it has printed one. */
        String line() throws IOException {
            return output.readLine();
        }

        /** The rest of what it printed, once it has exited with success. */
        String succeeded() throws Exception {
            String said = rest();
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        }

        /** The rest of what it printed, once it has exited with a failure. */
        String refused() throws Exception {
            String said = rest();
            assertThat(process.exitValue()).as(said).isNotZero();
            return said;
        }

        private String rest() throws Exception {
            String said = output.readAllAsString();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return said;
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }
}
