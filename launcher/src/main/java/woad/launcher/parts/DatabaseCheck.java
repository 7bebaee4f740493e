package woad.launcher.parts;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import woad.launcher.Failure;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.cloud.ExternalDatabase;
import woad.launcher.environment.DemoCustomer;

/** Looks whether a database that somebody else looks after can hold a cloud's state, and says what to mend where it cannot. */
final class DatabaseCheck {
    /** The oldest major version of PostgreSQL that has all the control plane asks for. */
    static final int LEAST_VERSION = 15;
    private static final String SECONDS = "10";

    private DatabaseCheck() {}

    /** Whether a cloud was up before, so that its state must be somewhere. */
    static boolean hasState(DataDirectory data) throws IOException {
        return DemoCustomer.load(data).isPresent();
    }

    /**
     * Returns where all is well.
     *
     * @param hasState whether the cloud's state must be there already
     * @throws Failure where it cannot be reached, refuses the user, or does not suit
     */
    static void check(ExternalDatabase database, String password, boolean hasState) {
        check(database, password, hasState, LEAST_VERSION);
    }

    static void check(ExternalDatabase database, String password, boolean hasState, int leastVersion) {
        try (Connection connection = connect(database, password); Statement statement = connection.createStatement();
             ResultSet found = statement.executeQuery("""
                     select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding,
                            pg_is_in_recovery() as standby, has_database_privilege(current_database(), 'CREATE') as may_create,
                            to_regclass('platform.flyway_schema_history') is not null as has_state""")) {
            found.next();
            String at = "PostgreSQL at " + database.address();
            if (found.getInt("version") < leastVersion) {
                throw new Failure(at + " has version " + found.getInt("version") + ", which is too old", "give one of version " + leastVersion + " or later");
            }
            if (found.getBoolean("standby")) {
                throw new Failure(at + " is a standby and takes no writes", "give the primary server's address");
            }
            if (!found.getString("encoding").equals("UTF8")) {
                throw new Failure("the database at " + database.address() + " has the encoding " + found.getString("encoding"), "make one with: createdb --encoding UTF8 --template template0");
            }
            if (!found.getBoolean("may_create")) {
                throw new Failure("the user " + database.user() + " may not make schemas in the database at " + database.address(), "make it the database's owner: ALTER DATABASE … OWNER TO " + database.user());
            }
            if (hasState && !found.getBoolean("has_state")) {
                throw new Failure("the database at " + database.address() + " does not hold the state of this cloud", "restore its backup there first; or start a new cloud with another --data");
            }
        } catch (SQLException e) {
            throw told(database, e);
        }
    }

    private static Connection connect(ExternalDatabase database, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", SECONDS);
        properties.setProperty("connectTimeout", SECONDS);
        properties.setProperty("socketTimeout", SECONDS);
        properties.setProperty("ApplicationName", "woad");
        return DriverManager.getConnection(database.url(), properties);
    }

    private static Failure told(ExternalDatabase database, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (state) {
            case "28P01", "28000" -> new Failure("PostgreSQL at " + database.address() + " refuses the user " + database.user() + ": " + e.getMessage(),
                    "see that user and password are right, and that pg_hba.conf lets this computer in", e);
            case "3D000" -> new Failure("PostgreSQL at " + database.address() + " has no such database", "make it: createdb --owner " + database.user() + " NAME", e);
            default -> new Failure("PostgreSQL at " + database.address() + " cannot be reached: " + e.getMessage(), "see that it runs there, listens, and that nothing between blocks its port", e);
        };
    }
}
