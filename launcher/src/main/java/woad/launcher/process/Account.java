package woad.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.launcher.Failure;

/**
 * The ordinary user that the control plane runs as: whoever calls the launcher, or the system user {@code woad} when that
 * is root.
 *
 * @param root whether the launcher itself runs as root, so that it has to step down to this user
 */
public record Account(String name, int user, int group, boolean root) {
    /** The system user's name when the launcher runs as root. */
    public static final String SERVICE = "woad";
    /** Its home: the default data directory of root. */
    public static final Path SERVICE_HOME = Path.of("/var/lib/woad");

    /** Whether the launcher runs as root. */
    public static boolean isRoot() {
        return currentUser() == 0;
    }

    /** The numeric id of the user that runs this process. */
    public static int currentUser() {
        return ownId("Uid:");
    }

    /** The first of the ids in a line of {@code /proc/self/status}, the real one (proc(5)). */
    private static int ownId(String line) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith(line)).map(l -> Integer.valueOf(l.split("\\s+")[1]))
                    .findFirst().orElseThrow(() -> new IOException("/proc/self/status has no line " + line));
        } catch (IOException e) {
            throw new Failure("/proc is not mounted", "mount it: the launcher needs it to look after its processes", e);
        }
    }

    /** The account to run as; empty where the launcher is root and the system user has not been made yet. */
    public static Optional<Account> find() throws IOException {
        if (!isRoot()) {
            return Optional.of(new Account(System.getProperty("user.name"), currentUser(), ownId("Gid:"), false));
        }
        return Files.readAllLines(Path.of("/etc/passwd")).stream().map(l -> l.split(":")).filter(f -> f[0].equals(SERVICE) && f.length > 3)
                .findFirst().map(f -> new Account(SERVICE, Integer.parseInt(f[2]), Integer.parseInt(f[3]), true));
    }

    /** The account to run as; makes the system user where the launcher is root and it is missing. */
    public static Account ensure() throws IOException {
        Optional<Account> present = find();
        if (present.isEmpty()) {
            Commands.Result made = Commands.run(Duration.ofSeconds(30), List.of("useradd", "--system", "--user-group", "--no-create-home",
                    "--home-dir", SERVICE_HOME.toString(), "--shell", "/usr/sbin/nologin", SERVICE));
            if (!made.succeeded()) {
                throw new Failure("the system user " + SERVICE + " could not be made: " + made.output(),
                        "make it with useradd --system --user-group " + SERVICE + ", then try again");
            }
        }
        return find().orElseThrow(() -> new Failure("the system user " + SERVICE + " is not in /etc/passwd", "make it there, then try again"));
    }

    /** Words in front of a command that make it run as this user with no privilege at all; none when that is so anyway. */
    public List<String> plain() {
        return root ? stepDown(List.of("--inh-caps=-all", "--bounding-set=-all")) : List.of();
    }

    /** As {@link #plain()}, but it may bind ports below 1024. */
    public List<String> withLowPorts() {
        return root ? stepDown(List.of("--inh-caps=-all,+net_bind_service", "--ambient-caps=-all,+net_bind_service",
                "--bounding-set=-all,+net_bind_service")) : List.of();
    }

    private List<String> stepDown(List<String> capabilities) {
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--no-new-privs"));
        words.addAll(capabilities);
        return words;
    }
}
