package woad.launcher.command;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.machines.Fleet;
import woad.launcher.process.DaemonLog;
import woad.launcher.process.ProcessFile;
import woad.platform.store.PostgresServer;
import woad.server.CloudServer;
import woad.server.ServerSettings;

/** The hidden command of the control plane's own process. */
@Command(name = "server", mixinStandardHelpOptions = true, hidden = true, description = "Runs the control plane until it is ended.")
public final class ServerCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;

    @Option(names = "--hosts", description = "Listen for the agents of hosts too.")
    private boolean hosts;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory data = where.data();
        DaemonLog.to(data.server(), "server");
        FileLock claim = new ProcessFile(data.server()).claim();
        CloudSettings settings = CloudSettings.load(data);
        Fleet fleet = new Fleet(data, settings);
        CloudServer server = CloudServer.open(new ServerSettings(data.server(), settings.profile(),
                new PostgresServer(data.postgres(), java.util.List.of()).location(), settings.publicEndpoint(), settings.proxiedEndpoint(),
                settings.operatorEndpoint(), hosts ? fleet.fleetEndpoint() : null, hosts ? fleet.relayEndpoint() : null), new SecureRandom(), InstantSource.system());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
            server.close();
            ended.countDown();
        }));
        ended.await();
        claim.release();
        return 0;
    }
}
