package woad.launcher.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.ExternalDatabase;
import woad.launcher.cloud.Part;
import woad.launcher.process.Account;
import woad.platform.store.Database;
import woad.platform.store.TestDatabase;

/** A PostgreSQL that somebody else looks after: taken where it suits, and told of where it does not. */
class ExternalDatabaseTest {
    private final Database.Location real = TestDatabase.location();
    private final ExternalDatabase database = ExternalDatabase.parse(real.url(), real.user());
    private final Account account = new Account("somebody", Account.currentUser(), 0, false);
    @TempDir
    private Path directory;
    private DataDirectory data;
    private CloudSettings before;

    @BeforeEach
    void noCloudYet() throws IOException {
        data = new DataDirectory(directory.resolve("data"));
        Files.createDirectories(data.person());
        before = new CloudSettings(data.instance(), "woad.test", 0, 443, 1, 443, 8450, false, null);
    }

    @Test
    void aFitDatabaseIsRememberedWithItsPasswordApart() throws IOException {
        CloudSettings settings = new DatabaseChoice(database, real.password()).apply(data, account, before);
        assertThat(settings.database().url()).isEqualTo(real.url());
        assertThat(settings.toString()).doesNotContain(real.password());
        Path file = data.root().resolve("database-password");
        assertThat(file).hasContent(real.password());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(ExternalDatabase.locate(data, settings)).isEqualTo(real);
    }

    @Test
    void itIsNeitherStartedNorStopped() throws IOException {
        CloudSettings settings = new DatabaseChoice(database, real.password()).apply(data, account, before);
        ExternalDatabasePart part = new ExternalDatabasePart(data, settings.database());
        part.start(Progress.NONE);
        part.stop(Progress.NONE);
        assertThat(part.status()).isEqualTo(new Part.Status("postgresql", Part.State.RUNNING, database.address() + " (external)", 0, 0));
    }

    @Test
    void aNewPasswordStartsTheControlPlaneAnew() throws IOException, SQLException {
        CloudSettings first = new DatabaseChoice(database, real.password()).apply(data, account, before);
        assertThat(new DatabaseChoice(database, real.password()).apply(data, account, first)).isEqualTo(first);
        execute("create role other superuser login password 'one'");
        ExternalDatabase other = ExternalDatabase.parse(real.url(), "other");
        assertThat(new DatabaseChoice(other, "one").apply(data, account, first).database().revision()).isGreaterThan(first.database().revision());
    }

    @Test
    void aWrongPasswordIsToldWithoutBeingRepeated() {
        assertThatThrownBy(() -> new DatabaseChoice(database, "wr0ng-guess").apply(data, account, before)).isInstanceOf(Failure.class)
                .hasMessageContaining("refuses the user postgres").hasMessageNotContaining("wr0ng-guess");
        assertThat(data.root().resolve("database-password")).doesNotExist();
    }

    @Test
    void whereNothingListensThatIsTold() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> DatabaseCheck.check(ExternalDatabase.parse("postgresql://127.0.0.1:" + port + "/woad", "woad"), "x", false))
                .isInstanceOf(Failure.class).hasMessageContaining("127.0.0.1:" + port + "/woad cannot be reached");
    }

    @Test
    void aDatabaseThatIsMissingIsTold() {
        ExternalDatabase missing = ExternalDatabase.parse(real.url() + "missing", real.user());
        assertThatThrownBy(() -> DatabaseCheck.check(missing, real.password(), false)).isInstanceOf(Failure.class).hasMessageContaining("has no such database");
    }

    @Test
    void anOldVersionIsTold() {
        assertThatThrownBy(() -> DatabaseCheck.check(database, real.password(), false, 99)).isInstanceOf(Failure.class)
                .hasMessageContaining("which is too old").extracting(f -> ((Failure) f).next()).isEqualTo("give one of version 99 or later");
    }

    @Test
    void aUserWhoMayMakeNoSchemasIsTold() throws SQLException {
        execute("create role reader login password 'reads'");
        assertThatThrownBy(() -> DatabaseCheck.check(ExternalDatabase.parse(real.url(), "reader"), "reads", false)).isInstanceOf(Failure.class)
                .hasMessageContaining("reader may not make schemas");
    }

    @Test
    void anEmptyDatabaseIsNotTakenForTheStateOfACloudThatHasSome() {
        assertThatThrownBy(() -> DatabaseCheck.check(database, real.password(), true)).isInstanceOf(Failure.class).hasMessageContaining("does not hold the state");
        Database.open(real).close();
        DatabaseCheck.check(database, real.password(), true);
    }

    @Test
    void aCloudWithAPostgresOfItsOwnKeepsIt() throws IOException {
        Files.createDirectories(data.postgres().resolve("data"));
        assertThatThrownBy(() -> new DatabaseChoice(database, real.password()).apply(data, account, before)).isInstanceOf(Failure.class)
                .hasMessageContaining("is in a PostgreSQL of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://ada:secret@db/woad", "postgresql://db/woad?user=ada&password=secret", "jdbc:postgresql://db/woad?Password=secret"})
    void credentialsInTheUrlAreRefused(String url) {
        assertThatThrownBy(() -> ExternalDatabase.parse(url, "ada")).isInstanceOf(Failure.class).hasMessageContaining("must not hold user or password")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db", "mysql://db/woad", "postgresql://db", "postgresql://db/", "postgresql:///woad", "postgresql://db/a/b"})
    void whatIsNoUrlIsRefused(String url) {
        assertThatThrownBy(() -> ExternalDatabase.parse(url, "ada")).isInstanceOf(Failure.class).hasMessageContaining("not the URL of a PostgreSQL database");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://db:5433/woad?sslmode=require", "postgres://db:5433/woad?sslmode=require", "jdbc:postgresql://db:5433/woad?sslmode=require"})
    void urlsAreReadAsPeopleWriteThem(String url) {
        assertThat(ExternalDatabase.parse(url, "ada")).isEqualTo(new ExternalDatabase("jdbc:postgresql://db:5433/woad?sslmode=require", "ada", 0))
                .extracting(ExternalDatabase::address).isEqualTo("db:5433/woad");
    }

    private void execute(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(real.url(), real.user(), real.password()); var run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
