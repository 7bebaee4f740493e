package woad.launcher.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import woad.launcher.daemon.Daemon;
import woad.launcher.process.Account;

/**
 * The AOT caches of a program (JEP 483, 514, 515): its classes, loaded and linked, and their profiles as they were in a training
 * run, one cache for each kind of process. They lie beside the program, which is replaced as a whole, under the name of the JDK
 * that made them; Java looks once more whether a cache fits, and starts without one that does not.
 *
 * @param directory of the caches for this JDK
 */
public record AotCaches(Path directory) {
    private static final Logger LOG = System.getLogger("woad.launcher");
    /** The launcher's own; the other kinds are the words of {@link Daemon}. */
    public static final String LAUNCHER = "launcher";

    /** Those beside a program. @param program its directory, with {@code woad.jar} */
    static AotCaches beside(Path program) {
        return new AotCaches(program.resolve("aot").resolve(Runtime.version().toString()));
    }

    /** The cache of a kind of process, which may be missing. */
    public Path file(String kind) {
        return directory.resolve(kind + ".aot");
    }

    /** Whether a kind's cache is there. */
    public boolean has(String kind) {
        return Files.exists(file(kind));
    }

    /** Options for Java to use a kind's cache; none where it is missing. */
    List<String> options(String kind) {
        return has(kind) ? List.of("-XX:AOTCache=" + file(kind)) : List.of();
    }

    /** Takes over the caches of long-lived processes that lie beside the same program elsewhere. Without them all starts are only slower. */
    void takeOver(AotCaches others, Account account) {
        for (Daemon kind : Daemon.values()) {
            if (!Files.exists(failure()) && !has(kind.word()) && others.has(kind.word())) {
                try {
                    put(kind.word(), others.file(kind.word()), account);
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "no AOT cache for the " + kind.word() + ": " + e.getMessage());
                }
            }
        }
    }

    /** Puts a kind's cache here, whole or not at all, readable for the account. */
    public void put(String kind, Path made, Account account) throws IOException {
        for (Path path : List.of(directory.getParent(), directory)) {
            Files.createDirectories(path);
            SharedFile.share(path, account, "rwxr-x---");
        }
        Path fresh = directory.resolve(kind + ".aot.new");
        // Who made it may not be trusted with what a link names.
        try (InputStream content = Files.newInputStream(made, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        SharedFile.share(fresh, account, "rw-r-----");
        Files.move(fresh, file(kind), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives up a cache, for good. @return whether there was one */
    boolean discard(String kind, String why) throws IOException {
        boolean had = Files.deleteIfExists(file(kind));
        if (had) {
            Files.writeString(failure(), kind + ": " + why + "\n");
        }
        return had;
    }

    /** Where it is kept that no caches could be made, and why, so that it is not tried again and again. */
    public Path failure() {
        return directory.resolve("failed");
    }
}
