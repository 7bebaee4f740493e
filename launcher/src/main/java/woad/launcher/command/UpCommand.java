package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.Progress;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.parts.Cloud;
import woad.launcher.process.Account;
import woad.launcher.setup.DebianPackages;
import woad.launcher.setup.Setup;

/** {@code woad up}. */
@Command(name = "up", mixinStandardHelpOptions = true,
        description = "Sets up what is missing and starts every part that does not run. Running it again repairs what died.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Option(names = "--yes", description = "Do not ask before Debian packages are installed.")
    private boolean yes;
    @Option(names = "--pass-others", negatable = true, arity = "0",
            description = "Let the proxy for clients connect to destinations outside the cloud too. It refuses them unless this was given once.")
    private Boolean passOthers;
    @Mixin
    private DatabaseOptions database;
    @Option(names = "--train", hidden = true, description = "The parts record what an AOT cache is made of; for a cloud that is thrown away.")
    private boolean train;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (train) {
            Cloud.up(where.data(), CloudSettings.Change.NONE, true, progress(out));
            return 0;
        }
        CloudSettings.Change inDatabase = database.change();
        start(where, yes, (data, account, before) -> inDatabase.apply(data, account, passOthers == null ? before : before.passingOthers(passOthers)), out);
        out.println("The cloud is up. In a shell of yours: eval \"$(./woad env" + where.again() + ")\"");
        return 0;
    }

    /** Does the set-up and starts the cloud, telling what happens. */
    static Cloud start(DataOption where, boolean yes, CloudSettings.Change change, PrintWriter out) throws IOException {
        if (Account.isRoot()) {
            Setup.packages(DebianPackages.forMachines(), "to run machines", yes, out);
        }
        Cloud cloud = Cloud.up(where.data(), change, progress(out));
        if (!Account.isRoot()) {
            out.println("  – no hosts: machines need root, everything else works. With them: sudo ./woad up");
        }
        out.println();
        cloud.newPerson().ifPresent(person -> {
            out.println("The demo customer's person, told this once: " + person.userPrincipalName() + "  password " + person.password());
            out.println();
        });
        return cloud;
    }

    /** Rewrites lines only where a person looks on. */
    static Progress progress(PrintWriter out) {
        return new Progress(out, System.console() != null && System.console().isTerminal());
    }
}
