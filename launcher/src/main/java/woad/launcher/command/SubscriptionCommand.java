package woad.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code woad subscription}. */
@Command(name = "subscription", mixinStandardHelpOptions = true, subcommands = SubscriptionCreateCommand.class, synopsisSubcommandLabel = "COMMAND",
        description = "Customers' subscriptions, as the operator makes them.")
public final class SubscriptionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about subscriptions?");
    }
}
