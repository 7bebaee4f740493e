package woad.launcher.command;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.process.DaemonLog;
import woad.launcher.process.ProcessFile;
import woad.launcher.proxy.ConnectProxy;

/** The hidden command of the proxy's own process. */
@Command(name = "proxy", mixinStandardHelpOptions = true, hidden = true, description = "Runs the proxy for clients until it is ended.")
public final class ProxyCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 1024;

    @Mixin
    private DataOption where;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DaemonLog.to(where.data().proxy(), "proxy");
        FileLock claim = new ProcessFile(where.data().proxy()).claim();
        CloudSettings settings = CloudSettings.load(where.data());
        ConnectProxy proxy = ConnectProxy.open(new ConnectProxy.Settings(settings.proxyEndpoint(), settings.domain(), settings.proxiedEndpoint(),
                settings.passOthers(), CONNECTIONS, Duration.ofSeconds(15), Duration.ofMinutes(10)));
        CountDownLatch forever = new CountDownLatch(1);
        forever.await();
        proxy.close();
        claim.release();
        return 0;
    }
}
