package woad.launcher.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import woad.launcher.Progress;
import woad.launcher.cloud.Program;
import woad.launcher.process.Account;
import woad.launcher.training.TrainingRun;

/** The hidden command of the process that makes AOT caches. */
@Command(name = "train", mixinStandardHelpOptions = true, hidden = true, description = "Makes the caches with which the cloud starts fast.")
public final class TrainCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;
    @Option(names = "--program", required = true, description = "The launcher's woad.jar.")
    private Path launcher;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path location = Program.ownLocation().getParent();
        new TrainingRun(where.data(), Account.ensure(), launcher, new Program(location.getFileName().toString(), location, false),
                new Progress(spec.commandLine().getOut(), false)).run();
        return 0;
    }
}
