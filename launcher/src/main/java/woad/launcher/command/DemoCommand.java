package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.Failure;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.demo.CustomerClient;
import woad.launcher.demo.Demo;
import woad.launcher.environment.ClientFiles;
import woad.launcher.environment.DemoCustomer;
import woad.launcher.parts.Cloud;
import woad.launcher.process.Account;

/** {@code woad demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Sets everything up, starts the cloud, deploys a virtual machine as a customer would, reaches it over SSH, and leaves all of it running.")
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Option(names = "--yes", description = "Do not ask before Debian packages are installed.")
    private boolean yes;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Account.isRoot()) {
            throw new Failure("the demo boots a machine, and machines need root: their hosts are network namespaces",
                    "sudo ./woad demo; or ./woad up for everything but machines");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("The cloud");
        Cloud cloud = UpCommand.start(where, yes, CloudSettings.Change.NONE, out);
        DemoCustomer customer = DemoCustomer.load(cloud.data()).orElseThrow(() -> new Failure("there is no demo customer", "run ./woad up" + where.again()));
        out.println("A customer's machine, by the public interfaces alone");
        Demo.Machine machine = new Demo(cloud.data(), customer, new CustomerClient(cloud.settings().profile(), cloud.settings().proxyEndpoint(),
                ClientFiles.of(cloud.data()).authority())).run(UpCommand.progress(out));
        out.println();
        out.println("  " + machine.greeting());
        out.println();
        out.println("It goes on running. Next:");
        out.println("  ssh -i " + machine.key() + " " + machine.user() + "@" + machine.address());
        out.println("  eval \"$(./woad env" + where.again() + ")\"     # then: az login --service-principal -u \"$AZURE_CLIENT_ID\" -p \"$AZURE_CLIENT_SECRET\" --tenant \"$AZURE_TENANT_ID\"");
        out.println("  ./woad status" + where.again() + "; ./woad down" + where.again());
        return 0;
    }
}
