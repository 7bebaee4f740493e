package woad.launcher.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code woad ca}. */
@Command(name = "ca", mixinStandardHelpOptions = true, subcommands = {CaInstallCommand.class, CaRemoveCommand.class}, synopsisSubcommandLabel = "COMMAND",
        description = "The cloud's certificate authority in the stores of browsers and of the system. It is confined to the cloud's own domain: "
                + "who trusts it trusts nothing else.")
public final class CaCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Install or remove?");
    }
}
