package woad.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code woad host}. */
@Command(name = "host", mixinStandardHelpOptions = true, subcommands = {HostListCommand.class, HostRemoveCommand.class}, synopsisSubcommandLabel = "COMMAND",
        description = "The hosts of the fleet, as the operator sees them.")
public final class HostCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "List or remove?");
    }
}
