package woad.launcher.daemon;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.ExternalDatabase;
import woad.launcher.machines.Fleet;
import woad.server.CloudServer;
import woad.server.ServerSettings;

/** The control plane's process. */
final class ServerProcess {
    private ServerProcess() {}

    /** Returns once it serves. @param hosts whether it listens for the agents of hosts too */
    static void open(DataDirectory data, boolean hosts) throws IOException {
        CloudSettings settings = CloudSettings.load(data);
        Fleet fleet = new Fleet(data, settings);
        CloudServer server = CloudServer.open(new ServerSettings(data.server(), settings.profile(),
                ExternalDatabase.locate(data, settings), settings.publicEndpoint(), settings.proxiedEndpoint(),
                settings.operatorEndpoint(), hosts ? fleet.fleetEndpoint() : null, hosts ? fleet.relayEndpoint() : null), new SecureRandom(), InstantSource.system());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(server::close));
    }
}
