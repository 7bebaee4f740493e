package woad.launcher.command;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import woad.agent.AgentMain;
import woad.launcher.Failure;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.machines.Fleet;
import woad.launcher.machines.HostRegistration;
import woad.launcher.machines.LocalHost;
import woad.launcher.process.DaemonLog;
import woad.launcher.process.ProcessFile;

/** The hidden command of an agent's own process. */
@Command(name = "agent", mixinStandardHelpOptions = true, hidden = true, description = "Runs the agent of a host until it is ended; its machines go on.")
public final class AgentCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Option(names = "--host", required = true, description = "Which host.")
    private String name;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory data = where.data();
        Fleet fleet = new Fleet(data, CloudSettings.load(data));
        LocalHost host = LocalHost.ALL.stream().filter(h -> h.id().value().equals(name)).findFirst()
                .orElseThrow(() -> new Failure("there is no host " + name, "this command is for ./woad up"));
        DaemonLog.to(fleet.state(host), "agent-" + name);
        FileLock claim = new ProcessFile(fleet.state(host)).claim();
        AgentMain.run(HostRegistration.configFile(fleet, host));
        claim.release();
        return 0;
    }
}
