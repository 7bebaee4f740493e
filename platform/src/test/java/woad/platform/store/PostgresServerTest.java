package woad.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.core.Ids;

class PostgresServerTest {
    private final Ids ids = new Ids(new SecureRandom());
    @TempDir
    private Path home;
    private PostgresServer server;

    @BeforeEach
    void server() throws IOException {
        server = TestDatabase.server(home);
    }

    @AfterEach
    void stop() throws IOException {
        server.stop();
    }

    @Test
    void keepsWhatWasCommittedAndNoOldProcessWhenItWasKilled() throws Exception {
        Database.Location location = server.start(ids, List.of());
        try (Connection connection = connect(location); Statement statement = connection.createStatement();
             var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            statement.execute("create table kept as select 1 as one");
            // Busy, not waiting: such a process does not see for long that its server is gone.
            executor.submit(() -> statement.execute("select count(*) from generate_series(1, 10000000000)"));
            long postmaster = server.pid().orElseThrow();
            List<ProcessHandle> old = old(postmaster);
            ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
            ProcessHandle.of(postmaster).ifPresent(p -> p.onExit().orTimeout(10, TimeUnit.SECONDS).join());
            assertThat(old).as("processes that outlive their server").anyMatch(ProcessHandle::isAlive);

            server.start(ids, List.of());

            assertThat(old).noneMatch(ProcessHandle::isAlive);
            try (Connection again = connect(location); Statement asked = again.createStatement(); var rows = asked.executeQuery("select one from kept")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    /** The server's processes, after a while in which the one that works has begun. */
    private static List<ProcessHandle> old(long postmaster) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500);
        return ProcessHandle.of(postmaster).orElseThrow().children().toList();
    }

    private static Connection connect(Database.Location location) throws SQLException {
        return DriverManager.getConnection(location.url(), location.user(), location.password());
    }
}
