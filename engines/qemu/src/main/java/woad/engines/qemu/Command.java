package woad.engines.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import woad.fleet.spi.EngineException;

/**
 * A command of the system, run to its end.
 *
 * @param directory   where it runs
 * @param environment variables added to this process's own
 * @param patience    after which it is killed
 */
record Command(Path directory, Map<String, String> environment, Duration patience) {

    private static final int SHOWN_OUTPUT = 2_000;

    static Command in(Path directory) {
        return new Command(directory, Map.of("LC_ALL", "C"), Duration.ofMinutes(1));
    }

    Command withPatience(Duration longer) {
        return new Command(directory, environment, longer);
    }

    /**
     * Runs and returns what was written to both outputs. Arguments must carry no secret.
     *
     * @throws EngineException when it cannot be started, takes too long or ends with another code than 0; the message
     *                         has the end of its output
     */
    String run(List<String> arguments) {
        Path output = null;
        try {
            output = Files.createTempFile("woad-command", ".out");
            ProcessBuilder builder = new ProcessBuilder(arguments).directory(directory.toFile())
                    .redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = awaitEnd(process);
            String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            if (!ended) {
                throw new EngineException(arguments.getFirst() + " did not end within " + patience.toSeconds() + " s: " + tail(said));
            }
            if (process.exitValue() != 0) {
                throw new EngineException(arguments.getFirst() + " failed with code " + process.exitValue() + ": " + tail(said));
            }
            return said;
        } catch (IOException e) {
            throw new EngineException("cannot run " + arguments.getFirst() + ": " + e.getMessage(), e);
        } finally {
            FileTrees.delete(output);
        }
    }

    private boolean awaitEnd(Process process) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            killTree(process);
            return false;
        } catch (InterruptedException e) {
            killTree(process);
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while a command ran", e);
        }
    }

    private static void killTree(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String tail(String said) {
        String text = said.strip();
        return text.length() <= SHOWN_OUTPUT ? text : "…" + text.substring(text.length() - SHOWN_OUTPUT);
    }
}
