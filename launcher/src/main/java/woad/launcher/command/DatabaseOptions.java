package woad.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;
import woad.launcher.Failure;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.ExternalDatabase;
import woad.launcher.parts.DatabaseChoice;

/** Where the cloud's state is, if not in a PostgreSQL of the cloud's own. The password is never a word of a command, which others can read. */
final class DatabaseOptions {
    /** The environment variable with the password. */
    static final String PASSWORD = "WOAD_DATABASE_PASSWORD";
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final int LONGEST = 4096;

    @Option(names = "--database-url", paramLabel = "URL", description = "Keep the cloud's state in this database: postgresql://HOST:PORT/NAME, with options after '?' such as sslmode=verify-full.")
    private String url;
    @Option(names = "--database-user", paramLabel = "NAME", description = "The user to sign in as, who must be allowed to make schemas there. Default: woad.")
    private String user;
    @Option(names = "--database-password-file", paramLabel = "FILE",
            description = "A file with that user's password that only its owner may read; or give the password in the environment, as " + PASSWORD + ".")
    private Path passwordFile;

    /** What these options change; nothing where none is given. */
    CloudSettings.Change change() throws IOException {
        if (url == null && user == null && passwordFile == null) {
            return CloudSettings.Change.NONE;
        }
        if (url == null) {
            throw new Failure("--database-user and --database-password-file go with --database-url", "give the URL too");
        }
        return new DatabaseChoice(ExternalDatabase.parse(url, user == null ? "woad" : user), password());
    }

    private String password() throws IOException {
        if (passwordFile == null) {
            String given = System.getenv(PASSWORD);
            if (given == null) {
                throw new Failure("the database user's password is missing", "give --database-password-file, or " + PASSWORD + " in the environment");
            }
            return given;
        }
        if (!Files.isRegularFile(passwordFile) || Files.size(passwordFile) > LONGEST) {
            throw new Failure(passwordFile + " is no file with a password", "name a file that holds nothing but the password");
        }
        if (!OWNER.containsAll(Files.getPosixFilePermissions(passwordFile))) {
            throw new Failure(passwordFile + " can be read by others than its owner", "chmod 600 " + passwordFile + "; and change the password, if others did");
        }
        return Files.readString(passwordFile).strip();
    }
}
