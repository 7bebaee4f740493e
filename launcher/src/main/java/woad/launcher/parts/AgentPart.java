package woad.launcher.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import woad.launcher.Progress;
import woad.launcher.cloud.Part;
import woad.launcher.machines.HostRegistration;
import woad.launcher.machines.LocalHost;

/** The agent of one host, which the control plane has to know before it enrols. */
record AgentPart(LocalHost host, HostRegistration registration, DaemonPart daemon) implements Part {

    @Override
    public String name() {
        return daemon.name();
    }

    @Override
    public String title() {
        return daemon.title();
    }

    /** An agent that has enrolled waits for the control plane by itself, and gets ready meanwhile. */
    @Override
    public List<String> needs() {
        return registration.hasEnrolled(host) ? List.of("hosts") : List.of("server");
    }

    @Override
    public Status status() throws IOException {
        return daemon.status();
    }

    @Override
    public void start(Progress progress) throws IOException {
        if (registration.fleet().isRemoved(host)) {
            progress.begin(title()).done("removed from the fleet");
            return;
        }
        boolean enrolled = registration.hasEnrolled(host);
        if (!enrolled) {
            registration.register(host);
            registration.issueToken(host);
        }
        registration.writeConfig(host);
        daemon.start(progress);
        if (enrolled) {
            registration.register(host);
        }
    }

    @Override
    public void stop(Progress progress) throws IOException {
        daemon.stop(progress);
    }

    @Override
    public List<Path> logs() {
        return daemon.logs();
    }
}
