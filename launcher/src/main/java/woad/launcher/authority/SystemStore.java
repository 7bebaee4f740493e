package woad.launcher.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import woad.launcher.Failure;
import woad.launcher.process.Commands;

/**
 * Debian's store, from which most programs but browsers take their certificate authorities. Root only.
 *
 * @param directory where the computer's own authorities are
 * @param options   of {@code update-ca-certificates}, for other directories than the usual ones
 */
record SystemStore(Path directory, List<String> options) implements TrustStore {
    static final SystemStore STANDARD = new SystemStore(Path.of("/usr/local/share/ca-certificates"), List.of());

    @Override
    public String description() {
        return "the system's store (" + directory + ")";
    }

    @Override
    public void install(String name, String pem) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(file(name), pem);
        Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rw-r--r--"));
        update();
    }

    @Override
    public boolean remove(String name) throws IOException {
        boolean was = Files.deleteIfExists(file(name));
        if (was) {
            // Without it the link to the file that is gone would stay in /etc/ssl/certs.
            update("--fresh");
        }
        return was;
    }

    private Path file(String name) {
        return directory.resolve(name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9.]+", "-") + ".crt");
    }

    private void update(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("update-ca-certificates"));
        command.addAll(List.of(more));
        command.addAll(options);
        Commands.Result updated = Commands.run(Duration.ofMinutes(2), command);
        if (!updated.succeeded()) {
            throw new Failure("update-ca-certificates failed: " + updated.output(), "mend that, then try again");
        }
    }
}
