package woad.platform.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.DefinedAttributeTemplateEngine;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.postgres.PostgresPlugin;
import woad.platform.core.UnavailableException;

/**
 * The cloud's PostgreSQL database. Callers beyond the number of connections wait in order before the pool, so that thousands
 * of virtual threads share it fairly.
 */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int ATTEMPTS = 5;
    /** PostgreSQL's error code {@code deadlock_detected}. */
    private static final String DEADLOCK = "40P01";
    /** Classes of PostgreSQL's error codes that say that it is not there, is full, or cannot reach its files (appendix A of its manual). */
    private static final Pattern UNAVAILABLE = Pattern.compile("08...|53...|57P..|58...");

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
        // Only a statement for which something is defined is a template; reading all of them as such would slow down the first use of each.
        TemplateEngine templates = new DefinedAttributeTemplateEngine();
        jdbi.getConfig(SqlStatements.class).setTemplateEngine((sql, context) -> context.getAttributes().isEmpty() ? sql : templates.render(sql, context));
        // What statements are given may be secret, and messages go to the log.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
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

    /**
     * Runs one or more statements, each committed by itself.
     *
     * @throws UnavailableException where the database is not there, or has no room
     */
    public <T> T with(Function<Handle, T> work) {
        turns.acquireUninterruptibly();
        try (Handle handle = jdbi.open()) {
            return work.apply(handle);
        } catch (JdbiException e) {
            throw e instanceof ConnectionException || hasState(e, UNAVAILABLE.asMatchPredicate()) ? new UnavailableException("the database is not available: " + reason(e), e) : e;
        } finally {
            turns.release();
        }
    }

    /**
     * Runs statements in one transaction: all of them commit, or an exception leaves none. Where it waits for another transaction that
     * waits for it, PostgreSQL ends one of the two; that one runs again.
     *
     * @throws UnavailableException where the database is not there, or has no room; where that happened while it was about to commit, nobody knows whether it did
     */
    public <T> T transaction(Function<Handle, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return with(handle -> handle.inTransaction(work::apply));
            } catch (JdbiException e) {
                if (attempt == ATTEMPTS || !hasState(e, DEADLOCK::equals)) {
                    throw e;
                }
            }
        }
    }

    /** The first line of what the innermost cause says. */
    private static String reason(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()).lines().findFirst().orElse("") : reason(failure.getCause());
    }

    private static boolean hasState(Throwable failure, Predicate<String> wanted) {
        return failure instanceof SQLException sql && sql.getSQLState() != null && wanted.test(sql.getSQLState())
                || failure.getCause() != null && hasState(failure.getCause(), wanted);
    }

    @Override
    public void close() {
        pool.close();
    }
}
