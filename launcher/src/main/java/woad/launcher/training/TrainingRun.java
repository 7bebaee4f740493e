package woad.launcher.training;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.AotCaches;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.Program;
import woad.launcher.daemon.Daemon;
import woad.launcher.demo.CustomerClient;
import woad.launcher.environment.ClientFiles;
import woad.launcher.environment.DemoCustomer;
import woad.launcher.machines.LocalHost;
import woad.launcher.parts.Cloud;
import woad.launcher.process.Account;
import woad.launcher.process.ProcessFile;
import woad.platform.keys.PrivateFiles;

/**
 * Makes a program's AOT caches: brings up a cloud whose processes record what they load and run, asks of it what a first customer asks,
 * takes it down, has Java assemble a cache from each recording, and removes the cloud.
 *
 * @param data     of the cloud on whose behalf this is done
 * @param launcher {@code woad.jar} as the launcher runs it
 * @param program  the same as the cloud runs it
 */
public record TrainingRun(DataDirectory data, Account account, Path launcher, Program program, Progress progress) {
    /** As the script {@code woad} has them. */
    private static final List<String> LAUNCHER_OPTIONS = List.of("-Xms16m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Path AUTOGROUP = Path.of("/proc/self/autogroup");
    private static final int PATIENCE_MINUTES = 30;
    private static final String SUBSCRIPTION_API = "2022-12-01";

    /** Does all of it. A failure is remembered beside the program, so that later starts do not try again. */
    public void run() throws IOException, InterruptedException {
        Training training = new Training(data);
        FileLock claim = new ProcessFile(training.directory()).claim();
        if (Files.exists(AUTOGROUP)) {
            // Where the kernel schedules by session, being nice among one's own is not enough.
            Files.writeString(AUTOGROUP, "10");
        }
        DataDirectory stage = new DataDirectory(Files.createTempDirectory(Path.of("/var/tmp"), "woad-t-"));
        PrivateFiles.write(training.stageFile(), stage.root().toString().getBytes(StandardCharsets.UTF_8));
        try {
            Path recording = Program.recording(training.directory(), AotCaches.LAUNCHER);
            record(stage, recording);
            assemble(stage, recording);
            Files.delete(recording);
        } catch (IOException | RuntimeException e) {
            PrivateFiles.write(program.caches().failure(), e.toString().getBytes(StandardCharsets.UTF_8));
            throw e;
        } finally {
            Training.clearAway(stage);
            Files.delete(training.stageFile());
            claim.release();
        }
    }

    private void record(DataDirectory stage, Path recording) throws IOException, InterruptedException {
        Progress.Step step = progress.begin("recording");
        java(List.of(), LAUNCHER_OPTIONS, Program.recordingOptions(recording), List.of("-jar", launcher.toString(), "up", "--train", "--data", stage.root().toString()));
        CloudSettings settings = CloudSettings.load(stage);
        DemoCustomer customer = DemoCustomer.load(stage).orElseThrow(() -> new Failure("the cloud has no customer", "see what its start said"));
        CustomerClient client = new CustomerClient(settings.profile(), settings.proxyEndpoint(), ClientFiles.of(stage).authority());
        client.signIn(customer);
        client.get("/subscriptions/" + customer.subscriptionId() + "?api-version=" + SUBSCRIPTION_API);
        Cloud.existing(stage, true).down(progress);
        step.done("");
    }

    private void assemble(DataDirectory stage, Path ownRecording) throws IOException, InterruptedException {
        Path jar = stage.program().resolve(program.version()).resolve("woad.jar");
        if (!Files.exists(jar)) {
            throw new Failure("the program was built anew meanwhile", "./woad up");
        }
        AotCaches beside = Program.cachesBeside(launcher);
        for (Daemon kind : Training.kinds(account)) {
            Path directory = switch (kind) {
                case SERVER -> stage.server();
                case PROXY -> stage.proxy();
                case AGENT -> stage.hosts().resolve(LocalHost.ALL.getFirst().id().value());
            };
            // What the control plane has recorded is for its own eyes: root does not read it.
            Path made = cache(kind.word(), kind == Daemon.AGENT ? List.of() : account.plain(), kind.javaOptions(), Program.recording(directory, kind.word()), jar);
            program.caches().put(kind.word(), made, account);
            if (Files.isWritable(launcher.getParent())) {
                beside.put(kind.word(), made, account);
            }
        }
        if (Files.isWritable(launcher.getParent())) {
            Path made = cache(AotCaches.LAUNCHER, List.of(), LAUNCHER_OPTIONS, ownRecording, launcher);
            beside.put(AotCaches.LAUNCHER, made, account);
            Files.delete(made);
        }
    }

    private Path cache(String kind, List<String> prefix, List<String> options, Path recording, Path jar) throws IOException, InterruptedException {
        Progress.Step step = progress.begin("AOT cache of the " + kind);
        Path made = recording.resolveSibling(kind + ".aot");
        java(prefix, options, List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording, "-XX:AOTCache=" + made, "-Xlog:aot*=error"), List.of("-jar", jar.toString()));
        // Some classes cannot be taken from a cache, which Java notices only now, and then does not start at all.
        java(prefix, options, List.of("-XX:AOTCache=" + made, "-XX:AOTMode=on", "-Xlog:aot*=error"), List.of("-jar", jar.toString(), "--version"));
        step.done(Files.size(made) / (1 << 20) + " MiB");
        return made;
    }

    private static void java(List<String> prefix, List<String> options, List<String> aot, List<String> program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(aot);
        command.addAll(program);
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("failed: " + String.join(" ", command));
        }
    }
}
