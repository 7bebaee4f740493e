package woad.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.store.Database;

/**
 * The statements that PostgreSQL runs for one request, taken from its own log: nothing is left out of the peer's script, and
 * nothing is added. What the cloud does by itself, seen while nobody asks, is taken off.
 */
final class StatementCapture {
    private static final Pattern START = Pattern.compile("^woadbench (\\d+) (LOG|DETAIL):  (.*)$", Pattern.DOTALL);
    private static final Pattern EXECUTE = Pattern.compile("(?:execute [^:]+|statement): (.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = ('(?:[^']|'')*'|NULL)");

    private final Database.Location database;
    private final Path log;

    StatementCapture(Database.Location database, Path log) {
        this.database = database;
        this.log = log;
    }

    /** A statement with its parameters as SQL literals. */
    record Statement(String sql, Map<Integer, String> parameters) {}

    /** A request to be watched. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** The statements of one request. */
    List<Statement> of(Work request) throws IOException, SQLException, InterruptedException {
        configure("alter system set log_statement = 'all'", "alter system set log_line_prefix = 'woadbench %p '", "alter system set log_parameter_max_length = -1",
                "select pg_reload_conf()");
        try {
            Thread.sleep(1000);
            Set<String> background = new HashSet<>();
            for (Statement statement : during(() -> Thread.sleep(6000))) {
                background.add(statement.sql());
            }
            return during(request).stream().filter(s -> !background.contains(s.sql())).toList();
        } finally {
            configure("alter system reset log_statement", "alter system reset log_line_prefix", "alter system reset log_parameter_max_length", "select pg_reload_conf()");
        }
    }

    private void configure(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password()); var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<Statement> during(Work work) throws IOException, InterruptedException {
        long from = Files.size(log);
        work.run();
        Thread.sleep(200);
        byte[] all = Files.readAllBytes(log);
        String text = new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8);
        List<Statement> statements = new ArrayList<>();
        for (String entry : text.split("\n(?!\t)")) {
            Matcher start = START.matcher(entry.replace("\n\t", "\n"));
            if (!start.matches()) {
                continue;
            }
            Matcher execute = EXECUTE.matcher(start.group(3));
            if (start.group(2).equals("LOG") && execute.matches()) {
                statements.add(new Statement(execute.group(1).strip(), Map.of()));
            } else if (start.group(2).equals("DETAIL") && !statements.isEmpty()) {
                statements.set(statements.size() - 1, new Statement(statements.getLast().sql(), parameters(start.group(3))));
            }
        }
        return statements;
    }

    private static Map<Integer, String> parameters(String detail) {
        Map<Integer, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(detail);
        while (matcher.find()) {
            parameters.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
        }
        return parameters;
    }
}
