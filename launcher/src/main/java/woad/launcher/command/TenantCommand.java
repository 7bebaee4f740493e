package woad.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code woad tenant}. */
@Command(name = "tenant", mixinStandardHelpOptions = true, subcommands = TenantCreateCommand.class, synopsisSubcommandLabel = "COMMAND",
        description = "Customers' tenants, as the operator makes them.")
public final class TenantCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about tenants?");
    }
}
