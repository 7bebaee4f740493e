package woad.engines.linuxnet;

import java.util.List;

/** Writes one table of a ruleset, as {@code nft -f} reads it. Rules that are empty strings are left out. */
final class NftTable {

    private final StringBuilder text = new StringBuilder();

    NftTable(String family, String name) {
        line("table " + family + " " + name + " {");
    }

    /** A chain that others call. */
    NftTable chain(String name, List<String> rules) {
        line("chain " + name + " {");
        rules.forEach(this::line);
        line("}");
        return this;
    }

    /** A chain that the kernel calls; {@code hook} is what follows {@code type}. */
    NftTable base(String name, String hook, List<String> rules) {
        line("chain " + name + " {");
        line("type " + hook);
        rules.forEach(this::line);
        line("}");
        return this;
    }

    /** Chains that are written already. */
    NftTable lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    /** The whole table. */
    String text() {
        return text + "}\n";
    }

    private void line(String line) {
        if (!line.isEmpty()) {
            text.append(line).append('\n');
        }
    }
}
