package woad.launcher.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import woad.launcher.Failure;

/** What a person types: {@code woad} and its commands. */
@Command(name = "woad", mixinStandardHelpOptions = true, version = "woad 0.1.0",
        description = "Operates a trusted cloud on this computer: Azure-compatible services over real machines and networks.",
        synopsisSubcommandLabel = "COMMAND", footer = {"", "Begin with: ./woad demo"},
        subcommands = {DemoCommand.class, UpCommand.class, DownCommand.class, StatusCommand.class, LogsCommand.class, ScrubCommand.class, EnvCommand.class, HostCommand.class, TenantCommand.class, SubscriptionCommand.class,
            UserCommand.class, CaCommand.class, DoctorCommand.class, TestCommand.class, BenchCommand.class, ImagesCommand.class, TrainCommand.class})
public final class WoadCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** The command line with its error handling, writing to the given streams. Exit codes: 0 done, 1 failed, 2 wrong usage. */
    public static CommandLine line(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new WoadCommand());
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            Failure.tell(failure, command.getErr());
            return 1;
        });
        return line;
    }
}
