package woad.launcher.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import woad.launcher.cloud.DataDirectory;

/** {@code --data}: which cloud is meant. */
public final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", description = "The directory with all state of the cloud. Default: ~/.woad, for root /var/lib/woad.")
    private Path directory;

    /** The directory that was named, or the default. */
    public DataDirectory data() {
        return directory == null ? DataDirectory.standard() : new DataDirectory(directory);
    }

    /** The option as it has to be given again in a command for the same cloud. */
    public String again() {
        return directory == null ? "" : " --data " + directory;
    }
}
