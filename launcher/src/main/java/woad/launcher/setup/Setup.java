package woad.launcher.setup;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import woad.launcher.Failure;
import woad.launcher.process.Account;

/** Brings missing packages onto the computer, never without consent. */
public final class Setup {
    private Setup() {}

    /**
     * Installs those of the packages that are missing. Where that is not possible (no root, no Debian) it says so and goes on:
     * what needs them will say what it misses.
     *
     * @param purpose completes "needed …"
     * @param yes     consent given beforehand
     * @throws Failure where the person refuses, or cannot be asked
     */
    public static void packages(Collection<String> wanted, String purpose, boolean yes, PrintWriter out) throws IOException {
        if (!DebianPackages.supported()) {
            out.println("This is no Debian system: make sure that it has the equivalents of " + String.join(" ", wanted) + ", needed " + purpose + ".");
            return;
        }
        List<String> missing = DebianPackages.missing(wanted);
        if (missing.isEmpty()) {
            return;
        }
        String names = String.join(" ", missing);
        if (!Account.isRoot()) {
            out.println("Missing packages, needed " + purpose + "; install them as root: apt-get install " + names);
            return;
        }
        if (!yes && !consents(names, purpose)) {
            throw new Failure("packages are missing, needed " + purpose + ": " + names, "run the command again with --yes, or install them yourself");
        }
        DebianPackages.install(missing);
    }

    private static boolean consents(String names, String purpose) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return false;
        }
        String answer = console.readLine("Install these Debian packages, needed %s: %s? [y/N] ", purpose, names);
        return answer != null && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }
}
