package woad.engines.linuxnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import woad.fleet.spi.EngineException;

/** Runs the system's network tools, one process a call. Safe for use by several threads. */
final class Commands {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What a finished process left: its exit status and both outputs. */
    record Result(int status, String output, String errors) {}

    /** Runs a command that must succeed; gives its standard output. */
    String run(List<String> command) throws EngineException {
        return run(command, "");
    }

    /** Runs a command that must succeed with {@code input} on its standard input; gives its standard output. */
    String run(List<String> command, String input) throws EngineException {
        Result result = attempt(command, input);
        if (result.status() != 0) {
            throw new EngineException(String.join(" ", command) + " ended with " + result.status() + ": " + result.errors().strip());
        }
        return result.output();
    }

    /** Runs a command to its end, whatever its exit status is. */
    Result attempt(List<String> command, String input) throws EngineException {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new EngineException("cannot run " + command.getFirst() + "; is its package installed?", e);
        }
        try {
            CompletableFuture<String> output = read(process.inputReader(StandardCharsets.UTF_8));
            CompletableFuture<String> errors = read(process.errorReader(StandardCharsets.UTF_8));
            try (var writer = process.outputWriter(StandardCharsets.UTF_8)) {
                writer.write(input);
            }
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new EngineException(String.join(" ", command) + " did not end within " + LIMIT.toSeconds() + " s");
            }
            return new Result(process.exitValue(), output.get(1, TimeUnit.SECONDS), errors.get(1, TimeUnit.SECONDS));
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new EngineException("lost the connection to " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while running " + String.join(" ", command), e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** {@code ip} inside a namespace (null: the present one), reading its commands from {@code lines}; nothing when there are none. */
    void ipBatch(String namespace, List<String> lines) throws EngineException {
        batch("ip", namespace, lines);
    }

    /** {@code bridge} inside a namespace, reading its commands from {@code lines}; nothing when there are none. */
    void bridgeBatch(String namespace, List<String> lines) throws EngineException {
        batch("bridge", namespace, lines);
    }

    private void batch(String tool, String namespace, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        Result result = attempt(tool(tool, namespace, List.of("-batch", "-")), String.join("\n", lines) + "\n");
        if (result.status() != 0) {
            throw new EngineException(tool + " failed: " + result.errors().strip() + failedLine(result.errors(), lines));
        }
    }

    /** The tool's own message names the number of the line at which it stopped, not its text. */
    private static String failedLine(String errors, List<String> lines) {
        var matcher = java.util.regex.Pattern.compile("Command failed -:(\\d+)").matcher(errors);
        return matcher.find() ? " (" + lines.get(Integer.parseInt(matcher.group(1)) - 1) + ")" : "";
    }

    /** {@code ip} inside a namespace (null: the present one); gives its standard output. */
    String ip(String namespace, String... arguments) throws EngineException {
        return run(tool("ip", namespace, List.of(arguments)));
    }

    /** {@code bridge} inside a namespace; gives its standard output. */
    String bridge(String namespace, String... arguments) throws EngineException {
        return run(tool("bridge", namespace, List.of(arguments)));
    }

    private static List<String> tool(String tool, String namespace, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(tool);
        if (namespace != null) {
            command.add("-n");
            command.add(namespace);
        }
        command.addAll(arguments);
        return command;
    }

    /** The command that runs another inside a namespace; it leaves the mounts alone, as {@code ip netns exec} would not. */
    static List<String> inside(String namespace, List<String> command) {
        if (namespace == null) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + NetworkNamespace.path(namespace)));
        all.addAll(command);
        return all;
    }

    private static CompletableFuture<String> read(java.io.Reader reader) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (reader) {
                var writer = new java.io.StringWriter();
                reader.transferTo(writer);
                text.complete(writer.toString());
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}
