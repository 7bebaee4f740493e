package woad.platform.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The cloud's PostgreSQL database. Callers beyond the number of connections wait in order before the pool, so that thousands
 * of virtual threads share it fairly.
 */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int ATTEMPTS = 5;
    /** PostgreSQL's error code {@code deadlock_detected}. */
    private static final String DEADLOCK = "40P01";

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Semaphore turns = new Semaphore(CONNECTIONS, true);

    /** Where the database is; {@code url} is a JDBC URL. */
    public record Location(String url, String user, String password) {
        @Override
        public String toString() {
            return "Location[" + url + " as " + user + "]";
        }
    }

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /** Connects and brings the schema up to date from the migrations of every room on the class path ({@code woad/migrations}). */
    public static Database open(Location location) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(location.url());
        config.setUsername(location.user());
        config.setPassword(location.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(30_000);
        config.setPoolName("woad");
        config.addDataSourceProperty("prepareThreshold", "2");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        HikariDataSource pool = new HikariDataSource(config);
        try {
            Flyway.configure().dataSource(pool).locations("classpath:woad/migrations").defaultSchema("platform")
                    .createSchemas(true).outOfOrder(true).validateMigrationNaming(true).load().migrate();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new Database(pool);
    }

    /** Runs one or more statements, each committed by itself. */
    public <T> T with(Function<Handle, T> work) {
        turns.acquireUninterruptibly();
        try (Handle handle = jdbi.open()) {
            return work.apply(handle);
        } finally {
            turns.release();
        }
    }

    /**
     * Runs statements in one transaction: all of them commit, or an exception leaves none. Where it waits for another transaction that
     * waits for it, PostgreSQL ends one of the two; that one runs again.
     */
    public <T> T transaction(Function<Handle, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return with(handle -> handle.inTransaction(work::apply));
            } catch (JdbiException e) {
                if (attempt == ATTEMPTS || !isDeadlock(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isDeadlock(Throwable failure) {
        return failure instanceof SQLException sql && DEADLOCK.equals(sql.getSQLState()) || failure.getCause() != null && isDeadlock(failure.getCause());
    }

    @Override
    public void close() {
        pool.close();
    }
}
