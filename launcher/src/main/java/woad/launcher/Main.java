package woad.launcher;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import woad.launcher.command.DownCommand;
import woad.launcher.command.AgentCommand;
import woad.launcher.command.BenchCommand;
import woad.launcher.command.CaCommand;
import woad.launcher.command.DemoCommand;
import woad.launcher.command.DoctorCommand;
import woad.launcher.command.EnvCommand;
import woad.launcher.command.ImagesCommand;
import woad.launcher.command.LogsCommand;
import woad.launcher.command.ProxyCommand;
import woad.launcher.command.ScrubCommand;
import woad.launcher.command.ServerCommand;
import woad.launcher.command.StatusCommand;
import woad.launcher.command.SubscriptionCommand;
import woad.launcher.command.TenantCommand;
import woad.launcher.command.TestCommand;
import woad.launcher.command.UpCommand;
import woad.launcher.command.UserCommand;

/** The entry point of every process of the cloud: the command line, and by hidden commands the long-lived parts. */
@Command(name = "woad", mixinStandardHelpOptions = true, version = "woad 0.1.0",
        description = "Operates a trusted cloud on this computer: Azure-compatible services over real machines and networks.",
        synopsisSubcommandLabel = "COMMAND", footer = {"", "Begin with: ./woad demo"},
        subcommands = {DemoCommand.class, UpCommand.class, DownCommand.class, StatusCommand.class, LogsCommand.class, ScrubCommand.class, EnvCommand.class, TenantCommand.class, SubscriptionCommand.class,
            UserCommand.class, CaCommand.class, DoctorCommand.class, TestCommand.class, BenchCommand.class,
            ProxyCommand.class, ServerCommand.class, AgentCommand.class, ImagesCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** Exit codes: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine(new PrintWriter(System.out, true, StandardCharsets.UTF_8), new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments));
    }

    /** The command line with its error handling, writing to the given streams. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            PrintWriter to = command.getErr();
            if (failure instanceof Failure known) {
                to.println("woad: " + known.getMessage());
                to.println("  next: " + known.next());
            } else {
                to.println("woad: " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
            }
            if (System.getenv("WOAD_DEBUG") != null) {
                failure.printStackTrace(to);
            } else if (!(failure instanceof Failure)) {
                to.println("  next: run ./woad doctor; for the details run the command again with WOAD_DEBUG=1");
            }
            return 1;
        });
        return line;
    }
}
