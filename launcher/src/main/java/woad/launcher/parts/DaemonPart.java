package woad.launcher.parts;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.Part;
import woad.launcher.cloud.Program;
import woad.launcher.daemon.Daemon;
import woad.launcher.process.ProcessFile;
import woad.launcher.process.ProcessIdentity;
import woad.platform.keys.PrivateFiles;

/**
 * A part that is a Java process of its own and outlives the launcher.
 *
 * @param directory   the part's own, which holds its {@code process.json} and its logs
 * @param owner       numeric id of the user it runs as
 * @param prefix      words in front of the command: another user, another network namespace
 * @param arguments   for the program: the hidden command and its options
 * @param address     where it answers, for people
 * @param probe       whether it answers
 * @param patience    how long it may take until it does
 */
record DaemonPart(String name, String title, List<String> needs, DataDirectory data, CloudSettings settings, Path directory, int owner, Daemon kind, List<String> prefix,
                  Program program, List<String> arguments, String address, Probe probe, Duration patience) implements Part {
    private static final Duration STOP = Duration.ofSeconds(20);
    /** What a process in training may take for anything: it is slower, and may starve while others work. */
    private static final Duration TRAINING = Duration.ofMinutes(30);
    private static final long CONSOLE_LIMIT = 4L << 20;
    private static final int FIRST_PAUSE_MILLISECONDS = 20;
    private static final int LAST_PAUSE_MILLISECONDS = 200;

    /** Whether a part answers. */
    @FunctionalInterface
    interface Probe {
        boolean answers() throws IOException;
    }

    @Override
    public Status status() throws IOException {
        Optional<ProcessIdentity> process = running();
        if (process.isEmpty()) {
            return new Status(name, State.STOPPED, "", 0, 0);
        }
        return new Status(name, probe.answers() ? State.RUNNING : State.NOT_ANSWERING, address, process.get().id(),
                process.get().residentBytes().orElse(0L));
    }

    Optional<ProcessIdentity> running() throws IOException {
        return new ProcessFile(directory).running(owner);
    }

    @Override
    public void start(Progress progress) throws IOException {
        Optional<ProcessIdentity> present = running();
        if (present.isPresent() && !startedFrom().equals(fingerprint())) {
            stop(progress);
            present = Optional.empty();
        }
        Progress.Step step = progress.begin(title);
        Process started = present.isPresent() ? null : launch();
        long deadline = System.nanoTime() + (program.training() ? TRAINING : patience).toNanos();
        for (int wait = FIRST_PAUSE_MILLISECONDS; running().isEmpty() || !probe.answers(); wait = Math.min(LAST_PAUSE_MILLISECONDS, wait * 5 / 4)) {
            if (started != null && !started.isAlive() && discardCache(started.pid(), progress)) {
                started = launch();
            } else if (started != null ? !started.isAlive() : running().isEmpty()) {
                throw new Failure(title + " ended while it started" + lastWords(), "see its log: ./woad logs " + name + " --data " + data.root());
            }
            if (System.nanoTime() > deadline) {
                throw new Failure(title + " did not answer within " + patience.toSeconds() + " s" + lastWords(),
                        "see its log: ./woad logs " + name + " --data " + data.root());
            }
            pause(wait);
        }
        step.done(address);
    }

    /** Whether a process that ended before it had a word to say had an AOT cache, which then is to blame and gone for good. */
    private boolean discardCache(long process, Progress progress) throws IOException {
        if (program.training() || new ProcessFile(directory).names(process) || !program.discardCache(kind, "Java did not start with it")) {
            return false;
        }
        progress.say("  – the AOT cache of the " + kind.word() + " is of no use: starting without");
        return true;
    }

    private Process launch() throws IOException {
        Path console = console();
        if (Files.exists(console) && Files.size(console) > CONSOLE_LIMIT) {
            Files.move(console, console.resolveSibling(console.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        PrivateFiles.write(versionFile(), fingerprint().getBytes(StandardCharsets.UTF_8));
        List<String> command = new ArrayList<>(program.training() ? List.of() : List.of("setsid"));
        command.addAll(prefix);
        command.addAll(program.command(kind, directory));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(new File("/"))
                .redirectInput(new File("/dev/null")).redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG", "C.UTF-8",
                "HOME", directory.toString()));
        return builder.start();
    }

    @Override
    public void stop(Progress progress) throws IOException {
        Optional<ProcessIdentity> process = running();
        if (process.isPresent()) {
            Progress.Step step = progress.begin("stop " + title);
            signal(process.get(), false);
            long deadline = System.nanoTime() + (program.training() ? TRAINING : STOP).toNanos();
            while (process.get().alive()) {
                if (System.nanoTime() > deadline) {
                    signal(process.get(), true);
                }
                pause(FIRST_PAUSE_MILLISECONDS);
            }
            step.done("");
        }
    }

    private static void signal(ProcessIdentity process, boolean kill) {
        ProcessHandle.of(process.id()).filter(h -> process.alive()).ifPresent(h -> {
            if (kill) {
                h.destroyForcibly();
            } else {
                h.destroy();
            }
        });
    }

    /** What the part depends on: a process that was started from something else is replaced. */
    private String fingerprint() {
        return program.version() + " " + settings;
    }

    private String startedFrom() throws IOException {
        return Files.exists(versionFile()) ? Files.readString(versionFile()) : "";
    }

    private Path versionFile() {
        return data.run().resolve(name + ".started-from");
    }

    private Path console() {
        return data.run().resolve(name + ".console");
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.exists(console()) ? Files.readAllLines(console()) : List.of();
        return lines.isEmpty() ? "" : ": " + lines.stream().skip(Math.max(0, lines.size() - 5)).reduce((a, b) -> a + "\n  " + b).orElse("");
    }

    @Override
    public List<Path> logs() {
        return List.of(directory.resolve(name + ".0.log"), console());
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", "run the command again");
        }
    }
}
