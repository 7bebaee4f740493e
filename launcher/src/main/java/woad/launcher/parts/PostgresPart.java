package woad.launcher.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import woad.launcher.Progress;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.Part;
import woad.launcher.process.Account;
import woad.launcher.process.ProcessIdentity;
import woad.platform.core.Ids;
import woad.platform.store.PostgresServer;

/** The cloud's own PostgreSQL. */
record PostgresPart(DataDirectory data, Account account, Ids ids) implements Part {

    private PostgresServer postgres() {
        return new PostgresServer(data.postgres(), account.plain());
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String title() {
        return "PostgreSQL";
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public Status status() throws IOException {
        PostgresServer server = postgres();
        if (!server.running()) {
            return new Status(name(), State.STOPPED, "", 0, 0);
        }
        long process = server.pid().orElse(0L);
        return new Status(name(), State.RUNNING, address(server), process,
                ProcessIdentity.of(process).flatMap(ProcessIdentity::residentBytes).orElse(0L));
    }

    @Override
    public void start(Progress progress) throws IOException {
        Progress.Step step = progress.begin(title());
        PostgresServer server = postgres();
        server.start(ids, List.of());
        step.done(address(server));
    }

    @Override
    public void stop(Progress progress) throws IOException {
        if (postgres().running()) {
            Progress.Step step = progress.begin("stop " + title());
            postgres().stop();
            step.done("");
        }
    }

    @Override
    public List<Path> logs() {
        return List.of(data.postgres().resolve("postgresql.log"));
    }

    private static String address(PostgresServer server) throws IOException {
        String url = server.location().url();
        return url.substring(url.indexOf("//") + 2, url.lastIndexOf('/'));
    }
}
