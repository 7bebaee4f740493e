package woad.platform.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import woad.platform.core.Ids;

/** A real PostgreSQL for tests: one server a test process, one fresh, migrated database a call. */
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static Database.Location server;

    private TestDatabase() {}

    /** A new database with the migrations of every room on the class path. */
    public static Database create() {
        return Database.open(location());
    }

    /** A new, empty database. */
    public static synchronized Database.Location location() {
        try {
            if (server == null) {
                server = start();
            }
            String name = "test" + COUNT.incrementAndGet();
            try (var connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                 var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            return new Database.Location(server.url().replace("/postgres", "/" + name), server.user(), server.password());
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("cannot start PostgreSQL for tests", e);
        }
    }

    /** A server of the test's own, not yet started, in a directory that others may look into. */
    public static PostgresServer server(Path home) throws IOException {
        Files.setPosixFilePermissions(home, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        boolean root = "root".equals(System.getProperty("user.name"));
        return new PostgresServer(home, root ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") : List.of());
    }

    private static Database.Location start() throws IOException {
        Path home = Files.createTempDirectory("woad-test-postgres");
        PostgresServer postgres = server(home);
        Database.Location location = postgres.start(new Ids(new SecureRandom()), List.of("fsync = off", "synchronous_commit = off"));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            try {
                postgres.stop();
                try (var paths = Files.walk(home)) {
                    for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot clean up " + home, e);
            }
        }));
        return location;
    }
}
