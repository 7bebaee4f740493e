package woad.launcher.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.machines.Fleet;
import woad.launcher.machines.Images;

/** The hidden command that builds the guest images which nobody waits for. */
@Command(name = "images", mixinStandardHelpOptions = true, hidden = true, description = "Builds the guest images that are missing.")
public final class ImagesCommand implements Callable<Integer> {
    @Mixin
    private DataOption where;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Images.buildAll(new Fleet(where.data(), CloudSettings.load(where.data())));
        return 0;
    }
}
