package woad.bench;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The captured statements as a script for pgbench. Each of its clients works on a row of its own, as each connection of the load does:
 * the name of the watched resource is followed by the client's number. The generation that the write checks comes from the read before it.
 */
final class PgbenchScript {
    private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

    private PgbenchScript() {}

    /**
     * @param name       the watched resource's name, ending with {@code 0}: the number of its connection
     * @param generation the generation that the watched write stored, or null for a read
     */
    static String of(List<StatementCapture.Statement> statements, String name, String generation) {
        StringBuilder script = new StringBuilder();
        boolean read = false;
        for (StatementCapture.Statement statement : statements) {
            String sql = fill(statement.sql(), statement.parameters(), name, generation).replace('\n', ' ').strip();
            boolean readsIt = generation != null && !read && sql.startsWith("select") && sql.contains("generation") && sql.contains("where id_key");
            read |= readsIt;
            script.append(sql).append(readsIt ? " \\gset r_\n" : ";\n");
        }
        return script.toString();
    }

    private static String fill(String sql, Map<Integer, String> parameters, String name, String generation) {
        Matcher places = PLACE.matcher(sql);
        return places.replaceAll(place -> Matcher.quoteReplacement(literal(parameters.get(Integer.valueOf(place.group(1))), name, generation)));
    }

    private static String literal(String value, String name, String generation) {
        if (value == null) {
            throw new IllegalStateException("the log lacks a parameter's value");
        }
        if (generation != null && value.equals("'" + generation + "'")) {
            return "(:r_generation::bigint + 1)";
        }
        String lower = value.toLowerCase(java.util.Locale.ROOT);
        if (lower.endsWith("/" + name + "'") && !lower.startsWith("'{")) {
            return "(" + value.substring(0, value.length() - 2) + "' || :client_id)";
        }
        return value;
    }
}
