package woad.launcher.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import woad.launcher.Failure;
import woad.launcher.process.Commands;

/** Debian's store, from which most programs but browsers take their certificate authorities. Root only. */
record SystemStore(Path directory) implements TrustStore {
    static final Path STANDARD = Path.of("/usr/local/share/ca-certificates");

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
            update();
        }
        return was;
    }

    private Path file(String name) {
        return directory.resolve(name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9.]+", "-") + ".crt");
    }

    private static void update() throws IOException {
        Commands.Result updated = Commands.run(Duration.ofMinutes(2), List.of("update-ca-certificates"));
        if (!updated.succeeded()) {
            throw new Failure("update-ca-certificates failed: " + updated.output(), "mend that, then try again");
        }
    }
}
