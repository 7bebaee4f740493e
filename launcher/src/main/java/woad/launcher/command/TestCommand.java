package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.Failure;
import woad.launcher.setup.DebianPackages;
import woad.launcher.setup.Setup;
import woad.launcher.testing.ClientSuites;
import woad.launcher.testing.MavenTests;
import woad.launcher.testing.Tally;

/** {@code woad test}. */
@Command(name = "test", mixinStandardHelpOptions = true,
        description = "Runs all tests: those of every module, then the unmodified clients in clients/ against a cloud of their own.")
public final class TestCommand implements Callable<Integer> {
    @Option(names = "--long", description = "The long forms too, such as 200 random kills instead of 10.")
    private boolean extended;
    @Option(names = "--yes", description = "Do not ask before Debian packages are installed.")
    private boolean yes;
    @Option(names = "--modules-only", description = "Leaves out the clients.")
    private boolean modulesOnly;
    @Option(names = "--clients-only", description = "Leaves out the modules.")
    private boolean clientsOnly;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String home = System.getenv("WOAD_HOME");
        if (home == null) {
            throw new Failure("the source tree is not known", "run the tests with ./woad test");
        }
        Setup.packages(DebianPackages.forMachines(), "to run every test", yes, out);
        try {
            Setup.packages(DebianPackages.forClients(), "to run every client", yes, out);
        } catch (Failure withoutThem) {
            out.println(withoutThem.getMessage() + "; the suites that lack their client skip themselves.");
        }
        Tally modules = clientsOnly ? Tally.NONE : new MavenTests(Path.of(home), extended).run(out);
        Tally clients = modulesOnly ? Tally.NONE : new ClientSuites(Path.of(home), extended).run(out);
        Tally all = modules.plus(clients);
        out.println();
        out.println(all);
        return all.failed() == 0 ? 0 : 1;
    }
}
