package woad.launcher.command;

import static java.util.Map.entry;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import woad.launcher.Failure;

/** What a person types: {@code woad} and its commands. */
@Command(name = "woad", mixinStandardHelpOptions = true, version = "woad 0.1.0",
        description = "Operates a trusted cloud on this computer: Azure-compatible services over real machines and networks.",
        synopsisSubcommandLabel = "COMMAND", footer = {"", "Begin with: ./woad demo"})
public final class WoadCommand implements Runnable {
    private static final List<Map.Entry<String, Class<?>>> COMMANDS = List.of(
            entry("demo", DemoCommand.class), entry("up", UpCommand.class), entry("down", DownCommand.class),
            entry("status", StatusCommand.class), entry("logs", LogsCommand.class), entry("scrub", ScrubCommand.class),
            entry("env", EnvCommand.class), entry("host", HostCommand.class), entry("tenant", TenantCommand.class),
            entry("subscription", SubscriptionCommand.class), entry("user", UserCommand.class), entry("ca", CaCommand.class),
            entry("doctor", DoctorCommand.class), entry("test", TestCommand.class), entry("bench", BenchCommand.class),
            entry("images", ImagesCommand.class), entry("train", TrainCommand.class));

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /**
     * The command line with its error handling, writing to the given streams. Exit codes: 0 done, 1 failed, 2 wrong usage.
     *
     * @param arguments those it will be given: where they begin with a command, only that one is known, since picocli takes a tenth of a second for all
     */
    public static CommandLine line(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new WoadCommand());
        Predicate<Map.Entry<String, Class<?>>> named = command -> arguments.length > 0 && command.getKey().equals(arguments[0]);
        boolean one = COMMANDS.stream().anyMatch(named);
        COMMANDS.stream().filter(command -> !one || named.test(command)).forEach(command -> line.addSubcommand(command.getValue()));
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            Failure.tell(failure, command.getErr());
            return 1;
        });
        return line;
    }
}
