package woad.launcher.daemon;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import woad.agent.AgentMain;
import woad.launcher.Failure;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.machines.Fleet;
import woad.launcher.machines.HostRegistration;
import woad.launcher.machines.LocalHost;
import woad.launcher.process.DaemonLog;
import woad.launcher.process.ProcessFile;

/** The kinds of long-lived process. Their few words are read here and not by picocli, which costs each start a fifth of a second. */
public enum Daemon {
    SERVER(List.of("-Xms48m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError")),
    PROXY(List.of("-Xms8m", "-Xmx48m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=16m", "-XX:+ExitOnOutOfMemoryError")),
    /** Little of what it does is done often: compiling less of it saves a quarter of its start. */
    AGENT(List.of("-Xms16m", "-Xmx96m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=10", "-XX:ReservedCodeCacheSize=32m", "-XX:+ExitOnOutOfMemoryError"));

    private final List<String> javaOptions;

    Daemon(List<String> javaOptions) {
        this.javaOptions = javaOptions;
    }

    /** For its virtual machine. */
    public List<String> javaOptions() {
        return javaOptions;
    }

    /** Its word on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that a command line is for; empty where it is a person's. */
    public static Optional<Daemon> of(String[] arguments) {
        return List.of(values()).stream().filter(daemon -> arguments.length > 0 && daemon.word().equals(arguments[0])).findFirst();
    }

    /**
     * Runs until the process is ended.
     *
     * @param arguments the word, {@code --data DIR}, {@code --hosts} for a server that hosts report to, {@code --host ID} of an agent
     */
    public void run(List<String> arguments) throws IOException, InterruptedException {
        DataDirectory data = new DataDirectory(Path.of(value(arguments, "--data")));
        switch (this) {
            case SERVER -> run("server", data.server(), () -> ServerProcess.open(data, arguments.contains("--hosts")));
            case PROXY -> run("proxy", data.proxy(), () -> ProxyProcess.open(data));
            case AGENT -> {
                LocalHost host = host(value(arguments, "--host"));
                Fleet fleet = new Fleet(data, CloudSettings.load(data));
                run("agent-" + host.id(), fleet.state(host), () -> AgentMain.run(HostRegistration.configFile(fleet, host)));
            }
        }
    }

    /** What a process does; it may return as soon as it serves. */
    private interface Body {
        void run() throws IOException, InterruptedException;
    }

    private static void run(String name, Path directory, Body body) throws IOException, InterruptedException {
        DaemonLog.to(directory, name);
        FileLock claim = new ProcessFile(directory).claim();
        body.run();
        new CountDownLatch(1).await();
        claim.release();
    }

    private static LocalHost host(String name) {
        return LocalHost.ALL.stream().filter(host -> host.id().value().equals(name)).findFirst()
                .orElseThrow(() -> new Failure("there is no host " + name, "leave this command to ./woad up"));
    }

    private static String value(List<String> arguments, String option) {
        int at = arguments.indexOf(option);
        if (at < 0 || at + 1 == arguments.size()) {
            throw new Failure("this command of the launcher's own lacks " + option, "start the cloud with ./woad up");
        }
        return arguments.get(at + 1);
    }
}
