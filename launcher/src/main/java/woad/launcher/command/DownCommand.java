package woad.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import woad.launcher.parts.Cloud;

/** {@code woad down}. */
@Command(name = "down", mixinStandardHelpOptions = true,
        description = "Stops the machines and every part of the cloud. All state stays for the next start.")
public final class DownCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Cloud.existing(where.data()).down(UpCommand.progress(out));
        out.println("The cloud is down; its state stays in " + where.data().root() + ".");
        return 0;
    }
}
