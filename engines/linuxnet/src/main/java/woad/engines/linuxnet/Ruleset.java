package woad.engines.linuxnet;

import java.util.List;
import woad.fleet.spi.EngineException;

/**
 * Tables of nftables, replaced in one transaction. Their version, a digest of the text, stands in the first of them as the
 * name of an empty chain, so that nobody loads again what is loaded.
 *
 * @param table    the tables' name
 * @param families of the tables
 * @param text     one table block for each of {@code families}
 */
record Ruleset(String table, List<String> families, String text) {

    /** The tables' name in namespaces that belong to the fabric alone. */
    static final String TABLE = "woad";
    /** In a ruleset's text, becomes a number that differs from one text to the next: 32 bits, never 0, the lowest two always 0. */
    static final String GENERATION = "@GENERATION@";

    /** Loads it into the namespace (null: the present one) unless it is there already; tells whether it had to. */
    boolean load(Commands commands, String namespace) throws EngineException {
        String version = "version_" + DeviceNames.digest(text).substring(0, 16);
        String first = families.getFirst() + " " + table;
        var loaded = commands.attempt(Commands.inside(namespace,
                List.of("nft", "list", "chain", families.getFirst(), table, version)), "");
        if (loaded.status() == 0) {
            return false;
        }
        StringBuilder script = new StringBuilder();
        for (String family : families) {
            script.append("table ").append(family).append(' ').append(table).append('\n');
            script.append("delete table ").append(family).append(' ').append(table).append('\n');
        }
        script.append(text.replace(GENERATION, generation()));
        script.append("table ").append(first).append(" {\nchain ").append(version).append(" {\n}\n}\n");
        commands.run(Commands.inside(namespace, List.of("nft", "-f", "-")), script.toString());
        return true;
    }

    private String generation() {
        return "0x" + DeviceNames.digest("generation " + text).substring(0, 7) + "4";
    }
}
