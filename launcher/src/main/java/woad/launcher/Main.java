package woad.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import woad.launcher.command.WoadCommand;
import woad.launcher.daemon.Daemon;

/** The entry point of every process of the cloud: the long-lived parts, and the command line. */
public final class Main {
    private Main() {}

    /** Exit codes: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Optional<Daemon> daemon = Daemon.of(arguments);
        System.exit(daemon.isPresent() ? run(daemon.get(), List.of(arguments), err)
                : WoadCommand.line(new PrintWriter(System.out, true, StandardCharsets.UTF_8), err, arguments).execute(arguments));
    }

    private static int run(Daemon daemon, List<String> arguments, PrintWriter err) {
        try {
            daemon.run(arguments);
            return 0;
        } catch (IOException | InterruptedException | RuntimeException e) {
            Failure.tell(e, err);
            return 1;
        }
    }
}
