package woad.launcher.authority;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import woad.launcher.Failure;
import woad.launcher.process.Commands;

/**
 * A certificate database of Mozilla's NSS, which Chromium and Firefox read.
 *
 * @param as words that make a command run as the database's owner; none where that is so anyway
 */
record NssStore(Path directory, String program, List<String> as) implements TrustStore {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public String description() {
        return program + " (" + directory + ")";
    }

    @Override
    public void install(String name, String pem) throws IOException {
        remove(name);
        // Trusted for TLS servers only, not for mail or code.
        Commands.Result added = certutil(pem, "-A", "-t", "C,,", "-n", name);
        if (!added.succeeded()) {
            throw new Failure(description() + " did not take the certificate: " + added.output(), "close the browser and try again");
        }
    }

    @Override
    public boolean remove(String name) throws IOException {
        return certutil("", "-D", "-n", name).succeeded();
    }

    /** Makes an empty database; for Chromium, which has none until it needs one. */
    void create() throws IOException {
        List<String> make = new ArrayList<>(as);
        make.addAll(List.of("mkdir", "-p", "-m", "700", directory.toString()));
        Commands.Result made = Commands.run(LIMIT, make);
        Commands.Result created = made.succeeded() ? certutil("", "-N", "--empty-password") : made;
        if (!created.succeeded()) {
            throw new Failure(directory + " could not be made: " + created.output(), "check who owns it, then try again");
        }
    }

    private Commands.Result certutil(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of("certutil", "-d", "sql:" + directory));
        command.addAll(List.of(arguments));
        return Commands.run(LIMIT, command, input);
    }
}
