package woad.launcher.environment;

/** Text for a POSIX shell. */
public final class Shell {
    private Shell() {}

    /** One word that the shell reads back as it is, whatever it holds. */
    public static String quote(String text) {
        return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** {@code export NAME=value}. @throws IllegalArgumentException where the name is none that a shell knows */
    public static String export(String name, String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("not the name of a variable: " + name);
        }
        return "export " + name + "=" + quote(value);
    }
}
