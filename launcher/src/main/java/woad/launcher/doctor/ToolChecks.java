package woad.launcher.doctor;

import java.io.IOException;
import java.util.List;
import woad.launcher.process.Account;
import woad.launcher.process.Commands;
import woad.launcher.setup.DebianPackages;

/** Programs that have to be there. */
final class ToolChecks {
    private static final int JAVA = 25;

    private ToolChecks() {}

    static Finding java() {
        int feature = Runtime.version().feature();
        String detail = Runtime.version() + " in " + System.getProperty("java.home");
        return feature >= JAVA ? Finding.pass("JDK", detail) : Finding.fail("JDK", detail, "install a JDK " + JAVA + " and set JAVA_HOME to it");
    }

    static Finding maven() {
        return Commands.exists("mvn") ? Finding.pass("Maven", "mvn is on the path")
                : Finding.warn("Maven", "mvn is not on the path; without it the program cannot be built anew", "apt-get install maven");
    }

    static Finding packages() throws IOException {
        if (!DebianPackages.supported()) {
            return Finding.warn("packages", "this is no Debian system, so packages are not checked", "install the equivalents of: "
                    + String.join(" ", DebianPackages.forMachines()));
        }
        List<String> missing = DebianPackages.missing(DebianPackages.forMachines());
        if (missing.isEmpty()) {
            return Finding.pass("packages", "all " + DebianPackages.forMachines().size() + " are installed");
        }
        String mend = (Account.isRoot() ? "" : "as root: ") + "apt-get install " + String.join(" ", missing);
        return Finding.warn("packages", missing.size() + " are missing; machines will not run without them", mend + " (./woad up as root offers it)");
    }
}
