package woad.launcher.training;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.launcher.Progress;
import woad.launcher.cloud.AotCaches;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.Program;
import woad.launcher.daemon.Daemon;
import woad.launcher.parts.Cloud;
import woad.launcher.process.Account;
import woad.launcher.process.Commands;
import woad.launcher.process.ProcessFile;
import woad.launcher.process.ProcessIdentity;
import woad.platform.core.FileTrees;
import woad.platform.keys.PrivateFiles;

/**
 * The process that makes a program's AOT caches in the background ({@link TrainingRun}), as the rest of the launcher sees it.
 * Nothing depends on it: without caches the cloud only starts more slowly.
 *
 * @param data of the cloud that begins it
 */
public record Training(DataDirectory data) {
    private static final List<String> OPTIONS = List.of("-Xms16m", "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final int POLL_MILLISECONDS = 200;

    /** Begins it where a cache is missing and no earlier attempt has failed. */
    public void begin(Program program, Account account) throws IOException {
        if (program.location() == null || !isDue(program, account) || Files.exists(program.caches().failure()) || running().isPresent()) {
            return;
        }
        clearAway();
        PrivateFiles.directory(directory());
        List<String> command = new ArrayList<>(List.of("setsid", "nice", "-n", "19"));
        command.addAll(program.command(OPTIONS));
        command.addAll(List.of("train", "--data", data.root().toString(), "--program", Program.ownLocation().toString()));
        Process process = new ProcessBuilder(command).directory(new File("/")).redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(log().toFile()).start();
        new ProcessFile(directory()).name(process.toHandle());
    }

    private static boolean isDue(Program program, Account account) {
        boolean launcher = !Program.ownCaches().has(AotCaches.LAUNCHER) && Files.isWritable(Program.ownLocation().getParent());
        return launcher || !kinds(account).stream().allMatch(kind -> program.caches().has(kind.word()));
    }

    /** The long-lived processes that a cloud of this account has. */
    static List<Daemon> kinds(Account account) {
        return account.root() ? List.of(Daemon.values()) : List.of(Daemon.SERVER, Daemon.PROXY);
    }

    /** Waits until it does not run, however it ended. */
    public void await() throws IOException, InterruptedException {
        while (running().isPresent()) {
            Thread.sleep(POLL_MILLISECONDS);
        }
    }

    /** Ends it where it runs; the next start begins it anew. */
    public void stop(Progress progress) throws IOException {
        Optional<ProcessIdentity> process = running();
        if (process.isPresent() || Files.exists(stageFile())) {
            Progress.Step step = progress.begin("stop making AOT caches");
            if (process.isPresent()) {
                Commands.run(Duration.ofSeconds(10), List.of("kill", "-KILL", "--", "-" + process.get().id()));
            }
            clearAway();
            step.done("");
        }
    }

    /** Removes the cloud of a run that was cut off. */
    private void clearAway() throws IOException {
        if (Files.exists(stageFile())) {
            clearAway(new DataDirectory(Path.of(Files.readString(stageFile()))));
            Files.delete(stageFile());
        }
    }

    /** Takes a run's cloud down and removes its directory. */
    static void clearAway(DataDirectory stage) throws IOException {
        if (stage.exists()) {
            Cloud.existing(stage).down(Progress.NONE);
        }
        FileTrees.delete(stage.root());
    }

    private Optional<ProcessIdentity> running() throws IOException {
        return new ProcessFile(directory()).running(Account.currentUser());
    }

    /** What the process says. */
    public Path log() {
        return directory().resolve("training.log");
    }

    /** Where it has its own files. */
    Path directory() {
        return data.run().resolve("training");
    }

    /** Names the directory of the cloud that it has made. */
    Path stageFile() {
        return directory().resolve("stage");
    }
}
