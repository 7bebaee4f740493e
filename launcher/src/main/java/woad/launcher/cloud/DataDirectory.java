package woad.launcher.cloud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import woad.launcher.Failure;
import woad.launcher.process.Account;

/**
 * The one directory that holds all state of a cloud. Nobody but its owner may look into it. When root starts the cloud it
 * has three realms: {@code control} belongs to the system user, {@code hosts}, {@code person} and {@code run} to root, so
 * that a broken control plane cannot lay traps for root.
 */
public record DataDirectory(Path root) {

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** The default: in the user's home, or the system user's home for root. */
    public static DataDirectory standard() {
        return new DataDirectory(Account.isRoot() ? Account.SERVICE_HOME : Path.of(System.getProperty("user.home"), ".woad"));
    }

    /** Eight hexadecimal digits that name this cloud among others on the computer; follows from the path alone. */
    public String instance() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Settings that the launcher writes and every part reads. */
    public Path settings() {
        return root.resolve("cloud.json");
    }

    /** The control plane's state: database, keys, server. */
    public Path control() {
        return root.resolve("control");
    }

    public Path postgres() {
        return control().resolve("postgres");
    }

    public Path server() {
        return control().resolve("server");
    }

    public Path proxy() {
        return control().resolve("proxy");
    }

    /** The agents' state: one directory for each host. */
    public Path hosts() {
        return root.resolve("hosts");
    }

    /** What is for the person at the command line: demo customer, client configuration, the operator's credential. */
    public Path person() {
        return root.resolve("person");
    }

    /** The program that the cloud runs, apart from the build's output so that a build never changes it under way. */
    public Path program() {
        return root.resolve("program");
    }

    /** Locks of the launcher itself. */
    public Path run() {
        return root.resolve("run");
    }

    /** Whether a cloud was ever set up here. */
    public boolean exists() {
        return Files.exists(settings());
    }

    /** Makes the realms with their owners. Refuses a directory that holds something else. */
    public void prepare(Account account) throws IOException {
        if (Files.isDirectory(root) && !exists()) {
            try (Stream<Path> entries = Files.list(root)) {
                if (entries.anyMatch(p -> !p.equals(run()) && !p.equals(control()) && !p.equals(hosts()) && !p.equals(person()) && !p.equals(program()))) {
                    throw new Failure(root + " is not empty and holds no cloud", "choose an empty or new directory with --data");
                }
            }
        }
        Files.createDirectories(root);
        if (account.root()) {
            own(root, 0, account.group(), "rwx--x---");
            realm(program(), 0, account.group(), "rwxr-x---");
        } else {
            refuseForeign(account);
            own(root, account.user(), account.group(), "rwx------");
            realm(program(), account.user(), account.group(), "rwx------");
        }
        for (Path path : new Path[] {control(), postgres(), server(), proxy()}) {
            realm(path, account.user(), account.group(), "rwx------");
        }
        int person = Account.currentUser();
        for (Path path : new Path[] {hosts(), person(), run()}) {
            realm(path, person, account.root() ? 0 : account.group(), "rwx------");
        }
    }

    private void refuseForeign(Account account) throws IOException {
        int owner = (Integer) Files.getAttribute(root, "unix:uid");
        if (owner != account.user()) {
            throw new Failure(root + " belongs to another user", "run as that user, or choose a directory of your own with --data");
        }
    }

    private static void realm(Path path, int user, int group, String mode) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectory(path);
        }
        own(path, user, group, mode);
    }

    private static void own(Path path, int user, int group, String mode) throws IOException {
        if ((Integer) Files.getAttribute(path, "unix:uid") != user) {
            Files.setAttribute(path, "unix:uid", user);
        }
        if ((Integer) Files.getAttribute(path, "unix:gid") != group) {
            Files.setAttribute(path, "unix:gid", group);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
