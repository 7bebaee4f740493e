package woad.launcher.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import woad.launcher.Failure;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.environment.ClientFiles;

/** The certificate authority of one cloud, as the stores know it. */
public final class CloudAuthority {
    private CloudAuthority() {}

    /** Its name in every store; another for each cloud of the computer. */
    public static String name(DataDirectory data) {
        return "Woad cloud " + data.instance();
    }

    /** The certificate. @param again options that name the cloud in a command */
    public static String pem(DataDirectory data, String again) throws IOException {
        Path file = ClientFiles.of(data).authority();
        if (!Files.exists(file)) {
            throw new Failure("the cloud in " + data.root() + " has no certificate authority yet", "start it first: ./woad up" + again);
        }
        return Files.readString(file);
    }
}
