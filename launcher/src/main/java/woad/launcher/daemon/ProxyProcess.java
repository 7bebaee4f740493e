package woad.launcher.daemon;

import java.io.IOException;
import java.time.Duration;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.proxy.ConnectProxy;

/** The process of the proxy for clients. */
final class ProxyProcess {
    private static final int CONNECTIONS = 1024;

    private ProxyProcess() {}

    /** Returns once it serves. */
    static void open(DataDirectory data) throws IOException {
        CloudSettings settings = CloudSettings.load(data);
        ConnectProxy.open(new ConnectProxy.Settings(settings.proxyEndpoint(), settings.domain(), settings.proxiedEndpoint(),
                settings.passOthers(), CONNECTIONS, Duration.ofSeconds(15), Duration.ofMinutes(10)));
    }
}
