package woad.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code woad user}. */
@Command(name = "user", mixinStandardHelpOptions = true, subcommands = UserCreateCommand.class, synopsisSubcommandLabel = "COMMAND",
        description = "The first people of customers, as the operator makes them.")
public final class UserCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about users?");
    }
}
