package woad.launcher.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.ExternalDatabase;
import woad.launcher.cloud.Part;

/** The PostgreSQL that somebody else looks after: looked at, never started or stopped. */
record ExternalDatabasePart(DataDirectory data, ExternalDatabase database) implements Part {

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String title() {
        return "PostgreSQL, external";
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public Status status() throws IOException {
        try {
            check();
            return new Status(name(), State.RUNNING, address(), 0, 0);
        } catch (Failure e) {
            return new Status(name(), State.NOT_ANSWERING, address(), 0, 0);
        }
    }

    @Override
    public void start(Progress progress) throws IOException {
        Progress.Step step = progress.begin(title());
        check();
        step.done(address());
    }

    /** Others may use it; it goes on. */
    @Override
    public void stop(Progress progress) {}

    @Override
    public List<Path> logs() {
        return List.of();
    }

    private void check() throws IOException {
        DatabaseCheck.check(database, ExternalDatabase.password(data), DatabaseCheck.hasState(data));
    }

    private String address() {
        return database.address() + " (external)";
    }
}
